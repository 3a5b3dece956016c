import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import type { RequestMessage } from '../../exchange/exchange.ts';
import { readClientCertificate } from '../../proxy/upstream-connection/client-certificate.ts';
import { readProxyPolicy } from '../../proxy/upstream-connection/proxy-policy.ts';
import { type Verdict, verdictOf } from '../../replay/verdict.ts';
import type { CaptureReader } from '../../store/capture-reader.ts';
import type { NewRun } from '../../store/run-table.ts';
import { loadClassifier } from '../classifier.ts';
import { knownHistory } from '../known-history.ts';
import { RulesFiles, rulesFilesFor } from '../rules-files.ts';
import { runningProxy } from '../running.ts';
import { serverRoots } from '../server-roots.ts';
import { captureFile } from '../session.ts';
import type { ProxySettings } from '../threads/messages.ts';
import { ReplayRecording } from './recording.ts';
import { Wire } from './wire.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** An event stream that goes on and on is followed for so long. */
export const STREAM_MS = 30_000;

/** How servers are reached, and where it is recorded; as the proxy has them. */
export type ReplaySettings = Pick<
  ProxySettings,
  | 'folder'
  | 'maxBodyBytes'
  | 'upstreamCaFile'
  | 'verifiesServers'
  | 'upstreamProxy'
  | 'clientCertificates'
  | 'redactsCapture'
> & {
  readonly responseTimeoutMs: number;
};

export interface ReplayerOptions {
  readonly settings: ReplaySettings;
  readonly env: NodeJS.ProcessEnv;
  readonly reader: CaptureReader;
  /** The exchanges that are going to be repeated. */
  readonly ids: readonly number[];
  readonly run: Omit<NewRun, 'kind'>;
  readonly isMeasured: boolean;
  notice(line: string): void;
}

export interface Replayed {
  readonly before: AnnotatedExchange;
  /** Its number is 0 where it could not be stored. */
  readonly after: AnnotatedExchange;
  readonly verdict: Verdict;
}

/** Sends requests again, records and explains what comes of them, and compares it with the first time. */
export class Replayer {
  readonly #wire: Wire;
  readonly #recording: ReplayRecording;

  private constructor(wire: Wire, recording: ReplayRecording) {
    this.#wire = wire;
    this.#recording = recording;
  }

  /** @throws UserError where the capture cannot be written, or a file or URL of the settings is not right */
  static async open({ settings, env, reader, ids, run, isMeasured, notice }: ReplayerOptions): Promise<Replayer> {
    const { folder, upstreamProxy } = settings;
    const connection = {
      rootCertificates: serverRoots(settings.upstreamCaFile),
      verifiesServers: settings.verifiesServers,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      clientCertificates: settings.clientCertificates.map((option) => readClientCertificate(option, env)),
      upstreamProxy: readProxyPolicy({ option: upstreamProxy ?? undefined, environment: env }, ownProxy(folder, env)),
    };
    const classifier = await loadClassifier((rule, error) =>
      notice(`The rule ${rule} failed and was skipped: ${String(error)}`),
    );
    const own = await new RulesFiles(rulesFilesFor(folder, process.cwd())).readChanges();
    for (const line of own?.complaints ?? []) notice(line);
    const recording = await ReplayRecording.open({
      capture: captureFile(folder),
      run: { ...run, kind: 'replay' },
      history: knownHistory(reader, ids),
      classify: classifier(own?.rules ?? []),
      redaction: settings.redactsCapture === true ? await captureRedaction(folder) : null,
      isMeasured,
      notice,
    });
    const { maxBodyBytes, responseTimeoutMs } = settings;
    const wire = new Wire({ ...connection, maxBodyBytes, responseTimeoutMs }, (event) => recording.accept(event));
    return new Replayer(wire, recording);
  }

  /** Sends `request` in place of the one that `before` has, to the end of the exchange; the key is for `outcome`. */
  async send({ exchange }: AnnotatedExchange, request: RequestMessage): Promise<number> {
    const { id, messageCount } = exchange;
    let key = 0;
    const wish = { mostEvents: messageCount === 0 ? null : messageCount, streamMs: STREAM_MS };
    await this.#wire.send(request, wish, (given) => {
      key = given;
      this.#recording.begin(given, id);
    });
    return key;
  }

  /** Stores what has been sent, and compares it. In a series to be measured this waits until all of it is over. */
  async outcome(before: AnnotatedExchange, key: number): Promise<Replayed> {
    const after = await this.#recording.result(key);
    return { before, after, verdict: verdictOf(before, after) };
  }

  /** Breaks off what is under way; it is recorded as far as it came. */
  hangUp(): void {
    this.#wire.hangUp();
  }

  async close(): Promise<void> {
    this.#wire.close();
    await this.#recording.close();
  }
}

/** A shell that was set up for httpwhy names its proxy; what is sent again would be recorded twice. */
function ownProxy(folder: string, env: NodeJS.ProcessEnv): { readonly host: string; readonly port: number } | null {
  const running = runningProxy(folder);
  if (running !== undefined) return { host: '127.0.0.1', port: running.port };
  // Several runs at once have one announced.
  const url = env.HTTPWHY_ACTIVE === undefined ? undefined : env.HTTPS_PROXY;
  if (url === undefined || !URL.canParse(url)) return null;
  return { host: '127.0.0.1', port: Number(new URL(url).port) };
}

/** Loaded here only: few mask what they record. */
async function captureRedaction(folder: string) {
  const [{ CaptureRedaction }, { readRedactionRules }] = await Promise.all([
    import('../threads/capture-redaction.ts'),
    import('../redaction-rules.ts'),
  ]);
  return new CaptureRedaction(await readRedactionRules(folder));
}
