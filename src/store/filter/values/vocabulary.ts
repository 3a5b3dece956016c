import type { Confidence, ExchangeClass, Fault, Retry } from '../../../exchange/annotation.ts';
import { CAUSE_IDS, CAUSES, type CauseGroup, causeOf } from '../../../exchange/causes.ts';
import { GRPC_STATUS_NAMES } from '../../../exchange/grpc-status.ts';
import { nearest } from '../../../exchange/nearest.ts';
import { TRANSPORT_CODES } from '../../../exchange/reference/transport-codes.ts';
import type { Test } from '../filter.ts';
import { FLAGS } from './flags.ts';
import { namesKind } from './names.ts';
import { intervalKind } from './numbers.ts';
import { textKind, WHOLE } from './texts.ts';
import { ANY, asksForAny, type KnownValue, Misread, refuseComparison, type ValueKind } from './value.ts';

function known<Name extends string>(helps: Readonly<Record<Name, string>>): KnownValue[] {
  return Object.entries<string>(helps).map(([value, help]) => ({ value, help }));
}

export const FLAG = namesKind('a state', {
  known: FLAGS,
  aliases: { ok: 'good', error: 'failed', redirected: 'redirect', open: 'pending' },
});

const CLASSES: Readonly<Record<ExchangeClass, string>> = {
  informational: '1xx',
  success: '2xx',
  redirection: '3xx',
  client_error: '4xx',
  server_error: '5xx',
  no_response: 'no status line arrived',
};
export const CLASS = namesKind('a class', { known: known(CLASSES) });

export const CAUSE = namesKind('a cause', {
  known: CAUSE_IDS.map((id) => ({ value: id, help: causeOf(id).when })),
  mayBeNone: true,
});

const GROUPS: Readonly<Record<CauseGroup, string>> = {
  'no-response': 'nothing came back',
  success: 'a success that is none',
  redirection: 'redirects',
  authentication: 'who is calling',
  permission: 'what the caller may do',
  address: 'where it was sent',
  form: 'how the request is written',
  meaning: 'what the request asks',
  limits: 'how much, how often',
  server: 'the server or a gateway failed',
};
const groupNames = namesKind('a group of causes', { known: known(GROUPS) });
/** Read as the causes of the group. */
export const CAUSE_GROUP: ValueKind = {
  ...groupNames,
  read(value, now) {
    const test = groupNames.read(value, now);
    const groups: readonly string[] = test.kind === 'names' ? test.names : [];
    if (test.kind === 'any') return ANY;
    return { kind: 'names', names: CAUSE_IDS.filter((id) => groups.includes(CAUSES[id].group)) };
  },
};

const FAULTS: Readonly<Record<Fault, string>> = {
  client: 'whoever calls has to act',
  server: 'the API or a gateway before it',
  network: 'names, routes, firewalls',
  proxy: 'httpwhy itself',
  nobody: 'nothing is to be done',
};
export const FAULT = namesKind('a side', { known: known(FAULTS) });

const CONFIDENCES: Readonly<Record<Confidence, string>> = {
  certain: 'the bytes prove it',
  likely: 'the server says so',
  guess: 'only the status speaks',
};
export const CONFIDENCE = namesKind('a confidence', { known: known(CONFIDENCES) });

const RETRIES: Readonly<Record<Retry, string>> = {
  never: 'it would fail again',
  after_fix: 'once the request or the server is corrected',
  safe: 'as it is',
  unsafe: 'it may be carried out twice',
};
export const RETRY = namesKind('advice on retrying', { known: known(RETRIES) });

export const TLS = namesKind('a version of TLS', {
  known: [
    { value: '1.3', help: 'TLS 1.3' },
    { value: '1.2', help: 'TLS 1.2' },
    { value: '1.1', help: 'TLS 1.1' },
    { value: '1.0', help: 'TLS 1.0' },
    { value: 'untrusted', help: 'with a certificate that is not trusted' },
  ],
  aliases: { 'tlsv1.3': '1.3', 'tlsv1.2': '1.2', 'tlsv1.1': '1.1', tlsv1: '1.0', '1': '1.0' },
  mayBeNone: true,
});

export const HTTP_VERSION = namesKind('a version of HTTP', {
  known: [
    { value: '1.0', help: 'HTTP/1.0' },
    { value: '1.1', help: 'HTTP/1.1' },
    { value: '2.0', help: 'HTTP/2' },
  ],
  aliases: { '2': '2.0', h2: '2.0', 'http/2': '2.0', 'http/1.1': '1.1', 'http/1.0': '1.0' },
});

export const SCHEME = namesKind('a scheme', {
  known: [
    { value: 'http', help: 'in clear text' },
    { value: 'https', help: 'over TLS' },
    { value: 'ws', help: 'WebSocket in clear text' },
    { value: 'wss', help: 'WebSocket over TLS' },
  ],
});

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT'];
const methodText = textKind(
  'a method such as POST',
  WHOLE,
  METHODS.map((value) => ({ value, help: '' })),
);
/** Nearly all are in upper case; what is typed otherwise may still be one of its own. */
export const METHOD: ValueKind = {
  ...methodText,
  read(value, now) {
    const test = methodText.read(value, now);
    if (test.kind !== 'pattern' || test.pattern.length > 1) return test;
    const { text } = value;
    return { kind: 'names', names: [...new Set([text.toUpperCase(), text])] };
  },
};

const codes = TRANSPORT_CODES.map(({ code, means }) => ({ value: code, help: means }));
export const TRANSPORT_CODE = textKind('a code such as ECONNRESET, ERR_* or none', WHOLE, codes);

export const GRPC: ValueKind = intervalKind('a gRPC status such as NOT_FOUND, 5, >0 or none', grpcNames(), (text) => {
  const index = (GRPC_STATUS_NAMES as readonly string[]).indexOf(text.toUpperCase().replaceAll('-', '_'));
  if (index >= 0) return { from: index, to: index + 1 };
  if (/^\d{1,9}$/.test(text)) return { from: Number(text), to: Number(text) + 1 };
  throw new Misread(`"${text}" is not a gRPC status`, nearest(text, GRPC_STATUS_NAMES));
});
function grpcNames(): KnownValue[] {
  return GRPC_STATUS_NAMES.map((value, code) => ({ value, help: `gRPC status ${code}` }));
}

const runText = textKind('the number or name of a run, part of its command, or latest', () => 'inside', [
  { value: 'latest', help: 'the run that began last' },
]);
export const RUN: ValueKind = {
  ...runText,
  read(value, now): Test {
    refuseComparison(value);
    if (asksForAny(value)) return ANY;
    const number = /^#?(\d{1,15})$/.exec(value.text);
    if (number !== null && !value.isQuoted)
      return { kind: 'interval', from: Number(number[1]), to: Number(number[1]) + 1 };
    if (/^(?:latest|last)$/i.test(value.text) && !value.isQuoted) return { kind: 'names', names: ['latest'] };
    return runText.read(value, now);
  },
};
