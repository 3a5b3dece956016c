import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../src/classifier/classify.ts';
import { loadRules } from '../../src/classifier/load-rules.ts';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import { type Difference, exchange } from './build.ts';

const classify = createClassifier(await loadRules(), (rule, error) => {
  throw new Error(`the rule ${rule} failed`, { cause: error });
});

/** The cause, with what a failure under 200 reports: `error-in-success/invalid-value`. */
function causeOf(difference: Difference): string | null {
  const { cause, inner } = classify(exchange(difference), new MemoryHistory());
  return cause === 'error-in-success' && inner != null ? `${cause}/${inner}` : cause;
}

const summaryOf = (difference: Difference) => classify(exchange(difference), new MemoryHistory()).summary;

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const XML_TYPE = ['Content-Type', 'text/xml'] as const;
const HTML_TYPE = ['Content-Type', 'text/html'] as const;

const said = (status: number, message: string, more: Difference = {}): Difference => ({
  status,
  headers: [JSON_TYPE],
  body: JSON.stringify({ message }),
  ...more,
});
const posted = (status: number, message: string, more: Difference = {}): Difference =>
  said(status, message, { method: 'POST', requestHeaders: [JSON_TYPE], requestBody: '{"name":"lamp"}', ...more });
const answered = (body: unknown, more: Difference = {}): Difference => ({
  method: 'POST',
  requestHeaders: [JSON_TYPE],
  requestBody: '{"name":"lamp"}',
  headers: [JSON_TYPE],
  body: JSON.stringify(body),
  ...more,
});
const xml = (body: string, more: Difference = {}): Difference => ({
  method: 'POST',
  requestHeaders: [XML_TYPE],
  requestBody: '<a/>',
  headers: [XML_TYPE],
  body,
  ...more,
});
const page = (status: number, body: string, more: Difference = {}): Difference => ({
  status,
  headers: [HTML_TYPE],
  body: `<!DOCTYPE html><html><head><title>Error</title></head><body>${body}</body></html>`,
  ...more,
});

describe('what servers say, whoever wrote them', () => {
  test.each<[string, string | null, Difference]>([
    // Somebody else wrote first.
    ['version-conflict', 'version-conflict', posted(409, 'The row was changed by another session')],
    ['version-conflict', 'version-conflict', posted(400, 'etag parameter does not match the stored revision')],
    ['a version of the API', 'unsupported-api-version', posted(400, 'API version 9 is not supported')],
    // A state in which this cannot be done.
    ['invalid-state', 'invalid-state', posted(409, 'resize is not available in state DRAINING')],
    ['invalid-state', 'invalid-state', posted(400, 'worker 7 is running. Please stop it first.')],
    ['no state', 'not-implemented', said(501, 'COPY is not supported')],
    // Where the thing is named in the path, and where not.
    [
      'the path has the name',
      'resource-not-found',
      posted(404, 'no flow with key: invoice', { url: 'https://bpm.example/flows/invoice/start' }),
    ],
    [
      'a list of one name in quotes',
      'resource-not-found',
      said(404, 'no stream matches `["audit"]`', { url: 'https://logs.example/v1/audit/tail?q=*' }),
    ],
    [
      'the body has the name',
      'related-resource-missing',
      posted(404, 'no flow with key: lamp', { url: 'https://bpm.example/instances' }),
    ],
    ['a table of the query', 'related-resource-missing', posted(400, "unknown distributed table 'lamps' in query")],
    ['a revision of a module', 'resource-not-found', said(410, 'invalid version: unknown revision v9.1.0')],
    // Fields.
    ['unknown-field', 'unknown-field', posted(400, "No column 'colour' in the schema of type 'lamp'")],
    [
      'unknown-field',
      'unknown-field',
      said(400, 'Unknown sort parameter "colour"', { url: 'https://a.example/lamps?colour=1' }),
    ],
    [
      'a field whose code only says that it is invalid',
      'missing-field',
      answered(
        { error_code: 'INVALID_ARGUMENT', message: "Missing value for required field 'bucket'" },
        { status: 400 },
      ),
    ],
    [
      'a field that is there',
      'invalid-value',
      answered({ error_code: 'INVALID_ARGUMENT', message: "Invalid value for field 'name'" }, { status: 400 }),
    ],
    [
      'a code between hyphens',
      'unknown-field',
      answered({ errors: { error: [{ 'error-tag': 'unknown-attribute' }] } }, { status: 400 }),
    ],
    ['the password', 'invalid-value', posted(403, 'Policy validation failed')],
    ['the policy of access', 'insufficient-scope', posted(403, 'Denied by policy: orders-read')],
    // Queries.
    ['a query', 'malformed-request', said(400, "Could not parse filter 'a = ': unexpected end")],
    ['a value', 'invalid-type', said(400, "Could not parse 'x' as integer", { url: 'https://a.example/l?limit=x' })],
    [
      'brackets',
      'malformed-request',
      said(400, 'line 1: unbalanced parentheses', { url: 'https://a.example/q?query=((' }),
    ],
    // Size.
    ['memory of one query', 'too-large', said(422, 'not enough memory for executing this query')],
    ['an exception of size', 'too-large', posted(500, 'x.http.PayloadTooBigException: request was larger than 4096')],
    // Against forgery.
    ['a header against forgery', 'csrf-failed', posted(400, 'XSRF protection header is missing.')],
    ['another header', 'missing-field', posted(400, 'Header X-Tenant is missing.')],
    ['an id of the session', 'csrf-failed', posted(409, 'Missing session-id header')],
    // Who calls.
    [
      'a code that ran out',
      'expired-credentials',
      posted(403, 'OTP code expired', { requestBody: '{"otp":"123456"}' }),
    ],
    ['a code that is wanted', 'step-up-required', posted(403, 'OTP required')],
    ['no licence', 'feature-not-enabled', said(403, 'No valid license for this operation')],
    ['a driving licence', 'insufficient-scope', said(403, 'Driving license class B is needed')],
    ['an app that is stopped', 'account-suspended', said(403, 'This application is currently stopped')],
    [
      'an account by its exception',
      'account-suspended',
      answered(['AccountSuspendedException'], {
        status: 401,
        url: 'https://id.example/login',
        requestBody: '{"username":"a","password":"b"}',
      }),
    ],
    // The server.
    ['no room', 'server-storage', posted(429, 'log space exhausted')],
    ['too many calls', 'rate-limited', posted(429, 'too many requests')],
    [
      'no instance of a service',
      'bad-gateway',
      said(503, 'Load balancer does not contain an instance for the service billing'),
    ],
    ['the server behind', 'bad-gateway', said(502, 'Could not connect to the remote server')],
    ['the database behind', 'dependency-failed', said(502, 'Could not connect to the database server')],
    ['a replica that lags', 'overloaded', said(503, 'replica is lagging by 900 blocks')],
    [
      'load in the headline, and too many at the same time below',
      'overloaded',
      page(503, '<h1>We are under heavy load</h1><p>Too many visitors are here at the same time.</p>'),
    ],
    [
      'why it is unavailable',
      'maintenance',
      page(503, '<h1>Back shortly</h1><p>Scheduled maintenance. The service is temporarily unavailable.</p>'),
    ],
    ['no reason', 'overloaded', page(503, '<h1>The service is temporarily unavailable</h1>')],
    [
      'a name behind a colon',
      'resource-not-found',
      answered(
        { code: 404, type: 'PolicyNotFoundException', message: 'Policy not found: strict' },
        { status: 404, url: 'https://p.example/policies/strict/apply' },
      ),
    ],
    [
      'the end of the path in quotes',
      'resource-not-found',
      said(404, 'nothing called "b.txt" in this folder', { url: 'https://a.example/files/team/b.txt' }),
    ],
    [
      'the end of the path as a route',
      'wrong-url',
      said(404, 'no handler for "lampz"', { url: 'https://a.example/api/lampz' }),
    ],
    [
      'several of a kind',
      'resource-not-found',
      said(404, 'No hosts found.', { url: 'https://a.example/v1/hosts/web9' }),
    ],
    ['a member that a parser looked for', 'missing-field', posted(400, 'parsing User failed, key "email" not found')],
    [
      'a key that an API does not know',
      'related-resource-missing',
      posted(404, "Component key 'lamp' not found", {
        method: 'GET',
        requestBody: null,
        url: 'https://a.example/measures?component=lamp',
      }),
    ],
    [
      'what depends on it',
      'invalid-state',
      said(409, 'Unable to delete site. 2 dependent records were found', { method: 'DELETE' }),
    ],
    ['a set that is unique', 'already-exists', posted(400, 'tenant and sku must form a unique combination')],
    [
      'the clock',
      'credentials-not-yet-valid',
      said(401, "Failed to authenticate as 'a'. Please sync your clock.", {
        requestHeaders: [['Authorization', 'Bearer abc.fake']],
      }),
    ],
    [
      'the path of Django',
      'wrong-url',
      page(
        404,
        '<h1>Page not found (404)</h1><p>Using the URLconf defined in shop.urls, Django tried these URL patterns, in this order:</p>',
        { url: 'https://a.example/api/lampz/' },
      ),
    ],
    [
      'a database that complains about the data',
      'unhandled-exception',
      said(500, 'SQLSTATE[22001]: String data, right truncated'),
    ],
    ['a database that is away', 'dependency-failed', said(500, 'SQLSTATE[HY000] [2002] Connection refused')],
    [
      'a field that lacks in the answer',
      'unhandled-exception',
      said(500, '"name" is required!', { url: 'https://a.example/lamps/7' }),
    ],
    ['a depth', 'too-large', posted(500, 'Exceeded array element count at line 1')],
    [
      'a configuration of the server',
      'unhandled-exception',
      page(
        500,
        '<h3>The requested page cannot be accessed because the related configuration data for the page is invalid.</h3>',
      ),
    ],
    [
      'a part of a form',
      'malformed-body',
      posted(400, 'multipart: NextPart: EOF', {
        requestHeaders: [['Content-Type', 'multipart/form-data; boundary=x']],
        requestBody: '--x',
      }),
    ],
    [
      'a field in a list of places',
      'missing-field',
      answered(
        {
          title: 'Invalid request',
          validation: [
            { location: ['body'], code: 'required', message: "Request body must have required property 'sku'" },
          ],
        },
        { status: 422 },
      ),
    ],
    [
      'media types in the words',
      'wrong-content-type',
      answered(
        {
          message: 'the body of the request was in an unknown format - accepted media types include: application/cbor',
        },
        { status: 415 },
      ),
    ],
    [
      'a name that does not resolve',
      'bad-gateway',
      posted(500, "failed to resolve address for 'x.svc': lookup failed: no such host"),
    ],
    [
      'no way between two places',
      'resource-not-found',
      said(400, 'No route between the two points', { url: 'https://r.example/route/1,2;3,4' }),
    ],
    [
      'a term that lacks',
      'missing-field',
      said(400, "missing search term 'q'", { url: 'https://r.example/api?limit=1' }),
    ],
    ['another status by its name', 'insufficient-scope', answered({ error: 'Forbidden' }, { status: 400 })],
    ['its own status by its name', 'unspecified', answered({ error: 'Bad Request' }, { status: 400 })],
    [
      'JSON-RPC under 400',
      'missing-credentials',
      answered({ jsonrpc: '2.0', id: 1, error: { code: 1, message: 'Unauthorized' } }, { status: 400 }),
    ],
    [
      'locked by concurrency of another kind',
      'version-conflict',
      posted(500, 'store.OptimisticLockingException: order was updated by another transaction concurrently'),
    ],
  ])('%s: %s', (_what, cause, difference) => {
    expect(causeOf(difference)).toBe(cause);
  });

  test('what stands deeper than an announcement is quoted', () => {
    const redfish = answered(
      {
        error: {
          code: 'Base.1.0.GeneralError',
          message: 'A general error has occurred. See Resolution for information.',
          '@Message.ExtendedInfo': [{ MessageId: 'X.1', Message: 'The fan tray is not ready.' }],
        },
      },
      { status: 503 },
    );
    expect(summaryOf(redfish)).toContain('The fan tray is not ready.');
    const nested = answered(
      {
        message: 'could not execute statement; constraint [sku_key]',
        cause: { message: 'could not execute statement', cause: { message: 'Key (sku)=(7) already exists.' } },
      },
      { status: 409 },
    );
    expect(causeOf(nested)).toBe('already-exists');
    const aspNet = page(
      500,
      "<h1>Server Error in '/shop' Application.</h1><h2><i>Input string was not in a correct format.</i></h2><b> Exception Details: </b>System.FormatException: Input string was not in a correct format.<br>",
    );
    expect(summaryOf(aspNet)).toContain('System.FormatException');
    const sparql = said(400, '', {
      headers: [['Content-Type', 'text/plain']],
      body: 'Parse error:\nSELEC ?s\nEncountered " <VAR> " at line 1, column 7.',
    });
    expect(summaryOf(sparql)).toContain('at line 1, column 7');
  });

  test('what the server asks for is named where it says so', () => {
    const certificate = page(400, '<h1>400 Bad Request</h1><p>No client certificate presented</p>');
    expect(summaryOf({ ...certificate, status: 401 })).toContain('no client certificate was sent');
    expect(summaryOf(said(401, 'Please provide an API key to use this service'))).toContain('wants an API key');
    expect(summaryOf(said(401, 'Please sign in'))).toContain('usually in Authorization');
  });
});

describe('a failure under 200', () => {
  test.each<[string, string | null, Difference]>([
    [
      'XML-RPC',
      'error-in-success/related-resource-missing',
      xml(
        '<?xml version="1.0"?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>1</int></value></member><member><name>faultString</name><value><string>Bug #7 does not exist.</string></value></member></struct></value></fault></methodResponse>',
      ),
    ],
    [
      'XML-RPC that returns a word for a fault',
      null,
      xml(
        '<?xml version="1.0"?><methodResponse><params><param><value><string>fault</string></value></param></params></methodResponse>',
      ),
    ],
    [
      'a failure in place of the answer, under the type of a page',
      'error-in-success/expired-credentials',
      xml(
        '<sso:response xmlns:sso="urn:x"><sso:validationFailure code="T1">The ticket has expired</sso:validationFailure></sso:response>',
        { headers: [HTML_TYPE] },
      ),
    ],
    [
      'an answer with a count of failures',
      null,
      xml('<stats><totals><failures>3</failures></totals><lastFailureDate>2026-01-01</lastFailureDate></stats>'),
    ],
    [
      'the class of a part of a SOAP answer',
      'error-in-success/insufficient-scope',
      xml(
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:R xmlns:m="u"><m:Msgs><m:Msg ResponseClass="Error"><m:MessageText>Access is denied. Check credentials and try again.</m:MessageText><m:ResponseCode>ErrorAccessDenied</m:ResponseCode></m:Msg></m:Msgs></m:R></s:Body></s:Envelope>',
      ),
    ],
    [
      'a class that says success',
      null,
      xml(
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:R xmlns:m="u"><m:Msg ResponseClass="Success"><m:Subject>Error report</m:Subject></m:Msg></m:R></s:Body></s:Envelope>',
      ),
    ],
    ['a constant', 'error-in-success/already-exists', answered({ status: 'EMAIL_ALREADY_EXISTS_ERROR' })],
    [
      'the error of a thing that has a state',
      null,
      answered({
        status: 'invalid',
        expires: 'x',
        authorizations: [],
        error: { type: 'dns', detail: 'no address for it' },
      }),
    ],
    [
      'an error beside a word for failure',
      'error-in-success/expired-credentials',
      answered({ status: 'failed', error: { type: 'auth', detail: 'The token has expired' } }),
    ],
    [
      'a code for the call in XML',
      'error-in-success/missing-field',
      xml('<response><returncode>FAILED</returncode><message>Missing parameter room</message></response>'),
    ],
    ['the state of a thing in XML', null, xml('<build><status>FAILED</status><number>7</number></build>')],
    ['the state of a thing', null, answered({ id: 'b7', status: 'BUILD_FAILED', startedAt: 1 })],
    [
      'a constant that was read',
      null,
      answered({ status: 'SYNC_ERROR' }, { method: 'GET', requestBody: null, requestHeaders: [] }),
    ],
    [
      'what a query engine threw',
      'error-in-success/related-resource-missing',
      answered({ rows: null, exceptions: [{ errorCode: 190, message: 'Table lamps does not exist' }] }),
    ],
    ['nothing thrown', null, answered({ rows: [[1]], exceptions: [] })],
    [
      'a place for the error of each part',
      'error-in-success/too-large',
      answered({ acks: [{ offset: null, error_code: 10, error: 'The message is larger than the maximum of 1 MB' }] }),
    ],
    ['places that are empty', null, answered({ acks: [{ offset: 7, error_code: null, error: null }] })],
    [
      'a number and its description',
      'error-in-success/malformed-body',
      answered({ code: 534, desc: 'syntax error near "selec"' }),
    ],
    [
      'a thing with a code and a description',
      null,
      answered({ code: 534, desc: 'Lamp, invalid in wet rooms', price: 7, stock: 4, colour: 'red', name: 'Lux' }),
    ],
    [
      'the name of a status',
      'error-in-success/insufficient-scope',
      answered({ status: 'error', message: 'Forbidden' }),
    ],
    [
      'samples that were not taken',
      'error-in-success/invalid-value',
      answered({ partialSuccess: { rejectedSpans: '3', errorMessage: 'invalid value for trace_id' } }),
    ],
    [
      'all samples taken',
      null,
      answered({ partialSuccess: { rejectedSpans: '0', errorMessage: 'deprecated encoding' } }),
    ],
    ['one word', 'error-in-success', { method: 'POST', headers: [['Content-Type', 'text/plain']], body: 'Failed' }],
    ['another word', null, { method: 'POST', headers: [['Content-Type', 'text/plain']], body: 'Ok.' }],
    [
      'what PHP prints',
      'error-in-success/unhandled-exception',
      {
        headers: [HTML_TYPE],
        requestHeaders: [['Accept', 'application/json']],
        body: '<br />\n<b>Fatal error</b>:  Uncaught TypeError: foo(): Argument #1 must be of type int in /srv/a.php:3\nStack trace:\n#0 {main}\n',
      },
    ],
    [
      'rows that were not taken',
      'error-in-success/invalid-value',
      answered({ Status: 'Fail', Message: 'too many invalid lines' }),
    ],
  ])('%s', (_what, cause, difference) => {
    expect(causeOf(difference)).toBe(cause);
  });

  test('201 that says where is no page in the wrong place, unless data was asked for', () => {
    const made: Difference = {
      method: 'POST',
      url: 'https://id.example/api/v1/tickets',
      requestHeaders: [['Accept', '*/*']],
      status: 201,
      headers: [HTML_TYPE, ['Location', '/api/v1/tickets/7']],
      body: '<html><head><title>201 Created</title></head><body><h1>Created</h1></body></html>',
    };
    expect(causeOf(made)).toBeNull();
    expect(causeOf({ ...made, requestHeaders: [['Accept', 'application/json']] })).toBe('unexpected-html');
  });
});

describe('what stands between the client and the net', () => {
  test.each<[string, string, Difference]>([
    [
      'Zscaler',
      'blocked-by-firewall',
      page(403, '<p>Not allowed</p>', { headers: [HTML_TYPE, ['Server', 'Zscaler/6.2']] }),
    ],
    [
      'Palo Alto',
      'blocked-by-firewall',
      page(
        403,
        '<p>Access to the web page you were trying to visit has been blocked in accordance with company policy.</p>',
      ),
    ],
    [
      'a page about firewalls',
      'resource-not-found',
      page(404, '<h1>Not found</h1><p>See our page on Zscaler and Sophos.</p>', {
        url: 'https://a.example/v1/posts/77',
      }),
    ],
    [
      'a URL that Squid cannot read',
      'malformed-request',
      page(400, '<p>The requested URL could not be retrieved</p>', {
        headers: [HTML_TYPE, ['X-Squid-Error', 'ERR_INVALID_REQ 0']],
      }),
    ],
  ])('%s: %s', (_what, cause, difference) => {
    expect(causeOf(difference)).toBe(cause);
  });

  test('Cloudflare and StackPath are told apart by what follows the same sentence', () => {
    const cloudflare =
      'This website is using a security service to protect itself from online attacks. The action you just performed triggered the security solution.';
    const stackPath =
      'This website is using a security service to protect itself from online attacks. The service requires full JavaScript support in order to view the website.';
    expect(summaryOf(page(403, `<p>${cloudflare}</p>`))).toContain('Cloudflare');
    expect(summaryOf(page(403, `<p>${stackPath}</p>`))).toContain('StackPath');
  });
});
