import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runningProxy } from '../../src/cli/running.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { hasPseudoTerminals, httpwhyInTerminal, type InTerminal } from '../support/pseudo-terminal.ts';
import { httpServer } from '../support/servers.ts';

/** The interface in a real terminal, with an origin behind its proxy. */
async function inTerminal(
  check: (shown: InTerminal & { readonly folder: string; call(path: string): Promise<void> }) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'httpwhy-test-'));
  const origin = await httpServer((request, response) => {
    response.writeHead(request.url === '/missing' ? 404 : 200, { 'content-type': 'text/plain' }).end('text');
  });
  const shown = httpwhyInTerminal(['start', '--port', '0'], { HTTPWHY_HOME: folder });
  const call = async (path: string) => {
    const [, port] = /REC {2}127\.0\.0\.1:(\d+)/.exec(shown.terminal.screen()) ?? [];
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const url = `http://127.0.0.1:${origin.port}${path}`;
    get({ host: '127.0.0.1', port, path: url, agent: false }, (response) => response.resume().on('end', resolve)).on(
      'error',
      reject,
    );
    await promise;
  };
  try {
    await shown.terminal.until((screen) => screen.includes('Nothing recorded yet.') && screen.includes('q quit'));
    await check({ ...shown, folder, call });
  } finally {
    shown.hangUp();
    await shown.ended;
    const pid = runningProxy(folder)?.pid;
    if (pid !== undefined) process.kill(pid, 'SIGTERM');
    await vi.waitFor(() => expect(runningProxy(folder)).toBeUndefined(), { timeout: 20_000 });
    await origin.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(!hasPseudoTerminals)('in a real terminal', () => {
  test('calls are shown, filtered and opened, and the terminal is given back as it was', async () => {
    await inTerminal(async ({ terminal, type, call, ended }) => {
      await call('/found');
      await call('/missing');
      await terminal.until((screen) => screen.includes('2 calls') && /▸✗ .*404/.test(screen));
      type('/missing');
      await terminal.until((screen) => screen.includes('filter: missing') && !screen.includes('/found'));
      type('\r');
      await terminal.until((screen) => screen.includes('esc clear filter'));
      type('\r');
      await terminal.until((screen) => screen.includes('[1 Why]'));
      type('q');
      await terminal.until((screen) => screen.includes('▸✗') && !screen.includes('[1 Why]'));
      type('q');
      expect(await ended).toBe(0);
      expect(terminal).toMatchObject({ isAlternate: false, isCursorShown: true, isPasteBracketed: false });
      expect(terminal).toMatchObject({ isWheelKeys: false, isMouseReported: false });
      expect(terminal.screen()).toMatch(/ icanon /);
      expect(terminal.screen()).toMatch(/ echo /);
    });
  });

  test('when the terminal goes away, the program ends, and what was recorded is kept', async () => {
    await inTerminal(async ({ terminal, call, hangUp, folder }) => {
      await call('/found');
      await terminal.until((screen) => screen.includes('1 call '));
      hangUp();
      await vi.waitFor(() => expect(runningProxy(folder)).toBeUndefined(), { timeout: 20_000, interval: 50 });
      const reader = new CaptureReader(join(folder, 'capture.db'));
      try {
        expect(reader.counts()).toMatchObject({ success: 1, pending: 0 });
      } finally {
        reader.close();
      }
    });
  });
});
