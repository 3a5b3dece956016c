import type { CauseId } from '../../exchange/causes.ts';
import type { CauseStyle } from '../rule.ts';
import type { Occasion, StyledAnswer } from './styles.ts';

interface Peculiarity extends Occasion {
  readonly url: string;
  readonly style: CauseStyle;
}

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const PLAIN_TYPE = ['Content-Type', 'text/plain; charset=utf-8'] as const;
const HTML_TYPE = ['Content-Type', 'text/html; charset=utf-8'] as const;
const ORDER = '{"id":"ord_1001","state":"open","amount":1250}\n';

const page = (title: string, text: string) =>
  `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n${text}\n</body>\n</html>\n`;

/** Of these the form is a part of the cause, or it is the gateway in front of an API that speaks: the style changes little. */
export const PECULIAR: Partial<Readonly<Record<CauseId, (call: Peculiarity) => StyledAnswer>>> = {
  'truncated-response': () => ({ status: 200, headers: [JSON_TYPE], body: ORDER.repeat(20) }),

  'error-in-success': ({ style }) => ({
    status: 200,
    headers: [style === 'plain' ? PLAIN_TYPE : style === 'aws' ? ['Content-Type', 'application/xml'] : JSON_TYPE],
    body: IN_SUCCESS[style],
  }),
  unspecified: ({ style }) => ({
    status: 400,
    headers: [style === 'plain' ? PLAIN_TYPE : JSON_TYPE],
    body: SAYING_NOTHING[style],
  }),
  'unexpected-html': () => ({
    status: 200,
    headers: [HTML_TYPE],
    body: '<!DOCTYPE html>\n<html>\n<head><title>App</title></head>\n<body><div id="root"></div><script src="/main.js"></script></body>\n</html>\n',
  }),
  'created-without-location': () => ({ status: 201, headers: [['Content-Length', '0']], body: '' }),
  'body-on-no-content': () => ({ status: 205, headers: [JSON_TYPE], body: ORDER }),
  'partial-content': () => ({
    status: 206,
    headers: [
      ['Content-Type', 'application/octet-stream'],
      ['Content-Range', 'bytes 0-9/1000'],
    ],
    body: '0123456789',
  }),
  'deprecated-endpoint': () => ({
    status: 200,
    headers: [
      JSON_TYPE,
      ['Deprecation', '@1767225600'],
      ['Sunset', 'Thu, 31 Dec 2026 23:59:59 GMT'],
      ['Link', '<https://docs.example.com/migrate>; rel="deprecation"'],
    ],
    body: ORDER,
  }),

  'moved-permanently': ({ url }) => redirect(308, withPath(url, '/v2')),
  'temporary-redirect': ({ url }) => redirect(307, withPath(url, '/eu')),
  'not-modified': () => ({ status: 304, headers: [['ETag', '"orders-41"']], body: '' }),
  'redirect-to-login': ({ url }) => redirect(302, loginPage(url)),
  'redirect-loop': ({ url }) => redirect(302, url),

  'blocked-by-firewall': ({ requestId }) => ({
    status: 403,
    headers: [HTML_TYPE, ['Server', 'cloudflare'], ['CF-RAY', `${requestId.replaceAll('-', '').slice(0, 16)}-FRA`]],
    body: page(
      'Attention Required! | Cloudflare',
      '<p>Sorry, you have been blocked. This website is using a security service to protect itself from online attacks.</p>',
    ),
  }),
  'bad-gateway': () => ({
    status: 502,
    headers: [HTML_TYPE, ['Server', 'nginx/1.27.3']],
    body: page('502 Bad Gateway', '<hr><center>nginx/1.27.3</center>'),
  }),
  'gateway-timeout': () => ({
    status: 504,
    headers: [HTML_TYPE, ['Server', 'nginx/1.27.3']],
    body: page('504 Gateway Time-out', '<hr><center>nginx/1.27.3</center>'),
  }),
  'network-authentication': () => ({
    status: 511,
    headers: [HTML_TYPE],
    body: '<!DOCTYPE html>\n<html>\n<head><title>Network Authentication Required</title><meta http-equiv="refresh" content="0; url=https://login.network.example/"></head>\n<body><p>You need to <a href="https://login.network.example/">authenticate with the local network</a> to gain access.</p></body>\n</html>\n',
  }),
};

const IN_SUCCESS: Readonly<Record<CauseStyle, string>> = {
  problem: '{"success":false,"code":"something_failed","message":"The operation failed."}\n',
  stripe: '{"error":{"type":"api_error","message":"The operation failed."}}\n',
  google: '{"error":{"code":500,"message":"The operation failed.","status":"INTERNAL"}}\n',
  // As S3 ends a CompleteMultipartUpload that failed after its status had gone out.
  aws: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message></Error>\n',
  graphql: '{"errors":[{"message":"The operation failed.","path":["order"]}],"data":null}\n',
  plain: 'ERROR: the operation failed.\n',
};

const SAYING_NOTHING: Readonly<Record<CauseStyle, string>> = {
  problem: '{"type":"about:blank","title":"Bad Request","status":400}\n',
  stripe: '{"error":{"message":"Bad Request"}}\n',
  google: '{"error":{"code":400,"message":"Bad Request"}}\n',
  aws: '{"message":"Bad Request"}\n',
  graphql: '{"errors":[{"message":"Bad Request"}]}\n',
  plain: 'Bad Request\n',
};

function redirect(status: number, location: string): StyledAnswer {
  return { status, headers: [['Location', location]], body: '' };
}

/** The same address with a segment more at its beginning. */
function withPath(url: string, prefix: string): string {
  if (!URL.canParse(url)) return prefix;
  const { origin, pathname, search } = new URL(url);
  return `${origin}${prefix}${pathname}${search}`;
}

function loginPage(url: string): string {
  const { origin, pathname } = URL.canParse(url) ? new URL(url) : { origin: '', pathname: '/' };
  return `${origin}/login?return_to=${encodeURIComponent(pathname)}`;
}
