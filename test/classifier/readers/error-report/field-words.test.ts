import { describe, expect, test } from 'vitest';
import { fieldsInWords } from '../../../../src/classifier/readers/error-report/field-words.ts';

const named = (sentence: string) =>
  fieldsInWords(sentence, 'response.body').map(({ segments, location, code }) => [segments.join('.'), location, code]);

describe('fields that a sentence names', () => {
  test.each([
    ['name in body is required', ['name', 'body', undefined]],
    ['limit in query must be less than 100', ['limit', 'query', undefined]],
    ["Invalid value for: body (missing at 'name')", ['name', undefined, 'missing']],
    ['provided object should contain property name', ['name', undefined, 'missing']],
    ['Unrecognized field at: nmae', ['nmae', undefined, 'unknown']],
    ['Missing TTL Header, see the documentation', ['TTL', 'header', 'missing']],
  ])('%s', (sentence, field) => {
    expect(named(sentence)).toEqual([field]);
  });

  test.each([
    'Mandatory property is missing.',
    'Missing authorization header',
    'Missing required parameter',
    'An error in body parsing',
  ])('%s names none', (sentence) => {
    expect(named(sentence)).toEqual([]);
  });
});
