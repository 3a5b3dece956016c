import { describe, expect, test } from 'vitest';
import { completions, quotedIfNeeded } from '../../../src/store/filter/completions.ts';
import { parseFilter } from '../../../src/store/filter/parse.ts';
import { exchange } from '../../support/exchanges.ts';
import { fillers, withCaptured } from './captured.ts';

const SEEN = ['api.example.com', 'localhost:3000', 'orders (old), "new"'];

/** The filter with the caret at `|`, and what it becomes with each candidate. */
function completed(marked: string): string[] {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { start, end, candidates } = completions(text, caret, (_field, typed) =>
    SEEN.filter((value) => value.toLowerCase().includes(typed)),
  );
  return candidates.map((candidate) => text.slice(0, start) + candidate.text + text.slice(end));
}

describe('at the caret', () => {
  test.each([
    ['sta|', ['status:']],
    ['method:POST sta| host:a', ['method:POST status: host:a']],
    ['-sta|', ['-status:']],
    ['(req|', ['(request.header:', '(request.body:', '(request.type:', '(request.size:']],
    ['ttf|', ['wait:']],
    ['is:fai|', ['is:failed']],
    ['is:fai|led', ['is:failed']],
    ['is:failed,dou|', ['is:failed,doubtful']],
    ['cause:rate|', ['cause:rate-limited']],
    ['host:EXA|', ['host:api.example.com']],
    ['host:local| or x', ['host:localhost:3000 or x']],
    ['route:old|', ['route:"orders (old), \\"new\\""']],
    ['header:x-req|', ['header:x-request-id']],
    ['body:"a sta|', []],
    ['nosuch:|', []],
    ['zzz|', []],
  ])('%s', (marked, expected) => {
    expect(completed(marked)).toEqual(expected);
  });

  test('the beginning of a value is offered before its middle', () => {
    expect(
      completed('cause:invalid|')
        .slice(0, 2)
        .every((text) => text.startsWith('cause:invalid')),
    ).toBe(true);
  });

  test('a new term begins with the fields; behind another one also with what joins them', () => {
    expect(completed('|')[0]).toBe('status:');
    expect(completed('|')).not.toContain('or ');
    expect(completed('is:failed |')).toContain('is:failed or ');
  });

  test('every candidate says what it is for', () => {
    expect(completions('is:failed', 9, () => []).candidates).toEqual([
      { text: 'failed', help: 'a failing status or none at all, or broken off', kind: 'value' },
    ]);
    expect(completions('stat', 4, () => []).candidates).toEqual([
      { text: 'status:', help: 'status code, status:5xx,429', kind: 'field' },
    ]);
  });

  test('whatever was typed, and wherever the caret is, it answers', () => {
    for (const text of ['a"b c:d', '((-', 'status:>=', 'x:"\\', '"', 'host:a,"b', '\ud800:']) {
      for (let caret = 0; caret <= text.length; caret += 1)
        expect(() => completions(text, caret, () => SEEN)).not.toThrow();
    }
  });
});

test('a value that needs quotes is read back as it is', () => {
  for (const value of ['a b', 'a,b', '(x)', 'say "hi"', "it's", 'back\\slash', '>5', 'a*b', '1..2', 'tab\tline\n']) {
    expect(parseFilter(`note:${quotedIfNeeded(value)}`, 0)).toMatchObject({ tests: [{ pattern: [value] }] });
  }
  expect(quotedIfNeeded('api.example.com:8443')).toBe('api.example.com:8443');
});

test('hosts, routes, labels and runs come from the capture, those in the index and those that are not', () =>
  withCaptured((captured) => {
    const call = (url: string) => ({ exchange: exchange({ request: { url } }) });
    captured.add([
      call('https://often.test/a'),
      call('https://often.test/b'),
      call('https://once.test/a'),
      ...fillers(80),
    ]);
    captured.index();
    captured.add([call('https://late.test/a')]);
    captured.sql((database) => database.exec("insert into label values (1, 'check out')"));
    const offered = (text: string) => captured.reader.completions(text, text.length).candidates.map((one) => one.text);
    expect(offered('host:o')).toEqual(['often.test', 'once.test']);
    expect(offered('host:late')).toEqual(['late.test']);
    expect(offered('host:nosuch')).toEqual([]);
    expect(offered('route:often')).toEqual(['"GET often.test/a"', '"GET often.test/b"']);
    expect(offered('label:')).toEqual(['"check out"']);
    expect(offered('run:che')).toEqual(['checkout']);
  }));
