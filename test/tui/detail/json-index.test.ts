import { describe, expect, test } from 'vitest';
import { indexJson, nodeAt, pathOf } from '../../../src/tui/detail/body/json-index.ts';

describe('indexJson', () => {
  const GOOD = ['{}', '[]', ' [1, -0.5e+3 ,true,null,"\\u00e9\\"",{"a":{"b":[]}}] ', '"x"', '0', '{"":{"":1}}'];
  const BAD = [
    '',
    '{',
    '[1,]',
    '{"a":1,}',
    '[,]',
    '01',
    '+1',
    '.5',
    '1.',
    '"\\x"',
    '"\u0001"',
    '{a:1}',
    "{'a':1}",
    '[1 2]',
    '{"a" 1}',
    'nul',
    '[1]]',
    'NaN',
    '"\\u12g4"',
    '[}',
  ];

  test.each(GOOD)('reads %s as JSON.parse does', (text) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(indexJson(text)).toMatchObject({ isCut: false });
  });

  test.each(BAD)('refuses %j as JSON.parse does', (text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(indexJson(text)).toBeUndefined();
  });

  test('every beginning of a document that was cut is read as far as it goes', () => {
    const text = '{"a":[1,{"b":"x\\u00e9y"},true],"c":null}';
    for (let length = 1; length < text.length; length += 1) {
      expect([length, indexJson(text.slice(0, length), true)?.isCut]).toEqual([length, true]);
    }
    expect(indexJson('{"a":1} x', true)).toBeUndefined();
    expect(indexJson('{"a":1,]', true)).toBeUndefined();
    expect(indexJson('plain text', true)).toBeUndefined();
  });

  test('a body of nothing but brackets does not run out of stack', () => {
    expect(indexJson('['.repeat(100_000) + ']'.repeat(100_000))?.nodes.length).toBe(100_000);
  });

  test('of more values than are laid out it reads the first', () => {
    const index = indexJson(`[${'1,'.repeat(300_000)}1]`);
    expect([index?.isCut, index?.nodes.length]).toEqual([true, 200_000]);
  });
});

describe('pointers and paths', () => {
  const index = indexJson('{"a/b":[{"x~y":1},{"ok":2}],"z":1,"z":2}')!;

  test('a JSON Pointer leads to a value; of duplicate names to the last', () => {
    const valueAt = (pointer: string) => {
      const at = nodeAt(index, pointer);
      return at === undefined ? undefined : index.text.slice(index.nodes[at]!.start, index.nodes[at]!.end);
    };
    expect(valueAt('/a~1b/0/x~0y')).toBe('1');
    expect(valueAt('/a~1b/1')).toBe('{"ok":2}');
    expect(valueAt('/z')).toBe('2');
    expect(valueAt('')).toBe(index.text);
    expect([valueAt('/nothing'), valueAt('/z/deeper'), valueAt('/a~1b/2')]).toEqual([undefined, undefined, undefined]);
  });

  test('a path is written as jq reads it', () => {
    const paths = ['', '/a~1b/0/x~0y', '/a~1b/1/ok'].map((pointer) => pathOf(index, nodeAt(index, pointer)!));
    expect(paths).toEqual(['.', '."a/b"[0]."x~y"', '."a/b"[1].ok']);
    const list = indexJson('[[1]]')!;
    expect(pathOf(list, nodeAt(list, '/0/0')!)).toBe('.[0][0]');
  });
});
