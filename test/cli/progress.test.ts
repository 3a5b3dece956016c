import { describe, expect, test } from 'vitest';
import { progress, progressText } from '../../src/cli/progress.ts';

const BYTES = { label: 'import a.har', unit: 'bytes', total: 1_000_000_000 };

describe('the line of something that lasts', () => {
  test('has a bar, amount, rate and what is left', () => {
    expect(progressText(BYTES, 425_000_000, 95_000_000, '1,204 exchanges')).toBe(
      'import a.har ████████▌            42 % · 425 MB of 1.0 GB · 95 MB/s · 6.1 s left · 1,204 exchanges',
    );
  });

  test('counts things as well as bytes, and never shows more than all', () => {
    const calls = { label: 'replay', unit: 'calls', total: 20 };
    expect(progressText(calls, 25, 1.5)).toBe('replay ████████████████████ 100 % · 25 of 20 calls · 1.5/s · 0 ms left');
  });

  test('has no bar where the end is not known, and no rate where nothing has moved', () => {
    expect(progressText({ label: 'read', unit: 'exchanges', total: null }, 1500, 0)).toBe('read · 1,500 exchanges');
  });
});

describe('on a terminal', () => {
  const terminal = (isTTY: boolean, columns = 200) => {
    const written: string[] = [];
    return { written, stream: { isTTY, columns, write: (text: string) => written.push(text) > 0 } as never };
  };

  test('the line is written over, not at once and not too often, with the rate of the last seconds', () => {
    let now = 0;
    const { stream, written } = terminal(true);
    const line = progress(stream, { ...BYTES, total: 100_000_000 }, () => now);
    const at = (ms: number, done: number) => {
      now = ms;
      line.show(done);
    };
    at(100, 1);
    expect(written).toEqual([]);
    at(1000, 10_000_000);
    at(1100, 11_000_000);
    expect(written.length).toBe(1);
    expect(written[0]!.startsWith('\r\u001b[Kimport a.har ')).toBe(true);
    expect(written[0]!.endsWith(' 10 MB/s · 9 s left')).toBe(true);
    // It becomes slower: the first seconds do not count for ever.
    for (let second = 2; second <= 12; second += 1) at(second * 1000, 10_000_000 + second * 1_000_000);
    expect(written.at(-1)).toContain('· 1.0 MB/s ·');
    line.clear();
    expect(written.at(-1)).toBe('\r\u001b[K');
    const { length } = written;
    line.clear();
    expect(written.length).toBe(length);
  });

  test('the line never wraps', () => {
    let now = 0;
    const { stream, written } = terminal(true, 40);
    const line = progress(stream, BYTES, () => now);
    now = 600;
    line.show(1, 'x'.repeat(100));
    expect(written[0]!.length).toBe('\r\u001b[K'.length + 39);
  });

  test('elsewhere there is none', () => {
    let now = 0;
    const { stream, written } = terminal(false);
    const line = progress(stream, BYTES, () => now);
    now = 9000;
    line.show(5);
    line.clear();
    expect(written).toEqual([]);
  });
});
