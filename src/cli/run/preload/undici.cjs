// biome-ignore-all lint/style/useNodejsImportProtocol: Node.js before 14.18 does not know `node:` in require
'use strict';
// The fetch of Node.js where that knows no proxy variables, and copies of undici.
const net = require('net');
const tls = require('tls');
const { defaultPort, openTunnel, proxyFor } = require('./proxy.cjs');

// The dispatchers that the fetch of Node.js and every copy of undici in the process share: the second from undici 8 on.
const DISPATCHERS = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')];
/** What a program makes to hold its own connections. Those that speak to a proxy of its choice are left to it. */
const WITH_CONNECTIONS = { Agent: 0, Client: 1, Pool: 1, BalancedPool: 1, RoundRobinPool: 1 };
const TENDED = new WeakSet();

/** Loading undici takes longer than all else here: where Node.js sends fetch through the proxy, it stays unloaded. */
function installForFetch() {
  if (!hasDispatcher()) return;
  for (const symbol of DISPATCHERS.filter((name) => globalThis[name])) {
    globalThis[symbol] = new globalThis[symbol].constructor({ connect: connectForUndici });
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

/** Copies of undici from 8 on have a dispatcher of their own, and put it in the place of the one of Node.js. */
function tend(undici) {
  if (TENDED.has(undici)) return;
  TENDED.add(undici);
  const { Agent, getGlobalDispatcher, setGlobalDispatcher } = undici;
  // Any other dispatcher is the choice of the program, or goes through the proxy already.
  if (Agent && getGlobalDispatcher().constructor === Agent) {
    setGlobalDispatcher(new Agent({ connect: connectForUndici }));
  }
  for (const [name, place] of Object.entries(WITH_CONNECTIONS)) {
    if (typeof undici[name] === 'function') undici[name] = withTunnels(undici[name], place, undici.buildConnector);
  }
}

/** The same class, whose connections go through the proxy. */
function withTunnels(original, place, buildConnector) {
  return new Proxy(original, {
    construct(target, values, newTarget) {
      const options = values[place] === undefined ? {} : values[place];
      const { connect, socketPath } = options || {};
      // What the program connects by itself, or by what an agent has handed on to its pools, is left to it.
      if (!options || typeof options !== 'object' || typeof connect === 'function' || socketPath) {
        return Reflect.construct(target, values, newTarget);
      }
      const replaced = values.slice();
      replaced[place] = Object.assign({}, options, { connect: connectorOf(options, buildConnector) });
      return Reflect.construct(target, replaced, newTarget);
    },
  });
}

/** As `Client` of undici makes it of its options. */
function connectorOf(options, buildConnector) {
  const { tls: ofTls, maxCachedSessions, allowH2, useH2c, preferH2, connectTimeout, connect } = options;
  const { autoSelectFamily, autoSelectFamilyAttemptTimeout } = options;
  const families = typeof autoSelectFamily === 'boolean' ? { autoSelectFamily, autoSelectFamilyAttemptTimeout } : {};
  const settings = { maxCachedSessions, allowH2, useH2c, preferH2, timeout: connectTimeout };
  const connectDirectly = buildConnector(Object.assign({}, ofTls, settings, families, connect));
  return (destination, callback) => {
    const { host, port, proxy } = placeOf(destination);
    if (proxy === undefined) return connectDirectly(destination, callback);
    return openTunnel(proxy, host, port, (error, tunnel) => {
      if (error) return callback(error);
      if (destination.protocol !== 'https:') return callback(null, tunnel);
      return connectDirectly(Object.assign({}, destination, { httpSocket: tunnel }), callback);
    });
  };
}

function placeOf({ hostname, port, protocol }) {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const number = Number(port) || defaultPort(protocol);
  return { host, port: number, proxy: proxyFor(protocol, host, number) };
}

/** undici's `connect` option: the callback gets a socket on which the request can be written. */
function connectForUndici(options, callback) {
  const { host, port, proxy } = placeOf(options);
  const encrypt = (error, socket) => {
    if (error) return callback(error);
    if (options.protocol !== 'https:') return callback(null, socket);
    const servername = options.servername || (net.isIP(host) ? '' : host);
    const secure = tls.connect({ socket, host, servername, ALPNProtocols: ['http/1.1'] });
    return whenReady(secure, 'secureConnect', callback);
  };
  if (proxy !== undefined) return openTunnel(proxy, host, port, encrypt);
  return whenReady(net.connect({ host, port }), 'connect', encrypt);
}

function whenReady(socket, event, done) {
  const ready = () => {
    socket.removeListener('error', done);
    done(null, socket);
  };
  socket.once('error', done).once(event, () => ready());
}

module.exports = { installForFetch, tend };
