// biome-ignore-all lint/style/useNodejsImportProtocol: Node.js before 14.18 does not know `node:` in require
'use strict';
// The clients of node:http and node:https.
const { defaultPort, openTunnel, proxyFor, proxyUrl } = require('./proxy.cjs');

function install() {
  for (const protocol of ['http:', 'https:']) {
    const module = require(protocol.slice(0, -1));
    // Of the prototype: an agent that the program makes, for keep-alive perhaps, is no reason to go past the proxy.
    module.Agent.prototype.createConnection = throughProxy(module.Agent.prototype.createConnection, protocol);
    module.request = withOwnConnections(module.request, module, protocol);
    module.get = withOwnConnections(module.get, module, protocol);
  }
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

module.exports = { install };
