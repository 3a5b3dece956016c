import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import { headerValues } from '../../exchange/headers.ts';
import {
  isKeyBesideToken,
  isKeyInPath,
  isSecretInPath,
  keyInQuery,
  sentProof,
  unnamedSecretField,
} from '../access/proof.ts';
import { type Refusal, refusalOf } from '../access/refusal.ts';
import { saidBy } from '../access/sentence.ts';
import { absentHeader, wantedHeader } from '../access/wanted.ts';
import type { Facts } from '../facts.ts';
import { andServerSays } from '../quoting/telling.ts';
import type { Challenge } from '../readers/challenge.ts';
import type { Credential } from '../readers/credentials.ts';
import { nearestName } from '../readers/spelling.ts';
import { isBodyUnread } from '../refusal/body-format.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, hostOf } from '../shown.ts';

/** Did the call come without any credential, or with an empty one, where the server wants one? */
export const rule: RuleDefinition = { causes: ['missing-credentials'], find };

function find(facts: Facts): Finding | undefined {
  const { status } = facts;
  // A browser never sends credentials with a preflight.
  if (status === null || status < 400 || status >= 500 || facts.isPreflight()) return undefined;
  if (status === 407) return proxyDemand(facts);
  const refusal = refusalOf(facts);
  if (wasSent(facts, refusal)) return undefined;
  const challenge = facts.challenges()[0];
  const saysAbsent = refusal?.cause === 'missing-credentials';
  if (!isDemand(facts, status, challenge, refusal)) return undefined;
  const absent = saysAbsent && sentProof(facts) !== undefined ? absentHeader(facts) : undefined;
  const empty = facts.credentials().find(({ secret }) => secret === '');
  const evidence: Evidence[] = [
    empty === undefined
      ? {
          where: 'request.headers',
          what: absent === undefined ? 'no credential in headers, query or cookies' : `no ${absent}`,
        }
      : { where: empty.where, what: empty.scheme === undefined ? 'empty' : `${empty.scheme} without a value` },
    { where: 'response.status', what: String(status) },
  ];
  if (challenge !== undefined) {
    evidence.push({
      where: 'response.headers.www-authenticate',
      what: facts.response.header('www-authenticate') ?? '',
    });
  }
  const said = saysAbsent ? saidBy(facts, refusal) : undefined;
  if (said !== undefined) evidence.push({ where: refusal?.where ?? 'response.body', what: said });
  return {
    cause: 'missing-credentials',
    confidence: confidenceOf(facts, refusal),
    summary: andServerSays(
      facts,
      summaryOf(facts, absent, empty, challenge, saysAbsent ? refusal : undefined),
      said ?? facts.errorMessage(),
    ),
    evidence,
    advice:
      absent === undefined
        ? adviceOf(facts, empty, challenge)
        : `Send the header ${clip(absent, 60)} as well: ${hostOf(facts)} wants it beside what was sent.`,
  };
}

/** A proxy on the way, not the server: its own field counts, and the client often repeats the call with it at once. */
function proxyDemand(facts: Facts): Finding | undefined {
  if ((facts.request.header('proxy-authorization') ?? '') !== '') return undefined;
  const wanted = facts.response.header('proxy-authenticate');
  return {
    cause: 'missing-credentials',
    confidence: wanted === undefined ? 'likely' : 'certain',
    summary: `no Proxy-Authorization sent; a proxy wants ${clip(wanted ?? 'credentials', 60)} on the way to ${hostOf(facts)}`,
    evidence: [
      { where: 'request.headers', what: 'no Proxy-Authorization' },
      { where: 'response.status', what: '407' },
      ...(wanted === undefined ? [] : [{ where: 'response.headers.proxy-authenticate', what: wanted }]),
    ],
    advice: 'Give the upstream proxy’s user and password in its URL.',
  };
}

/** A cookie is no credential for a server that speaks of a token or key and has seen none. */
function wasSent(facts: Facts, refusal: Refusal | undefined): boolean {
  // What was sent is another key than the one that is asked for by name.
  if (refusal?.cause === 'missing-credentials' && absentHeader(facts) !== undefined) return false;
  const proof = sentProof(facts);
  if (proof === undefined) {
    const isUnnamed = refusal?.cause === 'invalid-credentials' && unnamedSecretField(facts) !== undefined;
    const isInPath = isSecretInPath(facts) || (refusal?.cause === 'invalid-credentials' && isKeyInPath(facts));
    if (isUnnamed || isInPath || keyInQuery(facts) !== undefined) return true;
    return facts.credentialInBody() !== undefined && absentProof(facts, refusal) === undefined;
  }
  if (refusal?.cause !== 'missing-credentials') return true;
  return !(proof.place === 'cookie' && namesToken(refusal.what)) && !isKeyBesideToken(proof, refusal.what);
}

/** The proof that the server asks for by its name, and that the body does not have besides others: `SECRET_HASH`. */
function absentProof(facts: Facts, refusal: Refusal | undefined): string | undefined {
  if (refusal?.cause !== 'missing-credentials') return undefined;
  const named = NAMED_PROOF.exec(refusal.what.slice(0, 400))?.[0];
  if (named === undefined) return undefined;
  const text = (facts.request.body()?.text ?? '')
    .slice(0, 64 * 1024)
    .toLowerCase()
    .replaceAll('_', '');
  const plain = named.toLowerCase().replace(/[_ ]/g, '');
  const isSent = plain.endsWith('authentication') ? /client(?:secret|assertion)/.test(text) : text.includes(plain);
  return isSent ? undefined : named;
}

const NAMED_PROOF = /\b(?:secret[_ ]?hash|client[_ ]?(?:secret|assertion|authentication))\b/i;

const TOKEN_WORDS = /\b(?:api[ _-]?keys?|token|jwt|bearer|authorization)\b/i;

function namesToken(said: string): boolean {
  return TOKEN_WORDS.test(said.slice(0, 300));
}

/** Only 401 asks for a credential by itself; under another status the server has to say so. */
function isDemand(
  facts: Facts,
  status: number,
  challenge: Challenge | undefined,
  refusal: Refusal | undefined,
): boolean {
  if (refusal?.cause === 'missing-credentials') return true;
  if (status === 401) return true;
  // "Invalid credentials", said to who sent none.
  if (status === 403 && refusal?.cause === 'invalid-credentials' && isBare(facts)) return true;
  return refusal === undefined && (status === 400 || status === 403) && challenge !== undefined;
}

/** Nothing in query or body could be a credential under a name of its own. */
function isBare(facts: Facts): boolean {
  return facts.exchange.request.body === null && facts.url()?.search === '';
}

/** What a server says to a caller of whom it saw nothing, as well as to one whose credential is wrong. */
const SAID_OF_BOTH: ReadonlySet<string> = new Set([
  'missing-credentials',
  'invalid-credentials',
  'malformed-credentials',
  'expired-credentials',
]);

/**
 * Certain where both sides agree: the request carries nothing and the server says that something is absent.
 * A cookie, or a body that could not be searched, may hold a credential under a name that is not known here.
 */
function confidenceOf(facts: Facts, refusal: Refusal | undefined): Confidence {
  const isSure = facts.request.header('cookie') === undefined && isBodySearched(facts);
  if (refusal?.cause === 'missing-credentials') {
    const isAlone =
      facts.credentialInBody() === undefined && (sentProof(facts) === undefined || absentHeader(facts) !== undefined);
    return isSure && isAlone && !isEither(refusal.what) && isAboutProof(facts, refusal) ? 'certain' : 'likely';
  }
  if (refusal !== undefined && !SAID_OF_BOTH.has(refusal.cause)) return 'guess';
  return refusal === undefined || isSure ? 'likely' : 'guess';
}

/** Under a status that is about the request, the words have to speak of credentials themselves. */
function isAboutProof({ status }: Facts, { what }: Refusal): boolean {
  return status === 401 || status === 403 || PROOF_WORDS.test(what.slice(0, 400));
}

const PROOF_WORDS =
  /auth|api[ _-]?key|\bkey\b|token|jwt|bearer|credential|password|log(?:ged)?[ _-]?(?:in|on)\b|sign(?:ed)?[ _-]?in\b|session|secret|cookie|anonymous|identif|app_?id|access/i;

/** "Missing or invalid token" leaves open which. */
function isEither(said: string): boolean {
  return /\b(?:invalid|incorrect|wrong|expired|revoked|bad|malformed)\b/i.test(said.slice(0, 400));
}

function isBodySearched(facts: Facts): boolean {
  const { body, headers } = facts.exchange.request;
  if (body === null) return !headers.some(([name, value]) => name.toLowerCase() === 'content-length' && value !== '0');
  return body.totalBytes === 0 || facts.request.json() !== undefined;
}

function summaryOf(
  facts: Facts,
  absent: string | undefined,
  empty: Credential | undefined,
  challenge: Challenge | undefined,
  refusal: Refusal | undefined,
): string {
  const words = facts.errorMessage() ?? '';
  if (CLIENT_CERTIFICATE.test(words.slice(0, 300)))
    return `no client certificate was sent in the TLS handshake; the server wants one for ${callOnHost(facts)}`;
  const named = facts.credentialInBody() === undefined ? undefined : absentProof(facts, refusal);
  if (named !== undefined)
    return `${named} is missing beside what was sent; the server wants it for ${callOnHost(facts)}`;
  const demand = `the server wants ${demandOf(challenge, refusal, words)} for ${callOnHost(facts)}`;
  if (absent !== undefined)
    return `the header ${clip(absent, 60)} is absent, in which the server wants a key for ${callOnHost(facts)}${nearMiss(facts, absent)}`;
  if (empty !== undefined) {
    const what = empty.place === 'header' ? `the header ${empty.name}` : `${PLACE_WORDS[empty.place]} ${empty.name}`;
    const state = empty.scheme === undefined ? 'is empty' : `holds only the scheme ${empty.scheme}, no value`;
    return `${what} ${state}; ${demand}`;
  }
  // Of a body that was not recorded nobody knows what it holds.
  return `no credential ${isBodyUnread(facts) ? 'in headers, query or cookies' : 'sent'}; ${demand}`;
}

/** `; the request has Ocp-Apim-Subscripton-Key` */
function nearMiss(facts: Facts, wanted: string): string {
  const near = nearestName(wanted, facts.request.headerNames());
  const sent = facts.exchange.request.headers.find(([name]) => name.toLowerCase() === near?.name)?.[0];
  return sent === undefined ? '' : `; the request has ${clip(sent, 60)}`;
}

const PLACE_WORDS = { url: 'the', query: 'the query parameter', cookie: 'the cookie' } as const;

const CLIENT_CERTIFICATE =
  /\b(?:ssl|tls|client)[ -]certificate\b.{0,40}\b(?:sent|provided|presented|required|missing|absent)\b|\bno (?:client|required ssl) certificate\b/i;
const API_KEY_ASKED =
  /\b(?:use|pass|provide|send|supply|include|with|needs?|requires?|missing) (?:a |an |your |the |valid )*API[ _-]?key\b/i;

/** What the server asks for, named by header and scheme. */
function demandOf(challenge: Challenge | undefined, refusal: Refusal | undefined, words: string): string {
  if (challenge === undefined) {
    const header = refusal === undefined ? undefined : wantedHeader(refusal.what);
    if (header !== undefined) return `one in ${header}`;
    return /\bAPI[ _-]?key\b/i.test(refusal?.what.slice(0, 400) ?? '') || API_KEY_ASKED.test(words.slice(0, 400))
      ? 'an API key'
      : 'one, usually in Authorization,';
  }
  const realm = challenge.parameters.get('realm');
  const inRealm = realm === undefined || realm === '' ? '' : ` (realm "${clip(realm, 60)}")`;
  const scheme = clip(challenge.scheme, 30);
  return /^(?:api-?)?key$/i.test(scheme) ? `an API key${inRealm}` : `${scheme} in Authorization${inRealm}`;
}

/** A cookie for TLS alone (RFC 6265 §4.1.2.5), set over plain HTTP: it never comes back. On the own machine browsers make an exception. */
function setsSecureCookie(facts: Facts): boolean {
  const url = facts.url();
  if (url?.protocol !== 'http:' || /^(?:localhost|127\.|\[::1\])/.test(url.hostname)) return false;
  if (facts.request.header('cookie') !== undefined) return false;
  return headerValues(facts.exchange.response?.headers ?? [], 'set-cookie').some((value) =>
    /;\s{0,4}secure\b/i.test(value),
  );
}

function adviceOf(facts: Facts, empty: Credential | undefined, challenge: Challenge | undefined): string {
  if (empty !== undefined) {
    return `Fill ${empty.name}: an empty value usually comes from an unset environment variable or configuration key.`;
  }
  if (setsSecureCookie(facts))
    return 'Use https:// in the URL: the server marks its cookie Secure, and clients keep and send such a one over TLS only.';
  if (CLIENT_CERTIFICATE.test((facts.errorMessage() ?? '').slice(0, 300)))
    return 'Configure the client with a certificate and its key that the server trusts; a proxy that ends TLS on the way has to pass one on.';
  const scheme = challenge?.scheme ?? '';
  if (/^(?:api-?)?key$/i.test(scheme)) return `Send the API key for ${hostOf(facts)} with the call.`;
  if (/^(?:digest|negotiate|ntlm)$/i.test(scheme)) {
    return `Nothing, if the client now repeats the call with ${scheme}: the first call of that scheme is always refused.`;
  }
  return `Send Authorization: ${scheme === '' ? 'Bearer …' : `${clip(scheme, 30)} …`} with the call, and check that no redirect or proxy drops it.`;
}
