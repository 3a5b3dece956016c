import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import { oddityInBody } from '../access/body-oddity.ts';
import { isAboutProof } from '../access/causes.ts';
import { oddityOf } from '../access/oddities.ts';
import type { Oddity } from '../access/oddity.ts';
import { isKeyBesideToken, sentProof } from '../access/proof.ts';
import { isAccepted, type Refusal, refusalOf } from '../access/refusal.ts';
import { refusalEvidence, saidBy, sentence } from '../access/sentence.ts';
import { absentHeader, wantedHeader } from '../access/wanted.ts';
import type { Facts } from '../facts.ts';
import type { Challenge } from '../readers/challenge.ts';
import type { Credential } from '../readers/credentials.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';
import { credentialName } from '../statuses/credential-name.ts';

/** Was a credential sent in the wrong form: scheme, spelling, place, or what stands in its place? */
export const rule: RuleDefinition = { causes: ['malformed-credentials'], find };

function find(facts: Facts): Finding | undefined {
  const { status } = facts;
  if (status === null || status < 400 || facts.isPreflight()) return undefined;
  const refusal = refusalOf(facts);
  if (!mayBeAboutForm(facts, status, refusal)) return undefined;
  return (
    byOddity(facts, status, refusal) ??
    bySecondHeader(facts, status, refusal) ??
    byBody(facts, refusal) ??
    byWords(facts, refusal) ??
    byPlace(facts, refusal)
  );
}

/** Who names a scope, an account or a plan has accepted the credential; a page of a firewall has not looked at it. */
function mayBeAboutForm(facts: Facts, status: number, refusal: Refusal | undefined): boolean {
  if (refusal !== undefined && !isAboutProof(refusal.cause)) {
    // "Access denied" beside a credential that no server can read.
    return status === 401 && refusal.cause === 'insufficient-scope' && refusal.by !== 'header';
  }
  if (status === 401 || status === 407 || status === 403) return facts.gateway()?.meaning?.signal !== 'no-route';
  if (refusal === undefined) return status === 400 && NAMES_PLACE.test(facts.errorMessage()?.slice(0, 300) ?? '');
  return status <= 500;
}

const NAMES_PLACE =
  /\bauthorization\b|\b(?:access|bearer) token\b|\bapi[ _-]?key\b|\bjwt\b|\b(?:missing|empty|no) token\b|\btoken (?:is |was )?(?:missing|empty|required)\b/i;

function byOddity(facts: Facts, status: number, refusal: Refusal | undefined): Finding | undefined {
  for (const credential of facts.credentials()) {
    // An empty value is a credential that is missing; a cookie is written by the server itself.
    if (credential.secret === '' && credential.scheme === undefined) continue;
    const oddity = oddityOf(credential);
    if (oddity === undefined || (credential.secret === '' && status === 407)) continue;
    const confidence = confidenceOf(oddity, credential, facts, status, refusal);
    if (confidence === undefined) continue;
    return findingOf(facts, refusal, oddity, credential.where, confidence);
  }
  return caseOfScheme(facts, refusal);
}

function confidenceOf(
  oddity: Oddity,
  { place, scheme }: Credential,
  facts: Facts,
  status: number,
  refusal: Refusal | undefined,
): Confidence | undefined {
  if (place === 'cookie') return refusal?.cause === 'malformed-credentials' ? 'likely' : 'guess';
  if (oddity.isPlain) return status === 401 || status === 407 || refusal !== undefined ? 'certain' : 'likely';
  // A bare token is what some APIs want.
  const wanted = facts.challenges().map((challenge) => challenge.scheme.toLowerCase());
  if (scheme === undefined && wanted.includes('bearer')) return 'certain';
  if (refusal?.cause === 'malformed-credentials') return 'likely';
  return refusal === undefined || refusal.cause === 'missing-credentials' || refusal.cause === 'invalid-credentials'
    ? 'likely'
    : undefined;
}

/** RFC 9110 leaves the case of a scheme open; some servers do not, and then say that they see nothing. */
function caseOfScheme(facts: Facts, refusal: Refusal | undefined): Finding | undefined {
  const credential = facts.credentials()[0];
  const scheme = credential?.scheme;
  if (credential === undefined || scheme === undefined || !/^(?:bearer|basic|BEARER|BASIC)$/.test(scheme))
    return undefined;
  if (refusal?.cause !== 'missing-credentials' && refusal?.cause !== 'malformed-credentials') return undefined;
  const proper = scheme.toLowerCase() === 'bearer' ? 'Bearer' : 'Basic';
  const oddity: Oddity = {
    words: `the scheme is written "${scheme}" in ${credential.name}, which this server does not take for ${proper}`,
    seen: scheme,
    advice: `Write ${proper} with a capital.`,
    isPlain: false,
  };
  return findingOf(facts, refusal, oddity, credential.where, 'likely');
}

function findingOf(
  facts: Facts,
  refusal: Refusal | undefined,
  { words, seen, advice }: Oddity,
  where: string,
  confidence: Confidence,
): Finding {
  return {
    cause: 'malformed-credentials',
    confidence,
    summary:
      saidBy(facts, refusal) === undefined
        ? `${words}: ${callOnHost(facts)}`
        : sentence(facts, refusal, { before: words }),
    evidence: [{ where, what: seen }, ...refusalEvidence(facts, refusal)],
    advice,
  };
}

/** Two different values of Authorization: which one counts is up to the server. */
function bySecondHeader(facts: Facts, status: number, refusal: Refusal | undefined): Finding | undefined {
  const sent = facts.credentials().filter(({ name }) => name.toLowerCase() === 'authorization');
  const [first, second] = sent;
  if (first === undefined || second === undefined || isAccepted(refusal) || status === 407) return undefined;
  const isSame = first.secret === second.secret;
  return {
    cause: 'malformed-credentials',
    confidence: 'likely',
    summary: `${first.name} was sent ${sent.length} times${isSame ? '' : ' with different values'} (${facts.status}): ${callOnHost(facts)}`,
    evidence: [{ where: first.where, what: `${sent.length} fields` }, ...refusalEvidence(facts, refusal)],
    advice: 'Send one: usually a default header of the client and one of the single call add up.',
  };
}

function byBody(facts: Facts, refusal: Refusal | undefined): Finding | undefined {
  if (refusal === undefined && facts.status !== 401) return undefined;
  const oddity = oddityInBody(facts);
  return oddity === undefined ? undefined : findingOf(facts, refusal, oddity, oddity.where, 'certain');
}

/** The server says that the form is wrong. */
function byWords(facts: Facts, refusal: Refusal | undefined): Finding | undefined {
  if (refusal?.cause !== 'malformed-credentials') return undefined;
  const credential = sentProof(facts) ?? facts.credentials()[0];
  const wanted = facts.challenges()[0];
  const isNoJwt =
    credential !== undefined &&
    credential.jwt === undefined &&
    SPEAKS_OF_PARTS.test(`${refusal.what} ${saidBy(facts, refusal) ?? ''}`);
  const evidence: Evidence[] =
    credential === undefined
      ? []
      : [
          {
            where: credential.where,
            what: isNoJwt ? 'no JWT: it does not have three parts' : (credential.scheme ?? 'sent'),
          },
        ];
  const other = wanted === undefined || credential === undefined ? undefined : otherScheme(credential, wanted, facts);
  return {
    cause: 'malformed-credentials',
    confidence: isNoJwt ? 'certain' : 'likely',
    summary: sentence(facts, refusal, {
      before: isNoJwt ? `what ${credential!.name} holds is no JWT` : other,
      details: credential === undefined ? [] : [credentialName(credential)],
    }),
    evidence: [...evidence, ...refusalEvidence(facts, refusal)],
    advice: isNoJwt
      ? 'Send the access token itself (three parts with dots between them), not a session id, API key or opaque token.'
      : 'Compare scheme and form of the credential with the documentation: "Bearer <token>", base64 for Basic, three parts for a JWT.',
  };
}

const SPEAKS_OF_PARTS =
  /\b(?:segments?|three|3|two|parts|dots?|header\.payload\.signature|jwt malformed|not a (?:valid )?jwt|compact)\b/i;

/** The server saw no credential although one was sent: in a place, or under a scheme, that it does not look at. */
function byPlace(facts: Facts, refusal: Refusal | undefined): Finding | undefined {
  const credential = sentProof(facts);
  if (credential === undefined || credential.place === 'cookie' || credential.place === 'url') return undefined;
  if (refusal !== undefined && isKeyBesideToken(credential, refusal.what)) return undefined;
  const challenge = facts.challenges()[0];
  // What was asked for has a name of its own, and stands nowhere in the request.
  if (absentHeader(facts) !== undefined) return undefined;
  // "Missing or invalid" says nothing about the place.
  if (challenge === undefined && refusal !== undefined && EITHER.test(refusal.what.slice(0, 300))) return undefined;
  const isUnseen = refusal?.cause === 'missing-credentials' && !isOfBoth(refusal.what);
  const scheme = challenge === undefined ? undefined : otherScheme(credential, challenge, facts);
  const isElsewhere = credential.name.toLowerCase() !== 'authorization';
  const header = refusal === undefined ? undefined : wantedHeader(refusal.what);
  const isOtherHeader = header !== undefined && header.toLowerCase() !== credential.name.toLowerCase();
  // A signed request or a token that the provider gave is seen, whatever the challenge for browsers says.
  // "You must be logged in" is said to everybody: without a sign of another place it is no matter of the place.
  const isPlaced = header !== undefined || challenge !== undefined || facts.status !== 401;
  if (!isUnseen && !(refusal?.cause === 'missing-credentials' && ((isElsewhere && isPlaced) || scheme !== undefined)))
    return undefined;
  if (
    facts.credentials().filter(({ secret }) => secret !== '').length > 1 &&
    !isOtherHeader &&
    scheme === undefined &&
    !isUnseen
  )
    return undefined;
  const looks = header !== undefined || challenge !== undefined ? 'looks' : 'may look';
  const place =
    isElsewhere || isOtherHeader
      ? `; the server ${looks} in ${header ?? 'Authorization'}${challengeWords(challenge)}`
      : '';
  const before = scheme ?? `${credentialName(credential)} is not seen${place}`;
  return {
    cause: 'malformed-credentials',
    confidence: 'likely',
    summary: sentence(facts, refusal, { before }),
    evidence: [
      { where: credential.where, what: credential.scheme ?? 'sent' },
      ...refusalEvidence(facts, refusal),
      ...(challenge === undefined
        ? []
        : [{ where: 'response.headers.www-authenticate', what: facts.response.header('www-authenticate') ?? '' }]),
    ],
    advice:
      challenge === undefined
        ? 'Send the credential where the documentation says, usually as Authorization: Bearer …'
        : `Send it as Authorization: ${clip(challenge.scheme, 30)} …`,
  };
}

function challengeWords(challenge: Challenge | undefined): string {
  return challenge === undefined ? '' : ` (${clip(challenge.scheme, 30)})`;
}

/** Said to everybody who is not signed in, whatever they sent. */
function isOfBoth(said: string): boolean {
  const text = said.slice(0, 300);
  return EITHER.test(text) || !EXPLICIT.test(text);
}

/** "Invalid or missing token" leaves open which; to who sent one it means that it is not accepted. */
const EITHER =
  /\b(?:invalid|incorrect|wrong|bad|expired)(?: \w{1,20}){0,2}(?: or |\/| and\/or )(?:an? )?(?:missing|absent|empty)\b|\b(?:missing|absent|empty)(?: or |\/| and\/or )(?:an? )?(?:is )?(?:invalid|incorrect|wrong|bad|expired|not valid)\b/i;

const EXPLICIT =
  /\b(?:not? (?:provided|supplied|sent|given|included|found|present|specified|api|auth|token|credential|access|bearer|jwt|valid)|did ?n[o']t (?:provide|include|supply|send|specify|pass)|missing|absent|without|expected|header|no (?:api|auth|token|credential|access|bearer|jwt|key|session|valid)|provide)\b/i;

/** `the server wants Token in Authorization, Bearer was sent` */
function otherScheme({ name, scheme }: Credential, wanted: Challenge, facts: Facts): string | undefined {
  if (name.toLowerCase() !== 'authorization') return undefined;
  if (scheme === undefined)
    return `the server wants ${clip(wanted.scheme, 30)} before the token in ${name}, which was sent without a scheme`;
  const schemes = facts.challenges().map((challenge) => challenge.scheme.toLowerCase());
  if (schemes.includes(scheme.toLowerCase())) return undefined;
  return `the server wants ${clip(wanted.scheme, 30)} in Authorization, ${clip(scheme, 30)} was sent`;
}
