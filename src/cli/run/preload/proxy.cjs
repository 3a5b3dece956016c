// biome-ignore-all lint/style/useNodejsImportProtocol: Node.js before 14.18 does not know `node:` in require
'use strict';
// Which destinations go through the proxy, and the tunnel to them.

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

/** `done` gets an error, or null and the socket of the tunnel. The socket is returned at once, too: it is not open yet. */
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
  return socket;
}

/** A tunnel for callers that need a stream at once: what they write waits until it is open. */
function tunnelStream(proxy, host, port) {
  const { Duplex } = require('stream');
  let open = false;
  let waiting;
  const stream = new Duplex({
    read() {
      if (open) socket.resume();
    },
    write(chunk, _encoding, done) {
      if (open) socket.write(chunk, done);
      else waiting = () => socket.write(chunk, done);
    },
    final(done) {
      if (open) socket.end(done);
      else waiting = () => socket.end(done);
    },
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  const socket = openTunnel(proxy, host, port, (error) => {
    if (error) {
      stream.destroy(error);
      return;
    }
    open = true;
    socket.on('data', (chunk) => {
      if (!stream.push(chunk)) socket.pause();
    });
    socket.on('end', () => stream.push(null));
    socket.on('error', (failure) => stream.destroy(failure));
    socket.on('close', () => stream.destroy());
    if (waiting) waiting();
  });
  return { stream, socket };
}

module.exports = { defaultPort, openTunnel, proxyFor, proxyUrl, tunnelStream };
