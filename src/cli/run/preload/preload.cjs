// biome-ignore-all lint/style/useNodejsImportProtocol: Node.js before 14.18 does not know `node:` in require
'use strict';
// Loaded into every Node.js process under `httpwhy run` by `NODE_OPTIONS=--require`. Sends what goes through agents, the
// built-in fetch, http2, copies of undici, and connections of a program's own (as ws makes them) to the proxy, where Node.js
// does not do that itself.
// CommonJS and plain, because it must run from Node.js 14 on; it prints nothing and on any trouble leaves the process as it was.

const INSTALLED = Symbol.for('httpwhy.preload');

try {
  install();
} catch {
  // The program must run as if we were not here.
}

function install() {
  if (globalThis[INSTALLED]) return;
  Object.defineProperty(globalThis, INSTALLED, { value: true });
  hushEnvProxyWarning();
  require('./http.cjs').install();
  require('./tls.cjs').install();
  const { syncBuiltinESMExports } = require('module');
  if (syncBuiltinESMExports) syncBuiltinESMExports();
  if (!hasFetchSupport()) require('./undici.cjs').installForFetch();
  watchForUndici();
}

/** Node.js 22 warns that the support for NODE_USE_ENV_PROXY is new. That warning comes in the first ticks. */
function hushEnvProxyWarning() {
  if (process.env.NODE_USE_ENV_PROXY !== '1') return;
  if (Object.getOwnPropertyDescriptor(process, 'emit')) return;
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

/** A copy of undici is tended to as soon as it is loaded, for import as well as for require. */
function watchForUndici() {
  const Module = require('module');
  const load = Module._load;
  Module._load = function (request, ...others) {
    const loaded = load.call(this, request, ...others);
    if (typeof request === 'string' && /(?:^|[\\/])undici(?:[\\/]index\.js)?$/.test(request)) {
      try {
        require('./undici.cjs').tend(loaded);
      } catch {
        // The program must run as if we were not here.
      }
    }
    return loaded;
  };
}

/** NODE_USE_ENV_PROXY covers fetch from 22.21 and 24.0 on. (Agents from 22.21 and 24.5 on say so themselves.) */
function hasFetchSupport() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (process.env.NODE_USE_ENV_PROXY !== '1') return false;
  return major >= 24 || (major === 22 && minor >= 21);
}
