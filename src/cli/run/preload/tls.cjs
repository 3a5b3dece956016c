// biome-ignore-all lint/style/useNodejsImportProtocol: Node.js before 14.18 does not know `node:` in require
'use strict';
// Replaces `tls.connect`, on which every client of HTTPS in Node.js stands. Through the proxy goes what wants HTTP/2 before all
// else: node:http2, and what is made of it. Others have their own ways, and may be on the way to a proxy of their choice.
const { proxyFor, tunnelStream } = require('./proxy.cjs');

/** What a socket is asked for that keeps a process running, or no longer. */
const REFERENCES = ['ref', 'unref'];

function install() {
  const tls = require('tls');
  const connect = tls.connect;
  tls.connect = function (...values) {
    let replaced;
    try {
      replaced = optionsOf(values);
    } catch {
      // As the program has it.
    }
    if (replaced === undefined) return connect.apply(this, values);
    const { options, callback, tunnel } = replaced;
    const secure = connect.call(this, options, callback);
    if (tunnel !== undefined) {
      for (const name of REFERENCES) {
        const ownMethod = secure[name];
        secure[name] = function () {
          tunnel[name]();
          return ownMethod.call(this);
        };
      }
    }
    return secure;
  };
}

/** The options of a call of `tls.connect` as they have to be; undefined where they are right as they stand. */
function optionsOf(values) {
  const callback = values.find((value) => typeof value === 'function');
  const given = values.find((value) => value && typeof value === 'object');
  const [first, second] = values;
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
  if (!isPort && first !== given) return undefined;
  const options = Object.assign(
    isPort ? { port: Number(first) } : {},
    typeof second === 'string' && { host: second },
    given,
  );
  const trusted = withOurCa(options);
  const [proxy, host, port] = destinationOf(options);
  if (proxy === undefined) return trusted ? { options: Object.assign(options, trusted), callback } : undefined;
  const { stream, socket } = tunnelStream(proxy, host, port);
  return { options: Object.assign(options, trusted, { socket: stream }), callback, tunnel: socket };
}

/** The proxy, and the host and port behind it, of a connection that is to speak HTTP/2 and has no socket yet. */
function destinationOf({ socket, path, ALPNProtocols, host = 'localhost', port }) {
  if (socket || path || !Number(port) || !Array.isArray(ALPNProtocols) || ALPNProtocols[0] !== 'h2') return [];
  const name = String(host).replace(/^\[(.*)\]$/, '$1');
  return [proxyFor('https:', name, Number(port)), name, Number(port)];
}

/** A program that trusts certain CAs instead of the usual ones must trust ours besides. */
function withOurCa({ ca, secureContext }) {
  const own = ca || secureContext ? ourCa() : undefined;
  if (own === undefined) return undefined;
  if (!secureContext) return { ca: [].concat(ca, own) };
  if (!KNOWN.has(secureContext)) {
    KNOWN.add(secureContext);
    secureContext.context.addCACert(own);
  }
  return undefined;
}

const KNOWN = new WeakSet();
let certificate;

function ourCa() {
  const file = process.env.HTTPWHY_CA_FILE;
  if (certificate === undefined && file) certificate = require('fs').readFileSync(file, 'utf8');
  return certificate;
}

module.exports = { install };
