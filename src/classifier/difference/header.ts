import type { DifferenceItem } from '../../exchange/difference.ts';
import type { KeptRequest } from '../../exchange/history.ts';
import { type Compared, weigh } from './compared.ts';

/** These follow from the call itself, or are another with every call. */
const VOLATILE = new Set(
  [
    'host content-length connection keep-alive proxy-connection transfer-encoding te date age via forwarded cookie authorization',
    'traceparent tracestate baggage sentry-trace b3 idempotency-key x-idempotency-key x-amz-date x-amz-content-sha256',
    'amz-sdk-invocation-id amz-sdk-request x-cloud-trace-context x-amzn-trace-id postman-token x-client-data priority',
    'signature signature-input digest content-digest x-nonce x-timestamp x-signature if-none-match if-modified-since',
  ]
    .join(' ')
    .split(' '),
);
const VOLATILE_NAME =
  /(?:request|correlation|trace|span|transaction|invocation|message)[-_]?id$|^x-(?:b3|datadog|forwarded)-|^cf-|^sec-(?:fetch|ch|websocket)-|retry-count$|nonce|timestamp/;

/** What servers choose the code by that answers: a change here is seldom without effect. */
const DECIDING =
  /^(?:content-type|accept|content-encoding|origin|if-match|prefer|range|expect)$|version|tenant|organi[sz]ation|project|account|workspace|region|environment|locale|csrf|xsrf/;
/** Of the client rather than of the call. */
const MINOR =
  /^(?:user-agent|accept-(?:encoding|language|charset)|referer|cache-control|pragma|dnt|x-requested-with)$|^x-stainless-/;

export function headerDifferences(compared: Compared): readonly DifferenceItem[] {
  const { before, after } = compared;
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const items: DifferenceItem[] = [];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    if (VOLATILE.has(name) || VOLATILE_NAME.test(name) || isCredential(compared, name)) continue;
    const [oldValue, nowValue] = [old.get(name), now.get(name)];
    const read = (request: KeptRequest) => request.fingerprints.get(name) ?? valuesOf(request).get(name)?.value;
    if (read(before) === read(after)) continue;
    const factor = DECIDING.test(name) ? 1.3 : MINOR.test(name) ? 0.3 : 1;
    const weight = factor * weigh(compared, read, { missing: 60, added: 40, changed: 45 });
    const isAlike = oldValue?.value === nowValue?.value;
    items.push({
      kind: 'header',
      name: (nowValue ?? oldValue)?.name ?? name,
      before: oldValue?.value ?? null,
      after: nowValue === undefined ? null : isAlike ? `another ${nowValue.value}` : nowValue.value,
      weight,
    });
  }
  return items;
}

/** Told of as the credential. */
function isCredential({ before, after }: Compared, name: string): boolean {
  return [before, after].some(
    ({ credential }) => credential?.place === 'header' && credential.name.toLowerCase() === name,
  );
}

interface HeaderValue {
  readonly name: string;
  readonly value: string;
}

/** By lower-case name; the values of a repeated field joined. */
function valuesOf({ headers }: KeptRequest): ReadonlyMap<string, HeaderValue> {
  const values = new Map<string, HeaderValue>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const known = values.get(key);
    values.set(key, known === undefined ? { name, value } : { name: known.name, value: `${known.value}, ${value}` });
  }
  return values;
}
