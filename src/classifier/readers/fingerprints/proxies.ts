import { type GatewayFacts, inField, says } from './gateway-facts.ts';

/** Proxies, load balancers and web servers that anybody runs. */
export const PROXIES: readonly GatewayFacts[] = [
  {
    name: 'Google Front End',
    passed: [
      ['server', /^(?:Google Frontend|ESF|GSE|gws|sffe|scaffolding)/i],
      ['via', /\bgoogle\b/i],
    ],
    answered: {
      html: [
        /That’s an error\.|That&#39;s an error\.|<title>Error \d{3} \([^)]{3,60}\)!!1<\/title>|<title>\d{3} Server Error<\/title>/,
      ],
    },
    meanings: [
      says(/The requested URL .{0,400} was not found on this server/s, 'no-route', 'no such path on this host', 404),
      says(
        /Error: Server Error|server error\. .{0,60}try again in 30 seconds/s,
        'exception',
        'the service failed',
        500,
        502,
      ),
      says(/Your client does not have permission to get URL/, 'scope', 'the caller may not invoke the service', 403),
    ],
  },
  {
    name: 'Envoy',
    passed: [['server', /^(?:envoy|istio-envoy)/i], ['x-envoy-upstream-service-time'], ['x-envoy-decorator-operation']],
    answered: {
      text: [
        /^(?:upstream connect error or disconnect\/reset before headers|no healthy upstream|upstream request timeout|stream timeout|RBAC: access denied|local_rate_limited|filter chain not found|Jwt \w|Audiences in Jwt|no cluster match)/,
      ],
    },
    answeredFields: [
      ['x-envoy-overloaded'],
      ['x-envoy-ratelimited'],
      ['x-envoy-immediate-health-check-fail'],
      ['x-envoy-local-overloaded'],
    ],
    meanings: [
      says(/reset reason: ?overflow/, 'overloaded', 'the circuit breaker of the proxy is open'),
      says(/^upstream connect error/, 'bad-gateway', 'the upstream cannot be reached'),
      says(/^no healthy upstream|^no cluster match/, 'bad-gateway', 'no upstream is healthy'),
      says(/^(?:upstream request timeout|stream timeout)/, 'gateway-timeout', 'the upstream did not answer in time'),
      says(/^RBAC: access denied/, 'scope', 'a policy of the mesh denies the call'),
      says(/^local_rate_limited/, 'rate-limit', 'the local rate limit of the proxy'),
      says(/^Jwt is missing/, 'missing-credentials', 'no JWT was sent'),
      says(/^Jwt is expired/, 'expired', 'the JWT has expired'),
      says(/^Jwt not yet valid/, 'not-yet-valid', 'the JWT is not valid yet'),
      says(/^Jwt (?:verification fails|signature)/, 'signature', 'the signature of the JWT does not match'),
      says(
        /^Jwt issuer is not configured|^Audiences in Jwt are not allowed/,
        'wrong-environment',
        'issuer or audience is of another environment',
      ),
      says(/^Jwt (?:is not in the form|header|payload|has)/, 'malformed-credentials', 'what was sent is no JWT'),
      inField('x-envoy-ratelimited', /true|1/, 'rate-limit', 'the rate limit of the proxy'),
      inField('x-envoy-overloaded', /true|1/, 'overloaded', 'the proxy sheds load'),
    ],
  },
  {
    name: 'Kong',
    passed: [['server', /^kong\//i], ['via', /\bkong\//i], ['x-kong-request-id'], ['x-kong-proxy-latency']],
    answered: {
      json: [
        /"message":\s?"(?:no Route matched with those values|No API key found in request|An invalid response was received from the upstream server|The upstream server is (?:timing out|currently unavailable)|failure to get a peer from the ring-balancer|name resolution failed|You cannot consume this service|Bad token; invalid JSON|HMAC signature cannot be verified)/,
      ],
    },
    generic: [
      /"message":\s?"(?:Invalid authentication credentials|API rate limit exceeded|Your IP address is not allowed|Unauthorized|Request size limit exceeded|An unexpected error occurred)/,
    ],
    // Of an answer of the upstream Kong keeps the Server field and adds Via.
    answeredFields: [['server', /^kong\//i], ['x-kong-response-latency']],
    meanings: [
      says(/failure to get a peer|name resolution failed/, 'bad-gateway', 'no upstream can be found'),
      says(/You cannot consume this service/, 'scope', 'the consumer is in no group that may use the service'),
      says(/Request size limit exceeded/, 'too-large', 'the body is larger than the gateway takes'),
    ],
  },
  {
    name: 'Traefik',
    passed: [['server', /^traefik/i]],
    answered: {},
    meanings: [],
  },
  {
    name: 'Tyk',
    passed: [['x-tyk-trace-id'], ['server', /^tyk/i]],
    answered: {
      json: [
        /^\{\s{0,8}"error": ?"(?:Authorization field missing|Access to this API has been disallowed|Rate limit exceeded|Quota exceeded|Key has expired, please renew|Key not authorised|Requested endpoint is forbidden|Attempted access with .{0,60})/,
      ],
    },
  },
  {
    name: 'Apigee',
    passed: [['x-apigee-fault-code'], ['x-apigee-message-id']],
    answered: { json: [/"errorcode":\s?"(?:policies|steps|messaging|protocol|security|oauth\.v2|keymanagement)\./] },
    meanings: [
      says(/policies\.ratelimit\.(?:SpikeArrestViolation)/, 'rate-limit', 'the spike arrest of the gateway'),
      says(/policies\.ratelimit\.QuotaViolation/, 'quota', 'the quota of the gateway is used up'),
      says(/FailedToResolveAPIKey/, 'missing-credentials', 'no API key was sent'),
      says(/InvalidApiKeyForGivenResource/, 'not-enabled', 'no API product of the key has this resource'),
      says(/InvalidApiKey\b/, 'invalid-credentials', 'the API key is not accepted'),
      says(
        /(?:access_token_expired|keymanagement\.service\.access_token_expired)/,
        'expired',
        'the access token has expired',
      ),
      says(
        /(?:UnresolvedVariable|ServiceUnavailable|NoActiveTargets|messaging\.adaptors\.http\.flow\.(?:SslHandshakeFailed|UnexpectedEOFAtTarget|ErrorResponseCode))/,
        'bad-gateway',
        'the target cannot be reached or gave no valid answer',
      ),
      says(/GatewayTimeout/, 'gateway-timeout', 'the target did not answer in time'),
      says(/ApplicationNotFound/, 'no-route', 'no proxy has this host and path'),
    ],
  },
  {
    name: 'Varnish',
    passed: [['x-varnish'], ['via', /\bvarnish\b/i]],
    answered: { html: [/Guru Meditation|Varnish cache server/] },
    meanings: [
      says(/Backend fetch failed|No backends/i, 'bad-gateway', 'the backend cannot be reached'),
      says(/first byte timeout/i, 'gateway-timeout', 'the backend did not answer in time'),
    ],
  },
  {
    name: 'HAProxy',
    passed: [['server', /^haproxy/i]],
    answered: {
      html: [
        /<h1>(?:408 Request Time-out|400 Bad request|403 Forbidden|429 Too Many Requests|500 Internal Server Error|502 Bad Gateway|503 Service Unavailable|504 Gateway Time-out)<\/h1>\s{0,4}(?:Your browser (?:didn't send a complete request in time|sent an invalid request)|Request forbidden by administrative rules|The server (?:returned an invalid or incomplete response|didn't respond in time)|No server is available to handle this request|An internal server error occurred)/,
      ],
    },
    meanings: [
      says(/No server is available to handle this request/, 'bad-gateway', 'no server is behind the load balancer'),
      says(/returned an invalid or incomplete response/, 'bad-gateway', 'the server gave no valid answer'),
      says(/didn't respond in time/, 'gateway-timeout', 'the server did not answer in time'),
      says(/didn't send a complete request in time/, 'request-timeout', 'the request did not arrive whole'),
      says(/sent an invalid request/, 'malformed-request', 'the request could not be parsed'),
      says(/forbidden by administrative rules/, 'firewall', 'a rule of the load balancer'),
    ],
  },
  {
    name: 'Squid',
    passed: [['x-squid-error'], ['via', /\(squid/i], ['server', /^squid/i]],
    answered: { html: [/Generated .{0,80} by .{0,80} \(squid|<!-- ERR_[A-Z_]+ -->/] },
    answeredFields: [['x-squid-error']],
    meanings: [
      inField(
        'x-squid-error',
        /^ERR_(?:DNS_FAIL|CONNECT_FAIL|READ_ERROR|ZERO_SIZE_OBJECT)/,
        'bad-gateway',
        'the proxy cannot reach the server',
      ),
      inField(
        'x-squid-error',
        /^ERR_(?:LIFETIME_EXP|READ_TIMEOUT)/,
        'gateway-timeout',
        'the server did not answer in time',
      ),
      inField(
        'x-squid-error',
        /^ERR_(?:INVALID_URL|INVALID_REQ|UNSUP_REQ|UNSUP_HTTPVERSION|URN_RESOLVE)/,
        'malformed-request',
        'the proxy cannot read the request or its URL',
      ),
      inField('x-squid-error', /^ERR_TOO_BIG/, 'too-large', 'the body is larger than the proxy allows'),
      inField('x-squid-error', /^ERR_ACCESS_DENIED/, 'firewall', 'the proxy does not allow the call'),
    ],
  },
  {
    name: 'nginx',
    passed: [['server', /^(?:nginx|openresty|tengine)/i]],
    answered: { html: [/<hr><center>(?:nginx|openresty|tengine)(?:\/[\d.]{1,12})?<\/center>/i] },
    meanings: [
      says(/The plain HTTP request was sent to HTTPS port/, 'malformed-request', 'plain HTTP was sent to a TLS port'),
      says(/Request Header Or Cookie Too Large/, 'too-large', 'a header or cookie is too large'),
      says(/No required SSL certificate was sent/, 'missing-credentials', 'no client certificate was sent'),
      says(/The SSL certificate error/, 'invalid-credentials', 'the client certificate is not accepted'),
    ],
  },
  {
    name: 'Apache',
    passed: [['server', /^apache(?!-coyote)/i]],
    answered: {
      html: [
        /<address>Apache.{0,200}Server at .{1,200} Port \d{1,5}<\/address>|<hr>\s{0,4}<address>Apache|<!DOCTYPE HTML PUBLIC "-\/\/IETF\/\/DTD HTML 2\.0\/\/EN">/,
      ],
    },
    meanings: [
      says(/The requested URL was not found on this server/, 'no-route', 'no such path on this host', 404),
      says(
        /DNS lookup failure|Error reading from remote server|received an invalid\s+response from an upstream server/,
        'bad-gateway',
        'the server behind the proxy gave no valid answer',
      ),
      says(/You don't have permission to access/, 'scope', 'the configuration of the server denies access', 403),
      says(
        /speaking plain HTTP to an SSL-enabled server port/,
        'malformed-request',
        'plain HTTP was sent to a TLS port',
      ),
    ],
  },
  {
    name: 'IIS',
    passed: [['server', /^Microsoft-IIS|^Microsoft-HTTPAPI/i]],
    answered: {
      html: [
        /<title>IIS (?:\d{1,2}\.\d )?.{0,60}(?:Error|Fehler)|<h2>HTTP Error \d{3}\.\d{1,2}|<HTML><HEAD><TITLE>(?:Bad Request|Not Found|Service Unavailable|Length Required)<\/TITLE>\s{0,4}<META HTTP-EQUIV="Content-Type"/i,
      ],
    },
    meanings: [
      says(/Bad Request - Invalid Hostname|Invalid Hostname/i, 'malformed-request', 'no site has this host name'),
      says(/HTTP Error 404\.\d/, 'no-route', 'no such file or handler', 404),
      says(/HTTP Error 503/, 'bad-gateway', 'the application pool is stopped', 503),
      says(/HTTP Error 413\.|HTTP Error 404\.13/, 'too-large', 'the request is larger than the server takes'),
    ],
  },
  { name: 'Caddy', passed: [['server', /^caddy/i]], answered: {} },
  {
    name: 'Kubernetes ingress',
    passed: [],
    answered: { text: [/^default backend - 404\s*$/] },
    meanings: [says(/^default backend - 404/, 'no-route', 'no ingress rule has this host and path', 404)],
  },
];
