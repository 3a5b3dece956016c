import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/unknown-field.ts';
import { type Difference, find } from '../build.ts';
import { JSON_TYPE } from '../capture.ts';

const posted = (requestBody: string, body: object, difference: Difference = {}) =>
  find(rule, {
    method: 'POST',
    status: 400,
    requestHeaders: [JSON_TYPE],
    requestBody,
    body: JSON.stringify(body),
    ...difference,
  });

describe('unknown-field', () => {
  test('is certain where the server does not know it and the request has it', () => {
    expect(posted('{"nam":"x"}', { message: 'property nam should not exist' })).toMatchObject({
      cause: 'unknown-field',
      confidence: 'certain',
      summary: '"nam" should not exist; the request sent "x"',
    });
  });

  test('gives the name that the server suggests', () => {
    const body = { errors: [{ message: 'Cannot query field "nmae" on type "User". Did you mean "name"?' }] };
    expect(posted('{"query":"{ user { nmae } }"}', body)).toMatchObject({
      confidence: 'likely',
      summary: 'Cannot query field "nmae" on type "User". Did you mean "name"?',
      advice: 'Write name instead of nmae.',
    });
  });

  test('is only likely where the server leaves it open', () => {
    const message = "Field 'cf_1' cannot be set. It is not on the appropriate screen, or unknown.";
    expect(posted('{"cf_1":3}', { errors: { cf_1: message } })).toMatchObject({ confidence: 'likely' });
  });

  test('is silent about a column that the server itself asked for, and a wrong value', () => {
    expect(find(rule, { status: 500, body: '{"error":"relation \\"users\\" does not exist"}' })).toBeUndefined();
    expect(posted('{"nam":"x"}', { message: 'nam must be one of a, b' })).toBeUndefined();
  });
});

describe('a field that is not known beside one that is asked for', () => {
  const sent = (body: object, message: string[]) =>
    find(rule, {
      method: 'POST',
      status: 400,
      requestHeaders: [['Content-Type', 'application/json']],
      requestBody: JSON.stringify(body),
      body: JSON.stringify({ statusCode: 400, message, error: 'Bad Request' }),
    });

  test('is a slip of the pen where the names are nearly the same', () => {
    expect(sent({ emial: 'a@b.c' }, ['property emial should not exist', 'email must be an email'])).toMatchObject({
      summary: '"emial" should not exist; the request sent "a@b.c"; "email" is missing, and probably meant',
      advice: 'Write email instead of emial.',
    });
  });

  test('is another matter where they are not', () => {
    expect(sent({ colour: 'red' }, ['property colour should not exist', 'email must be an email'])?.advice).toBe(
      'Remove "colour", or correct its spelling; it may belong to another version or another part of the body.',
    );
  });
});
