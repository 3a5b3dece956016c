import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createLeafSource } from '../../ca/leaf-source.ts';
import { openRoot } from '../../ca/root.ts';
import { type RequestDecider, RuleEngine } from '../../mock/rule-engine.ts';
import { ProxyServer } from '../../proxy/proxy.ts';
import { endBrokenExchange } from '../../proxy/steps.ts';
import { parseReverse } from '../../proxy/target.ts';
import { readClientCertificate } from '../../proxy/upstream-connection/client-certificate.ts';
import { readProxyPolicy } from '../../proxy/upstream-connection/proxy-policy.ts';
import type { PlaybackSettings } from '../mock/recorded-calls.ts';
import { watchMocks } from '../mock/watch-mocks.ts';
import { serverRoots } from '../server-roots.ts';
import { sourceStack } from '../source-stack.ts';
import { ConnectionReports } from './connection-reports.ts';
import {
  type ProxyCommand,
  type ProxyThreadData,
  type RecordMessage,
  type ThreadReport,
  toSpokenFailure,
} from './messages.ts';
import { relieveMemory } from './relieve-memory.ts';
import { ThreadSink } from './thread-sink.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** As long as the patient clients wait (undici and Node: 5 minutes): the client's own time-out comes first. */
const RESPONSE_TIMEOUT_MS = 300_000;

const { settings, recording } = workerData as ProxyThreadData;
const report = (message: ThreadReport) => parentPort!.postMessage(message);

/** Loaded here only: the proxy has no use for the capture otherwise. */
async function openPlayback(playback: PlaybackSettings): Promise<RequestDecider> {
  const recorded = await import('../mock/recorded-calls.ts');
  return recorded.openPlayback(playback);
}

async function main(): Promise<void> {
  const beginRelief = relieveMemory();
  const root = openRoot(settings.folder, new Date());
  const leaves = createLeafSource(root, () => new Date());
  const sink = new ThreadSink(recording, beginRelief);
  const self = settings.port === 0 ? null : { host: settings.host, port: settings.port };
  const rules = new RuleEngine();
  if (settings.mocks !== undefined) await watchMocks(settings.mocks, rules, notice);
  const playback = settings.playback && (await openPlayback(settings.playback));
  const connections = new ConnectionReports((clients) => report({ kind: 'connections', clients }));
  const proxy = new ProxyServer(
    {
      host: settings.host,
      port: settings.port,
      maxBodyBytes: settings.maxBodyBytes,
      rootCertificates: serverRoots(settings.upstreamCaFile),
      verifiesServers: settings.verifiesServers,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      responseTimeoutMs: RESPONSE_TIMEOUT_MS,
      clientCertificates: settings.clientCertificates.map((option) => readClientCertificate(option, process.env)),
      upstreamProxy: readProxyPolicy({ option: settings.upstreamProxy ?? undefined, environment: process.env }, self),
      tunnel: settings.tunnel,
      only: settings.only,
      rules: playback ?? rules,
      ...(settings.reverse !== null && { reverse: parseReverse(settings.reverse) }),
      caPem: readFileSync(root.certFile, 'utf8'),
      contextFor: (serverName) => leaves.contextFor(serverName),
      onNotice: notice,
      onConnection: (client) => connections.connected(client),
    },
    sink,
  );
  const { host, port } = await proxy.listen();
  // A bug in one call is no reason to break the others; where it was is said once.
  process.on('uncaughtException', (error) => noticeBug(error, endBrokenExchange()));
  parentPort!.on('message', async (command: ProxyCommand) => {
    if (command.kind === 'recording-lost') {
      sink.abandon();
      return;
    }
    if (command.kind === 'tunnel') {
      if (command.isRead) proxy.untunnel(command.host);
      else proxy.tunnel(command.host);
      return;
    }
    if (command.kind === 'pause') {
      sink.isPaused = command.isPaused;
      return;
    }
    await proxy.close(command.graceMs);
    sink.end();
    report({ kind: 'closed' });
    parentPort!.close();
  });
  report({ kind: 'listening', host, port, caFile: root.certFile });
}

function notice(line: string): void {
  report({ kind: 'notice', line });
}

const seenBugs = new Set<string>();

function noticeBug(error: unknown, broken = 'a call'): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (seenBugs.has(stack) || seenBugs.size > 100) return;
  seenBugs.add(stack);
  notice(`A bug in httpwhy broke ${broken}; please report it: ${sourceStack(stack)}`);
}

main().catch((error: unknown) => {
  // The writer may have begun, and may still be loading: it ends by itself, in order.
  recording.postMessage({ kind: 'end' } satisfies RecordMessage);
  report({ kind: 'failed', failure: toSpokenFailure(error) });
});
