// biome-ignore-all lint/style/useNodejsImportProtocol: Node.js before 14.18 does not know `node:` in require
'use strict';
// Loaded into every Node.js process under `httpwhy run` by `NODE_OPTIONS=--require`. Sends what goes through agents, the
// built-in fetch and connections of a program's own (as ws makes them) to the proxy, where Node.js does not do that itself.
// CommonJS and plain, because it must run from Node.js 14 on; it prints nothing and on any trouble leaves the process as it was.

const INSTALLED = Symbol.for('httpwhy.preload');
// The dispatchers that the fetch of Node.js and every copy of undici in the process share: the second from undici 8 on.
const DISPATCHERS = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')];
const TENDED = new WeakSet();

try {
  install();
} catch {
  // The program must run as if we were not here.
}

function install() {
  if (globalThis[INSTALLED]) return;
  Object.defineProperty(globalThis, INSTALLED, { value: true });
  hushEnvProxyWarning();
  for (const protocol of ['http:', 'https:']) {
    const module = require(protocol.slice(0, -1));
    // Of the prototype: an agent that the program makes, for keep-alive perhaps, is no reason to go past the proxy.
    module.Agent.prototype.createConnection = throughProxy(module.Agent.prototype.createConnection, protocol);
    module.request = withOwnConnections(module.request, module, protocol);
    module.get = withOwnConnections(module.get, module, protocol);
  }
  const { syncBuiltinESMExports } = require('module');
  if (syncBuiltinESMExports) syncBuiltinESMExports();
  if (!hasFetchSupport() && hasDispatcher()) {
    for (const symbol of DISPATCHERS.filter((name) => globalThis[name])) {
      globalThis[symbol] = new globalThis[symbol].constructor({ connect: connectForUndici });
    }
  }
  watchForUndici();
}

/** Node.js 22 warns that the support for NODE_USE_ENV_PROXY is new. That warning comes in the first ticks. */
function hushEnvProxyWarning() {
  if (process.env.NODE_USE_ENV_PROXY !== '1') return;
  if (Object.hasOwn(process, 'emit')) return;
  const { emit } = process;
  const hushed = function (name, warning, ...others) {
    if (name === 'warning' && warning && warning.code === 'UNDICI-EHPA') return false;
    return emit.call(this, name, warning, ...others);
  };
  process.emit = hushed;
  setImmediate(() => {
    // It is inherited: nothing of ours must stay.
    if (process.emit === hushed) delete process.emit;
  }).unref();
}

/** Copies of undici from 8 on have a dispatcher of their own, and put it in the place of the one of Node.js. */
function watchForUndici() {
  const Module = require('module');
  const load = Module._load;
  Module._load = function (request, ...others) {
    const loaded = load.call(this, request, ...others);
    if (typeof request === 'string' && /(?:^|[\\/])undici(?:[\\/]index\.js)?$/.test(request)) tendUndici(loaded);
    return loaded;
  };
}

function tendUndici(undici) {
  try {
    if (TENDED.has(undici)) return;
    TENDED.add(undici);
    const { Agent, getGlobalDispatcher, setGlobalDispatcher } = undici;
    // Any other dispatcher is the choice of the program, or goes through the proxy already.
    if (Agent && getGlobalDispatcher().constructor === Agent)
      setGlobalDispatcher(new Agent({ connect: connectForUndici }));
  } catch {
    // The program must run as if we were not here.
  }
}

/** Naming `Response` loads undici, which then has its dispatcher. Node.js before 18.13 warns that fetch is new. */
function hasDispatcher() {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return Boolean(globalThis.Response && globalThis[DISPATCHERS[0]]);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** NODE_USE_ENV_PROXY covers fetch from 22.21 and 24.0 on. (Agents from 22.21 and 24.5 on say so themselves.) */
function hasFetchSupport() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (process.env.NODE_USE_ENV_PROXY !== '1') return false;
  return major >= 24 || (major === 22 && minor >= 21);
}

/**
 * Replaces `http.request`: a `createConnection` in the options, which goes past all agents, goes through the proxy, too. A
 * client that speaks to the proxy by itself, as axios does, gets an agent that does not: that of Node.js would do it twice.
 */
function withOwnConnections(request, module, protocol) {
  let direct;
  return function (...values) {
    const replaced = values.map((value) => {
      const isOwn = value && typeof value === 'object' && typeof value.createConnection === 'function';
      if (!isOwn || value.agent) return value;
      return Object.assign({}, value, { createConnection: throughProxy(value.createConnection, protocol) });
    });
    const { options } = module.globalAgent;
    if (options?.proxyEnv && isForProxy(replaced, protocol)) {
      direct = direct || new module.Agent({ keepAlive: true });
      const place = replaced.findIndex((value) => value && typeof value === 'object' && !(value instanceof URL));
      if (place < 0) replaced.splice(1, 0, { agent: direct });
      else if (!replaced[place].agent) replaced[place] = Object.assign({}, replaced[place], { agent: direct });
    }
    return request.apply(this, replaced);
  };
}

/** Whether a request is addressed to the proxy itself, by the arguments of `http.request`. */
function isForProxy([first, second], protocol) {
  try {
    const url = typeof first === 'string' ? new URL(first) : first;
    const options =
      typeof first === 'string' || first instanceof URL
        ? Object.assign({}, typeof second === 'object' ? second : {})
        : {};
    const host = options.hostname || options.host || url.hostname || url.host;
    const port = Number(options.port || url.port) || defaultPort(protocol);
    const proxy = proxyUrl(protocol);
    return proxy !== undefined && proxy.host === host && proxy.port === port;
  } catch {
    return false;
  }
}

/** Replaces the `createConnection` of an agent: the request stays as it is and travels through a tunnel. */
function throughProxy(connectDirectly, protocol) {
  return function createConnection(options, callback) {
    const host = options.host || options.hostname || 'localhost';
    const port = Number(options.port) || defaultPort(protocol);
    const proxy = options.socketPath ? undefined : proxyFor(protocol, host, port);
    // What has an agent's `proxyEnv` goes through the proxy already. An agent takes a socket as the result, or later by
    // the callback; without a callback only at once.
    const isAlready = Boolean(this && this.options && this.options.proxyEnv);
    if (proxy === undefined || isAlready || typeof callback !== 'function') {
      return connectDirectly.call(this, options, callback);
    }
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
  const proxy = isBypassed(host) ? undefined : proxyUrl(protocol);
  // A client that speaks to the proxy by itself, as axios does, must not be sent through it once more.
  return proxy && proxy.host === host && proxy.port === port ? undefined : proxy;
}

/** Host and port of what the variables name. */
function proxyUrl(protocol) {
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = process.env[name] || process.env[name.toUpperCase()];
  try {
    const url = new URL(value);
    if (url.protocol !== 'http:') return undefined;
    return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port) || 80 };
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
