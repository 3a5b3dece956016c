import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { type DemoCall, demoCalls } from './calls.ts';
import { readToken } from './token.ts';

export interface DemoOutcome {
  /** Null where the client saw no answer. */
  readonly status: number | null;
  /** The client's own error code, or null where it got the whole answer. */
  readonly error: string | null;
}

export interface DemoOptions {
  readonly onCall?: (call: DemoCall, outcome: DemoOutcome) => void;
  /** Pause between two calls. */
  readonly paceMs: number;
  /** Ends the calls early; the promise then resolves, too. */
  readonly signal?: AbortSignal;
}

/** Makes the demo's calls one after another through the proxy, as a plain HTTP client does. */
export async function runDemoCalls(apiUrl: string, proxyUrl: string, options: DemoOptions): Promise<void> {
  const { signal, paceMs, onCall } = options;
  const agent = new Agent({ keepAlive: true });
  const remembered = new Map<string, string>();
  try {
    for (const call of demoCalls(apiUrl)) {
      await wait(paceMs, undefined, { signal });
      await waitForExpiry(remembered.get(call.afterExpiryOf ?? ''), signal);
      const outcome = await send(call, proxyUrl, agent, remembered, signal);
      if (signal?.aborted) return;
      onCall?.(call, outcome);
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    agent.destroy();
  }
}

/** Two seconds more than the expiry: the server's Date counts whole ones, and nobody shall doubt it. */
async function waitForExpiry(token: string | undefined, signal: AbortSignal | undefined): Promise<void> {
  const claims = token === undefined ? undefined : readToken(token);
  if (claims === undefined) return;
  await wait(Math.max(0, claims.exp * 1000 + 2100 - Date.now()), undefined, { signal });
}

function send(
  call: DemoCall,
  proxyUrl: string,
  agent: Agent,
  remembered: Map<string, string>,
  signal: AbortSignal | undefined,
): Promise<DemoOutcome> {
  const { hostname, port } = new URL(proxyUrl);
  const impatience = call.abortAfterMs === undefined ? [] : [AbortSignal.timeout(call.abortAfterMs)];
  return new Promise((resolve) => {
    let status: number | null = null;
    const fail = (error: NodeJS.ErrnoException) => resolve({ status, error: error.code ?? error.name });
    const outgoing = request({
      hostname,
      port,
      agent,
      method: call.method,
      path: call.url, // the absolute form that a proxy expects (RFC 9112 §3.2.2)
      headers: {
        Host: new URL(call.url).host,
        'User-Agent': 'shop-integration/1.4',
        Accept: 'application/json',
        'Accept-Encoding': 'gzip',
        ...Object.fromEntries(Object.entries(call.headers).map(([name, value]) => [name, filled(value, remembered)])),
        ...(call.body === undefined ? {} : { 'Content-Length': Buffer.byteLength(call.body) }),
      },
      signal: AbortSignal.any([...impatience, ...(signal ? [signal] : [])]),
    });
    outgoing.once('error', fail);
    outgoing.once('response', (response) => {
      status = response.statusCode ?? null;
      readWhole(response).then((body) => {
        remember(response, body, remembered);
        resolve({ status, error: null });
      }, fail);
    });
    outgoing.end(call.body);
  });
}

async function readWhole(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function filled(value: string, remembered: ReadonlyMap<string, string>): string {
  return value.replace(/\$(\w+)/, (_whole, name: string) => remembered.get(name) ?? '');
}

/** Keeps the tokens of an answer for the calls that follow. */
function remember(response: IncomingMessage, body: Buffer, remembered: Map<string, string>): void {
  if (!/\bjson\b/.test(response.headers['content-type'] ?? '')) return;
  try {
    const text = response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    for (const [name, value] of Object.entries(JSON.parse(text.toString()) as object)) {
      if (name.endsWith('_token') && typeof value === 'string') remembered.set(name, value);
    }
  } catch {
    // Not what its header promised; the calls that need its token will fail, and show it.
  }
}
