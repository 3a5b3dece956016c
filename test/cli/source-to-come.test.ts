import { describe, expect, test } from 'vitest';
import { SourceToCome } from '../../src/cli/source-to-come.ts';
import { LogLens } from '../../src/tui/log-lens.ts';
import { initialState } from '../../src/tui/state.ts';
import { followed } from '../../src/tui/viewport.ts';
import { EXPIRED, memorySource, NOON, row } from '../tui/support.ts';

const LAST = { filter: '', anchor: { kind: 'last' }, limit: 10 } as const;

describe('a capture that cannot be read yet', () => {
  test('is empty', () => {
    const source = new SourceToCome();
    expect(source.isToCome).toBe(true);
    expect(source.page(LAST)).toEqual([]);
    expect(source.counts().pending).toBe(0);
    expect([source.detail(1), source.annotation(1), source.nextFailure(0, 'newer', '')]).toEqual([
      undefined,
      null,
      undefined,
    ]);
    expect(source.completions('is:', 3)).toEqual({ start: 3, end: 3, candidates: [] });
  });

  test('tells when it can, and what happens after that; nothing to who has stopped listening', () => {
    const source = new SourceToCome();
    const heard = { one: 0, other: 0 };
    source.onChange(() => {
      heard.one += 1;
    });
    source.onChange(() => {
      heard.other += 1;
    })();
    const capture = memorySource(row(1));
    source.arrived(capture);
    expect([source.isToCome, source.page(LAST).length, heard.one]).toEqual([false, 1, 1]);
    capture.put(row(2));
    expect([source.page(LAST).length, heard]).toEqual([2, { one: 2, other: 0 }]);
  });

  test('what it holds then has not just happened: incidents are known, and there is no rate', () => {
    const source = new SourceToCome();
    const lens = new LogLens(source);
    const state = initialState({ columns: 80, rows: 24 }, NOON);
    lens.read(state, followed, NOON);
    source.arrived(memorySource(...Array.from({ length: 9 }, (_, index) => row(index + 1, EXPIRED))));
    const { glance, log } = lens.read(state, followed, NOON + 400);
    expect([glance.pulse.perSecond, glance.incidents, log.rows.length]).toEqual([0, 1, 1]);
  });
});
