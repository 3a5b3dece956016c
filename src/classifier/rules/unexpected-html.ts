import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import type { History } from '../../exchange/history.ts';
import type { Facts } from '../facts.ts';
import { type Page, type PageKind, readPage } from '../readers/page.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, headerEvidence, hostOf } from '../shown.ts';

/** Did a page for people come where data was asked for? */
export const rule: RuleDefinition = { causes: ['unexpected-html'], ofSuccesses: true, find };

function find(facts: Facts, history: History): Finding | undefined {
  const { status, exchange } = facts;
  if (status === null || status < 200 || status > 299 || status === 204 || status === 205) return undefined;
  const type = facts.response.header('content-type') ?? '';
  if (!/html/i.test(type) && (type !== '' || exchange.response?.body === null)) return undefined;
  const wish = wishOf(facts, history);
  if (wish === undefined) return undefined;
  const page = readPage(facts.response);
  if (page === undefined || (wish.needsSignIn && page.kind !== 'sign-in')) return undefined;
  // What was made, and where, is said in the status and Location; of a page beside them nobody is misled.
  const isMade = status === 201 && facts.response.header('location') !== undefined;
  if (isMade && wish.evidence.where !== 'request.headers.accept') return undefined;
  const title = page.title === '' ? '' : ` titled "${clip(page.title, 60)}"`;
  return {
    cause: 'unexpected-html',
    confidence: wish.confidence,
    summary: `${KINDS[page.kind]} in HTML${title} where ${wish.words}: ${callOnHost(facts)}`,
    evidence: [
      { where: 'response.headers.content-type', what: type },
      ...(page.title === '' ? [] : [{ where: 'response.body', what: `title ${page.title}` }]),
      wish.evidence,
    ],
    advice: adviceOf(facts, page),
  };
}

const KINDS: Readonly<Record<PageKind, string>> = {
  'sign-in': 'a sign-in page',
  application: 'the page of a single-page application',
  notice: 'a notice',
  page: 'a page',
};

function adviceOf(facts: Facts, { kind }: Page): string {
  switch (kind) {
    case 'sign-in':
      return `Send the credential that ${hostOf(facts)} wants for API calls, and do not follow its redirects to the sign-in page.`;
    case 'application':
      return 'Correct the path: a fall-back route answers every unknown one with its page. Host and prefix of the API may differ from those of the site.';
    case 'notice':
      return 'Read the page in a browser: a proxy, firewall or network on the way has answered.';
    case 'page':
      return 'Check host, path and prefix of the API, and that Accept asks for a format that it offers.';
  }
}

interface Wish {
  readonly words: string;
  readonly confidence: Confidence;
  readonly evidence: Evidence;
  /** Only a page to sign in is out of place: what else was wanted is not known. */
  readonly needsSignIn?: boolean;
}

const DATA_TYPE =
  /\b(?:application\/(?:[\w.+-]*json|[\w.+-]*xml|grpc|x-protobuf|protobuf|octet-stream|pdf|zip|msgpack|x-ndjson)|text\/(?:csv|xml|event-stream|calendar)|image\/|audio\/|video\/)/i;

/** What the client wanted instead, and how plainly it said so; undefined where a page is welcome. */
function wishOf(facts: Facts, history: History): Wish | undefined {
  const accept = facts.request.header('accept');
  const isForPeople = /text\/html|application\/xhtml/i.test(accept ?? '');
  if (
    isForPeople ||
    facts.request.header('hx-request') !== undefined ||
    facts.request.header('turbo-frame') !== undefined
  )
    return undefined;
  const mode = facts.request.header('sec-fetch-mode');
  const destination = facts.request.header('sec-fetch-dest');
  if (mode === 'navigate' || /^(?:document|iframe|frame)$/.test(destination ?? '')) return undefined;
  const isDataPath = looksLikeApi(facts);
  const wanted = accept === undefined ? null : DATA_TYPE.exec(accept);
  if (accept !== undefined && wanted !== null) {
    const isAnyTaken = /\*\/\*/.test(accept);
    return {
      words: `Accept asks for ${clip(wanted[0], 40)}`,
      confidence: isAnyTaken && !isDataPath ? 'likely' : 'certain',
      evidence: headerEvidence('request', 'Accept', accept),
    };
  }
  const likely = (words: string, evidence: Evidence): Wish => ({ words, confidence: 'likely', evidence });
  const sent = facts.request.header('content-type');
  if (sent !== undefined && /json|xml|protobuf|grpc/i.test(sent))
    return likely(`${clip(sent, 40)} was sent`, headerEvidence('request', 'Content-Type', sent));
  if (isDataPath)
    return likely('the address is that of an API', { where: 'request.url', what: facts.exchange.request.url });
  const url = facts.url();
  if (url === undefined) return undefined;
  if (
    /[?&](?:redirect_url|return_?to|returnurl|continue|next|goto|target|service|dest)=[^&]{0,200}(?:%2F|\/)(?:api|v\d|rest|graphql|exec|macros)\b/i.test(
      url.search.slice(0, 2048),
    )
  ) {
    return {
      ...likely('an API call was redirected to it', { where: 'request.url', what: url.href }),
      needsSignIn: true,
    };
  }
  const redirect = history.redirectTo(facts.exchange.request.url);
  return redirect !== undefined && /\/(?:api|v\d+|rest|graphql)(?:\/|$)/i.test(redirect.call.path)
    ? {
        ...likely(`#${redirect.call.id} was redirected to it`, {
          where: `history:${redirect.call.id}`,
          what: redirect.call.path,
        }),
        needsSignIn: true,
      }
    : undefined;
}

/** `api.example.com`, `/api/…`, `/v2/orders`, `/graphql`, `/orders.json` */
function looksLikeApi(facts: Facts): boolean {
  const url = facts.url();
  if (url === undefined) return false;
  const path = url.pathname.slice(0, 500);
  if (
    /(?:^|[/_-])(?:docs?|swagger|redoc|explorer|playground|graphiql|reference|console|ui|login|signin|auth|oauth2?|authorize)(?:[/._-]|$)/i.test(
      path,
    )
  )
    return false;
  if (/\.(?:json|xml|csv|ndjson)$/i.test(path)) return true;
  if (/^(?:\/[\w.-]{1,40}){0,3}\/(?:api|rest|graphql|gql|rpc|jsonrpc|odata|v\d{1,2})(?:\/.|$)/i.test(path))
    return /\/(?:graphql|gql|rpc|jsonrpc)$/i.test(path) ? facts.exchange.request.method === 'POST' : true;
  return /^api[.-]/i.test(url.hostname) && path.length > 1 && !/\.html?$/i.test(path);
}
