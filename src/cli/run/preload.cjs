// biome-ignore-all lint/style/useNodejsImportProtocol: Node.js before 14.18 does not know `node:` in require
'use strict';
// Loaded into every Node.js process under `httpwhy run` by `NODE_OPTIONS=--require`. Sends what goes through the global
// agents and the built-in fetch to the proxy, where Node.js does not do that itself. CommonJS and plain, because it
// must run from Node.js 14 on; it prints nothing and on any trouble leaves the process as it was.

const INSTALLED = Symbol.for('httpwhy.preload');
// The dispatcher that the fetch of Node.js and every copy of undici in the process share.
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');

try {
  install();
} catch {
  // The program must run as if we were not here.
}

function install() {
  if (globalThis[INSTALLED]) return;
  Object.defineProperty(globalThis, INSTALLED, { value: true });
  const builtIn = builtInSupport();
  if (!builtIn.http) {
    const http = require('http');
    const https = require('https');
    http.globalAgent.createConnection = throughProxy(http.globalAgent.createConnection, 'http:');
    https.globalAgent.createConnection = throughProxy(https.globalAgent.createConnection, 'https:');
  }
  if (!builtIn.fetch && hasDispatcher()) {
    const Agent = globalThis[DISPATCHER].constructor;
    globalThis[DISPATCHER] = new Agent({ connect: connectForUndici });
  }
}

/** Naming `Response` loads undici, which then has its dispatcher. Node.js before 18.13 warns that fetch is new. */
function hasDispatcher() {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return Boolean(globalThis.Response && globalThis[DISPATCHER]);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** What NODE_USE_ENV_PROXY covers: fetch from 22.21 and 24.0 on, node:http from 22.21 and 24.5 on. */
function builtInSupport() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (process.env.NODE_USE_ENV_PROXY !== '1') return { fetch: false, http: false };
  const is22 = major === 22 && minor >= 21;
  return { fetch: is22 || major >= 24, http: is22 || major > 24 || (major === 24 && minor >= 5) };
}

/** Replaces the `createConnection` of an agent: the request stays as it is and travels through a tunnel. */
function throughProxy(connectDirectly, protocol) {
  return function createConnection(options, callback) {
    const host = options.host || options.hostname || 'localhost';
    const port = Number(options.port) || defaultPort(protocol);
    const proxy = options.socketPath ? undefined : proxyFor(protocol, host, port);
    // An agent takes a socket as the result, or later by the callback; without a callback only at once.
    if (proxy === undefined || typeof callback !== 'function') return connectDirectly.call(this, options, callback);
    openTunnel(proxy, host, port, (error, tunnel) => {
      if (error) return callback(error);
      if (protocol === 'http:') return callback(null, tunnel);
      try {
        return callback(null, connectDirectly.call(this, Object.assign({}, options, { socket: tunnel })));
      } catch (failure) {
        tunnel.destroy();
        return callback(failure);
      }
    });
    return undefined;
  };
}

/** undici's `connect` option: the callback gets a socket on which the request can be written. */
function connectForUndici(options, callback) {
  const net = require('net');
  const tls = require('tls');
  const { protocol } = options;
  const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(options.port) || defaultPort(protocol);
  const proxy = proxyFor(protocol, host, port);
  const encrypt = (error, socket) => {
    if (error) return callback(error);
    if (protocol !== 'https:') return callback(null, socket);
    const servername = options.servername || (net.isIP(host) ? '' : host);
    const secure = tls.connect({ socket, host, servername, ALPNProtocols: ['http/1.1'] });
    return whenReady(secure, 'secureConnect', callback);
  };
  if (proxy !== undefined) return openTunnel(proxy, host, port, encrypt);
  return whenReady(net.connect({ host, port }), 'connect', encrypt);
}

function openTunnel(proxy, host, port, done) {
  const socket = require('net').connect({ host: proxy.host, port: proxy.port });
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  let head = Buffer.alloc(0);
  const finish = (error) => {
    socket.removeListener('readable', read);
    socket.removeListener('error', finish);
    socket.removeListener('close', closed);
    if (error) socket.destroy();
    done(error, socket);
  };
  const closed = () => finish(new Error(`The proxy closed the tunnel to ${authority}.`));
  const read = () => {
    for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0 && head.length < 65536) return;
    const answer = head.toString('latin1', 0, Math.max(end, 0)).split('\r\n', 1)[0];
    if (!/^HTTP\/1\.[01] 2\d\d/.test(answer)) {
      finish(new Error(`The proxy refused the tunnel to ${authority}: ${answer}`));
      return;
    }
    if (head.length > end + 4) socket.unshift(head.slice(end + 4));
    finish(null);
  };
  socket.on('readable', read);
  socket.on('error', finish);
  socket.on('close', closed);
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
}

function whenReady(socket, event, done) {
  const ready = () => {
    socket.removeListener('error', done);
    done(null, socket);
  };
  socket.once('error', done).once(event, () => ready());
}

function defaultPort(protocol) {
  return protocol === 'https:' ? 443 : 80;
}

/** The proxy for a destination, or undefined where it is to be reached directly. */
function proxyFor(protocol, host, port) {
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = process.env[name] || process.env[name.toUpperCase()];
  if (!value || isBypassed(host)) return undefined;
  try {
    const url = new URL(value);
    if (url.protocol !== 'http:') return undefined;
    const proxy = { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port) || 80 };
    // A client that speaks to the proxy by itself, as axios does, must not be sent through it once more.
    return proxy.host === host && proxy.port === port ? undefined : proxy;
  } catch {
    return undefined;
  }
}

/** `NO_PROXY`: names separated by commas, which stand for their subdomains too, or `*`. */
function isBypassed(host) {
  const list = process.env.no_proxy || process.env.NO_PROXY || '';
  return list.split(/[\s,]+/).some((entry) => {
    const name = entry.replace(/^\*?\./, '').toLowerCase();
    return name !== '' && (name === '*' || host.toLowerCase() === name || host.toLowerCase().endsWith(`.${name}`));
  });
}
