import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLeafSource } from '../../ca/leaf-source.ts';
import { CERTIFICATE_FILE, KEY_FILE, openRoot } from '../../ca/root.ts';
import { CaptureReader } from '../../store/capture-reader.ts';
import { proxyUrl } from '../live-log.ts';
import { chromiumArguments, isChromium } from '../run/chromium.ts';
import { clientEnvironment, trustForJava } from '../run/client-environment.ts';
import { type Session, startSession } from '../session.ts';
import type { Check } from './check.ts';
import type { FoundClient } from './clients.ts';
import { type Endpoint, openEndpoint } from './endpoint.ts';
import { isNotInstalled, tryClient } from './trial.ts';
import { verdict } from './verdict.ts';

export interface ClientCheckOptions {
  readonly folder: string;
  /** `--data` as the person gave it. */
  readonly data: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Called before each trial. */
  readonly onTrial: (name: string, number: number, total: number) => void;
}

/** How long the record of a call that has ended may be on its way into the capture, on a busy machine. */
const RECORD_MS = 2000;

/**
 * Tries each client for real: a proxy with this folder's CA and a capture that is thrown away, a server on this machine,
 * and the variables that `httpwhy run` sets. Each client calls a name of its own, so that it is known whose call it was.
 */
export async function checkClients(
  found: readonly FoundClient[],
  options: ClientCheckOptions,
): Promise<readonly Check[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'httpwhy-doctor-'));
  try {
    for (const name of [KEY_FILE, CERTIFICATE_FILE]) copyFileSync(join(options.folder, name), join(scratch, name));
    const origin = openRoot(join(scratch, 'origin'), new Date());
    const leaves = createLeafSource(origin, () => new Date());
    const endpoint = await openEndpoint((serverName) => leaves.contextFor(serverName));
    try {
      return await withSession(scratch, origin.certFile, (session) => tryAll(found, session, endpoint, options));
    } finally {
      endpoint.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function withSession<T>(folder: string, originCa: string, use: (session: Session) => Promise<T>): Promise<T> {
  const session = await startSession({
    folder,
    host: '127.0.0.1',
    port: 0,
    maxBodyBytes: 0,
    upstreamCaFile: originCa,
    verifiesServers: true,
    tunnel: [],
    only: [],
    reverse: null,
    upstreamProxy: 'none',
    clientCertificates: [],
  });
  try {
    return await use(session);
  } finally {
    await session.close(0);
  }
}

async function tryAll(
  found: readonly FoundClient[],
  session: Session,
  endpoint: Endpoint,
  { data, env, onTrial }: ClientCheckOptions,
): Promise<readonly Check[]> {
  const url = proxyUrl(session);
  const isJavaAmong = found.some(({ client }) => client.name === 'java');
  const javaTrustFile = isJavaAmong ? (await trustForJava(data, env)).file : null;
  const variables = { ...env, ...clientEnvironment(url, data, env, { javaTrustFile }) };
  const caPem = readFileSync(session.caFile, 'utf8');
  const reader = new CaptureReader(session.capture);
  const checks: Check[] = [];
  try {
    for (const [index, one] of found.entries()) {
      onTrial(one.client.name, index + 1, found.length);
      // Below localhost, so that the name leads to this machine wherever it is resolved, and Go and browsers, which
      // spare "localhost" itself, ask the proxy.
      const host = `client-${index}.localhost`;
      const browser = isChromium(one.program) ? chromiumArguments([], url, caPem, []) : undefined;
      try {
        const trial = await tryClient(one, `https://${host}:${endpoint.port}/doctor`, variables, browser?.args);
        if (isNotInstalled(trial)) continue;
        const rows = await recorded(reader, `${host}:${endpoint.port}`);
        checks.push(verdict(one.client, { trial, rows, hasArrived: endpoint.hasSeen(host) }));
      } finally {
        browser?.end();
      }
    }
  } finally {
    reader.close();
  }
  return checks;
}

/** What the capture has of an authority. Where that is nothing it waits: so only for clients that do not come through. */
async function recorded(reader: CaptureReader, authority: string) {
  const deadline = performance.now() + RECORD_MS;
  for (;;) {
    const rows = reader.page({ kind: 'last' }, 100).filter(({ url }) => new URL(url).host === authority);
    const isWhole = rows.some(({ durationMs }) => durationMs !== null);
    if (isWhole || performance.now() > deadline) return rows;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
