import { expect, test } from 'vitest';
import { jsonValue, withJsonValue } from '../../src/replay/json-place.ts';

test.each([
  ['{"a": 1,  "b":12345678901234567890}', '/a', '2', '{"a": 2,  "b":12345678901234567890}'],
  ['{"a":{"b":[1,{"c":true}]}}', '/a/b/1/c', 'false', '{"a":{"b":[1,{"c":false}]}}'],
  ['[1,2,3]', '/1', '{"x":[]}', '[1,{"x":[]},3]'],
  ['{"a/b":1,"m~n":2}', '/a~1b', '0', '{"a/b":0,"m~n":2}'],
  ['{"a/b":1,"m~n":2}', '/m~0n', '0', '{"a/b":1,"m~n":0}'],
  ['{"":1}', '/', '2', '{"":2}'],
  ['{"a":1}', '', '[]', '[]'],
  [' \n{"a" : "x}]\\"" }', '/a', 'null', ' \n{"a" : null }'],
  ['{"a":1,"a":2}', '/a', '3', '{"a":1,"a":3}'],
  ['\ufeff{"a":1}', '/a', '2', '\ufeff{"a":2}'],
])('in %j the value at %j takes the place of the other, and nothing else changes', (text, pointer, value, expected) => {
  expect(withJsonValue(text, pointer, value)).toBe(expected);
});

test.each([
  ['{"a":1}', '/b', '{"a":1,"b":2}'],
  ['{"a": 1}', '/b', '{"a": 1, "b": 2}'],
  ['{\n  "a": 1\n}', '/b', '{\n  "a": 1,\n  "b": 2\n}'],
  ['{}', '/b', '{"b":2}'],
  ['[]', '/-', '[2]'],
  ['[1]', '/1', '[1,2]'],
  ['{"list": [ 1 ]}', '/list/-', '{"list": [ 1, 2 ]}'],
])('to %j a member is added at %s in the manner of the others', (text, pointer, expected) => {
  expect(withJsonValue(text, pointer, '2')).toBe(expected);
});

test.each([
  ['a=1', '/a', '--set-json /a cannot be done: the body is not JSON.'],
  ['{"a":1}', 'a', '--set-json a cannot be done: a place begins with a slash.'],
  ['{"a":1}', '/x/y', '--set-json /x/y cannot be done: there is nothing at /x.'],
  ['{"a":1}', '/a/b', '--set-json /a/b cannot be done: /a is neither an object nor a list.'],
  ['3', '/a', '--set-json /a cannot be done: the whole body is neither an object nor a list.'],
  ['[1,2]', '/7', '--set-json /7 cannot be done: the list has 2 elements, and none of number 7.'],
])('in %j the place %s is refused', (text, pointer, message) => {
  expect(() => withJsonValue(text, pointer, '0')).toThrow(message);
});

test('a body of nothing but brackets does not exhaust the stack', () => {
  const deep = `{"a":${'['.repeat(3000)}${']'.repeat(3000)},"b":1}`;
  expect(withJsonValue(deep, '/b', '2')).toBe(deep.replace('"b":1', '"b":2'));
});

test('what is JSON is taken as it is, all else as a string', () => {
  expect(['12', '"12"', 'true', '{"a":1}', 'hello', '', '12 EUR'].map(jsonValue)).toEqual([
    '12',
    '"12"',
    'true',
    '{"a":1}',
    '"hello"',
    '""',
    '"12 EUR"',
  ]);
});
