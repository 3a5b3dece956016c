import type { CauseEntries } from '../entry.ts';

export const NO_RESPONSE: CauseEntries<'no-response'> = {
  'dns-failure': {
    title: 'The host name does not resolve',
    means:
      'No address was found for the host in the URL, so nothing was ever sent. The name may not exist at all (ENOTFOUND), or the name server that should know it gave no answer (EAI_AGAIN); the second says nothing about the name itself.',
    commonCauses: [
      'A typing error, or a variable that was empty when the URL was put together: "https://.example.com", "http://undefined/".',
      'An internal name (a Compose service, a Kubernetes service, an mDNS ".local" host) asked for from outside its network.',
      'The VPN or the split DNS behind which the name lives is not connected.',
      'A record that was just created, while a resolver still remembers that it did not exist (negative caching, RFC 2308).',
    ],
    debug: [
      'Read the host in request.url character by character, and where the program takes it from.',
      'Compare error.code: ENOTFOUND is an answer ("no such name"), EAI_AGAIN and ETIMEOUT are the lack of one.',
      'Ask the same resolver by hand with "dig HOST" or "getent hosts HOST", in the same container or pod as the client.',
    ],
    handle: [
      'Treat ENOTFOUND as a configuration error: fail at start-up with the name in the message, and do not repeat.',
      'Repeat EAI_AGAIN a few times with pauses of a second or more; no request has left the machine, so this is safe for every method.',
    ],
    related: ['connect-timeout', 'wrong-url', 'placeholder-in-url'],
    example: 'the host name api.exmaple.com does not exist (ENOTFOUND)',
  },
  'connection-refused': {
    title: 'Nothing listens on that address and port',
    means:
      'The machine answered the connection attempt at once and said no: no process has that port open, or a firewall rejects instead of dropping. The host is up and reachable, which is what sets this apart from a connection that times out.',
    commonCauses: [
      'The service is not started yet, has crashed, or listens on another port than the one in the URL.',
      'The server listens on 127.0.0.1 only and is called from another machine or container.',
      '"localhost" is tried as ::1 while the server listens on IPv4 alone, or the reverse.',
      'Inside a container, "localhost" is the container itself and not the host it runs on.',
    ],
    debug: [
      'Look at the address in the error: which IP and port were really tried, and was it IPv6.',
      'List the listeners on the server: "ss -ltnp", "lsof -iTCP -sTCP:LISTEN", or the published ports of the container.',
      'See in the history whether the same port answered a moment ago: then the service has just gone down.',
    ],
    handle: [
      'Repeating is safe for every method, because nothing was sent. Wait for the port at start-up with a deadline rather than for a fixed time.',
      'Back off while a known service restarts, and give up with host and port in the message.',
    ],
    related: ['connect-timeout', 'dns-failure', 'bad-gateway'],
    example: 'nothing listens on 127.0.0.1:9000',
  },
  'connect-timeout': {
    title: 'No connection in time, or no route',
    means:
      'The handshake of TCP or TLS was not answered in time, or the network said that there is no way to the address. Somewhere packets are dropped; the request itself was never sent.',
    commonCauses: [
      'A firewall or security group that drops silently: the usual sign is that the attempt takes the whole time limit.',
      'A private address (10.x, 172.16.x, 192.168.x) called without the VPN or peering that leads there.',
      'An IPv6 address in DNS, and no working IPv6 on this machine.',
      'A server so busy that its queue of new connections is full.',
    ],
    debug: [
      'Read error.code: EHOSTUNREACH and ENETUNREACH come from a router or the local routing table, ETIMEDOUT from silence.',
      'See whether the phase is connect or tls-upstream. If TCP stood and TLS did not, a middlebox or an overloaded terminator is likelier than a route.',
      'Try the port from the same network with "nc -vz HOST PORT", and over IPv4 and IPv6 separately.',
    ],
    handle: [
      'Set the limit for connecting apart from the one for the answer, and keep it short (2 to 5 s): a healthy host accepts within milliseconds.',
      'A repeat cannot do anything twice, so it is free for POST too; try another address of the same name before the same one again.',
    ],
    related: ['connection-refused', 'response-timeout', 'dns-failure'],
    example: '10.20.0.7:443 did not answer the connection attempt in time',
  },
  'connection-reset': {
    title: 'The server hung up before it answered',
    means:
      'The connection stood, and the other side closed or reset it before a single byte of a response came. Whether the request was processed cannot be seen from here: a crash after the commit looks exactly like a crash before it.',
    commonCauses: [
      'A kept-alive connection that the server closed for idleness at the very moment at which the client used it again.',
      'The process crashed or was killed (out of memory, deploy) while it worked on the call.',
      'A load balancer, WAF or request-size limit that cuts the connection instead of answering.',
      'Plain HTTP sent to a port that speaks something else.',
    ],
    debug: [
      'See whether it was the first request on its connection. A reset on a reused one after a pause is the keep-alive race.',
      'Compare error.phase: request means that it broke off while the body was still being sent, often a size limit.',
      'Look into the server log for a restart, a panic or an out-of-memory kill in that second.',
    ],
    handle: [
      'Repeat GET, HEAD, PUT and DELETE once at once on a new connection. Repeat POST only with an idempotency key, or after a check whether it took effect.',
      'Let the client drop idle connections sooner than the server does (its keep-alive time less a second or two).',
    ],
    related: ['truncated-response', 'response-timeout', 'bad-gateway'],
    example: 'hung up without a response: api.example.com:443',
  },
  'response-timeout': {
    title: 'Sent, and no answer in time',
    means:
      'The server accepted the connection and the request, and then said nothing until the time limit ran out. The limit was this side’s; the server may well finish the work and find nobody to tell.',
    commonCauses: [
      'A slow query, a lock, or an upstream call without a limit of its own.',
      'All workers of the server are busy and the request waits in a queue.',
      'A long job (export, report, model inference) behind an interface that answers only at the end.',
      'Content-Length announces more than was sent, so that the server waits for the rest.',
    ],
    debug: [
      'Compare the duration with round numbers: 30.0 s or 60.0 s is a configured limit, and tells whose.',
      'Check how long calls of the same route usually take, and what is larger in this one.',
      'Check Content-Length and Expect: 100-continue in the request: a server that waits for a body looks the same as a slow one.',
    ],
    handle: [
      'Do not simply repeat a POST. Ask first whether the effect is there, or send the idempotency key of the first attempt.',
      'For work that takes long, use the asynchronous form of the API (202 and a status URL), or stream.',
      'Give every call a deadline somewhat longer than that of the server, so that its error comes before your silence.',
    ],
    related: ['gateway-timeout', 'connect-timeout', 'client-aborted'],
    example: 'reports.example.com:443 took the request but sent no response within 30.0 s',
  },
  'tls-untrusted-certificate': {
    title: 'The server’s certificate has no trusted issuer',
    means:
      'The chain that the server sent does not lead to a CA that is trusted here. Either the certificate is self-signed or from a private CA, or the chain is incomplete: the leaf came without its intermediate.',
    commonCauses: [
      'A development or internal server with a certificate of its own making.',
      'The intermediate is missing in the server’s configuration; browsers often fetch it by themselves, programs do not.',
      'A company proxy that intercepts TLS with its own root.',
      'An old trust store, in a base image or a runtime, that does not know a newer root.',
    ],
    debug: [
      'Read error.code: DEPTH_ZERO_SELF_SIGNED_CERT is a lone certificate, SELF_SIGNED_CERT_IN_CHAIN a private root, UNABLE_TO_VERIFY_LEAF_SIGNATURE usually a missing intermediate.',
      'Show what is sent: "openssl s_client -connect HOST:443 -servername HOST -showcerts".',
      'Look at the issuer’s name: that of a security product means that somebody sits between.',
    ],
    handle: [
      'Trust the right CA, in httpwhy with --upstream-ca FILE, in the client with its own setting. Verification switched off has no place in code that ships.',
      'No repeat helps until a trust store or the server’s chain has changed.',
    ],
    related: ['tls-certificate-expired', 'tls-hostname-mismatch', 'client-rejects-proxy-ca'],
    example: 'the certificate of git.corp.example:443 comes from a private, self-signed CA that is not trusted here',
  },
  'tls-certificate-expired': {
    title: 'The server’s certificate is out of date, or not valid yet',
    means:
      'The certificate may be right in everything else, but now lies outside its period of validity. A clock that is wrong on this side makes the same picture.',
    commonCauses: [
      'Automatic renewal failed, or it worked and the server was not reloaded.',
      'An intermediate or a cross-signed root has expired, and the leaf has not.',
      'One of several servers behind the name still has the old file.',
      'The clock of a virtual machine or container host stands still or is far off.',
    ],
    debug: [
      'Compare the dates with "openssl s_client -connect HOST:443 -servername HOST | openssl x509 -noout -dates".',
      'Check the time of this machine before you blame the server.',
      'Try several times: if only some attempts fail, one node was forgotten.',
    ],
    handle: [
      'Stop and report: the certificate has to be renewed on the server, and until then every call ends this way.',
      'Watch the end date of your own certificates, and raise an alarm two weeks before it.',
    ],
    related: ['tls-untrusted-certificate', 'credentials-not-yet-valid', 'tls-handshake-failed'],
    example: 'the certificate of api.example.com:443 has expired',
  },
  'tls-hostname-mismatch': {
    title: 'The certificate is for another name',
    means:
      'The server identified itself, but as somebody else: none of the names in the certificate’s subjectAltName covers the host of the URL. The common name is not looked at any more (RFC 9525).',
    commonCauses: [
      'The server is called by IP address, by a short internal name or by an alias that nobody put into the certificate.',
      'A wildcard that does not reach that far: *.example.com covers a.example.com and not a.b.example.com.',
      'The virtual host is unknown to the server, which answers with its default certificate.',
      'DNS points to a machine of somebody else, such as a deleted cloud resource.',
    ],
    debug: [
      'Put the host of the URL beside the names in the certificate; error.message lists them.',
      'See whether SNI was sent: clients that connect to an IP address send none and get the default certificate.',
      'Check where the name resolves to, from here and from elsewhere.',
    ],
    handle: [
      'Call the server by a name that its certificate lists. For tests, map that name to the address (a hosts entry, curl --connect-to) rather than ignore the mismatch.',
      'Fail without another attempt: this is either a mistake in the set-up or an attack.',
    ],
    related: ['tls-untrusted-certificate', 'wrong-url', 'malformed-request'],
    example: "the server's certificate is for another name than shop.internal",
  },
  'tls-handshake-failed': {
    title: 'The TLS handshake failed',
    means:
      'Both sides spoke, and could not agree: no common protocol version or cipher, a client certificate that is missing or refused, or a peer that does not speak TLS at all. The alert in the error names which.',
    commonCauses: [
      'https:// used on a port that speaks plain HTTP ("wrong version number", "packet length too long").',
      'Mutual TLS: the server demands a client certificate and got none ("certificate required"), or one of a CA that it does not know.',
      'An old server that offers TLS 1.0 or 1.1 only, or an old client that stops there.',
      'A server that needs SNI and did not get it, or does not know the name ("unrecognized name").',
    ],
    debug: [
      'Read the alert or OpenSSL reason in error.code and error.message; it is more exact than any guess.',
      'Connect by hand with "openssl s_client -connect HOST:PORT -servername HOST -tls1_2", and then with -tls1_3.',
      'If the error came only after the request was sent: in TLS 1.3 the verdict on a client certificate arrives that late.',
    ],
    handle: [
      'Fix the set-up; the same pair of configurations fails in the same way each time.',
      'Where a middlebox breaks handshakes now and then, repeat on a new connection; nothing of the request was processed.',
    ],
    related: ['tls-untrusted-certificate', 'malformed-request', 'missing-credentials'],
    example: 'payments.example.com:443 demands a client certificate',
  },
  'client-rejects-proxy-ca': {
    title: 'The client does not accept httpwhy’s certificate',
    means:
      'The app went away during its handshake with httpwhy. It does not trust the CA of httpwhy, or it pins the certificate of its server and accepts no other. The server was not involved.',
    commonCauses: [
      'The CA is installed in the system, but the runtime has a trust store of its own: Java, Node.js, Python’s certifi, Firefox.',
      'The app was started before the variables were set, or a launcher did not hand them on.',
      'An Android app that trusts system CAs only, as all do by default since Android 7.',
      'Pinning, as in banking apps, some SDKs and desktop updaters.',
    ],
    debug: [
      'Read the alert: unknown_ca and certificate_unknown speak of trust; a connection that just closes often means pinning.',
      'See whether all hosts of this client fail (trust) or single ones (pinning).',
      'Run "httpwhy ca path", and look in certs/ for the page about this client.',
    ],
    handle: [
      'Start the program with "httpwhy run -- COMMAND", which sets what the common runtimes read.',
      'Pass hosts that pin through unread; there is nothing to repair in the client.',
      'Once trust is in place the same call works. It had not left the client, so that sending it again is safe.',
    ],
    related: ['tls-untrusted-certificate', 'client-aborted', 'proxy-rejected'],
    example: 'the client does not know the CA of httpwhy, and refused the certificate for api.example.com:443',
  },
  'client-aborted': {
    title: 'The client left before the answer was complete',
    means:
      'The app closed the connection or cancelled the stream while the server still worked or sent. It need not be a fault: a search-as-you-type box cancels all the time. If it was a time limit, it was the client’s.',
    commonCauses: [
      'The time limit of the HTTP library ran out: some have one by default (Python’s httpx 5 s, OkHttp 10 s), others wait for ever (axios, Go).',
      'An AbortController, a context deadline, or a component that was taken off the screen.',
      'The program ended, was stopped with Ctrl-C, or its worker was recycled.',
      'A client that reads only the head of a large answer and closes.',
    ],
    debug: [
      'Compare the duration of several such calls: always the same number is a time limit, scattered ones are users.',
      'See how much had come: nothing speaks for a slow server, a part for a slow or impatient reader.',
      'Check whether the same call follows again at once; then a retry layer cancels and repeats.',
    ],
    handle: [
      'Make the limit fit the slowest healthy answer, or make the call faster; a shorter limit with more repeats only adds load.',
      'Assume that the server went on. After a cancelled POST, look before sending it a second time.',
    ],
    related: ['response-timeout', 'truncated-response', 'request-timeout'],
    example: 'the client hung up after 5.0 s, before any response',
  },
  'truncated-response': {
    title: 'The response broke off',
    means:
      'Status and headers came, and then the connection ended before the promised Content-Length or the last chunk. What arrived is a fragment, even under 200, and a parser that accepts it is lucky rather than right.',
    commonCauses: [
      'The server process died or was stopped while it streamed.',
      'A proxy between has a limit on time or buffer size and cuts the answer.',
      'The application threw after the headers were out; frameworks can then only hang up.',
      'Content-Length was computed before compression or in characters instead of bytes.',
    ],
    debug: [
      'Compare the bytes received with the number promised: a round figure such as 65536 points to a buffer.',
      'See whether repeats break off at the same byte (content, limit) or anywhere (network, crash).',
      'Look at the end of the body: some frameworks write an error text into the stream before they give up.',
    ],
    handle: [
      'Throw the fragment away. For a download that supports it, go on with Range and If-Range from the last byte.',
      'Reads may be repeated at once; a write has probably been carried out, since the answer had begun.',
    ],
    related: ['connection-reset', 'partial-content', 'client-aborted'],
    example: '32768 of 91204 promised bytes came, then cdn.example.com:443 closed',
  },
  'invalid-response': {
    title: 'What came back is not HTTP',
    means:
      'Bytes arrived that cannot be read as an HTTP response: another protocol, a broken status line or header, or two contradicting lengths. Lenient clients may swallow some of it, which is how such servers stay unnoticed.',
    commonCauses: [
      'The port belongs to another service (SSH, SMTP, a database, an HTTP/2-only endpoint called in HTTP/1.1).',
      'TLS records on a plain connection: http:// in the URL, and a server that speaks only HTTPS.',
      'Hand-written servers that send spaces in header names, bare line feeds, or both Content-Length and Transfer-Encoding.',
      'A proxy that glues two responses together on a kept-alive connection.',
    ],
    debug: [
      'Read the parser’s code in error.code (HPE_INVALID_CONSTANT, HPE_INVALID_HEADER_TOKEN …): it says at which part it stumbled.',
      'Look at the raw first bytes, for example with "nc HOST PORT": SSH and SMTP introduce themselves.',
      'Check scheme and port of the URL against each other.',
    ],
    handle: [
      'Do not make your own parser lenient; disagreement about lengths is how request smuggling works. Have the server repaired.',
      'A repeat is worth the effort only when a flaky proxy is suspected.',
    ],
    related: ['tls-handshake-failed', 'bad-gateway', 'wrong-url'],
    example: 'what db.internal:5432 sent is not valid HTTP: Parse Error: Expected HTTP/',
  },
  'proxy-rejected': {
    title: 'httpwhy itself refused the call',
    means:
      'The request never left httpwhy: it was malformed, would have come back to the proxy in a loop, broke a limit, matched a rule that blocks, or arrived while the proxy was being stopped. The answer that the client saw is httpwhy’s own.',
    commonCauses: [
      'The base URL of the client is the address of the proxy instead of that of the server.',
      'A blocking rule that is still active from an earlier experiment.',
      'Request lines that no HTTP server would take: a relative path in proxy form, a bad CONNECT target.',
      'httpwhy was stopped with calls still open.',
    ],
    debug: [
      'Read error.code: ERR_PROXY_LOOP, ERR_PROXY_BLOCKED, ERR_PROXY_BAD_REQUEST, ERR_PROXY_UNKNOWN_PROTOCOL, ERR_PROXY_LIMIT, ERR_PROXY_STOPPED, ERR_PROXY_BUG.',
      'Compare request.url with the address on which httpwhy listens.',
      'Read error.message for the words of the refusal.',
    ],
    handle: [
      'Nothing in production code depends on this; correct the proxy settings or the rule.',
      'After ERR_PROXY_STOPPED the same call works as soon as the proxy runs again, or without it.',
    ],
    related: ['client-rejects-proxy-ca', 'malformed-request', 'blocked-by-firewall'],
    example: 'httpwhy refused the request: the target 127.0.0.1:8080 is this proxy itself',
  },
};
