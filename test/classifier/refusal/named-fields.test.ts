import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { usableFields } from '../../../src/classifier/refusal/named-fields.ts';
import { exchange } from '../build.ts';
import { JSON_TYPE } from '../capture.ts';

const names = (request: object, body: object, status = 422) =>
  usableFields(
    createFacts(
      exchange({
        method: 'POST',
        status,
        requestHeaders: [JSON_TYPE],
        requestBody: JSON.stringify(request),
        body: JSON.stringify(body),
      }),
    ),
  ).map(({ name }) => name);

describe('the fields that a server names', () => {
  test('come from lists of names and of sentences', () => {
    expect(names({}, { error_codes: ['amount_required', 'currency_invalid'] })).toEqual(['amount', 'currency']);
    const causes = [{ errorSummary: 'login: An object with this field already exists' }];
    expect(names({ login: 'a' }, { errorSummary: 'Api validation failed: login', errorCauses: causes })).toEqual([
      'login',
    ]);
    expect(
      names({}, { errors: [{ code: 'version_invalid', message: 'The requested version could not be found' }] }),
    ).toEqual([]);
  });

  test('come from the sentence where it calls a member of the request by its name', () => {
    expect(names({ currency: 'x' }, { error: 'currency does not have a valid value' })).toEqual(['currency']);
    expect(names({ image: 'x' }, { message: 'You specified an invalid image for Droplet creation.' })).toEqual([
      'image',
    ]);
    expect(names({ size: 'x' }, { message: 'You specified an invalid image for Droplet creation.' })).toEqual([]);
    expect(names({ currency: 'x' }, { error: 'currency does not have a valid value' }, 403)).toEqual([]);
  });

  test('are neither envelopes nor credentials', () => {
    expect(names({}, { non_field_errors: ['Unable to log in with provided credentials.'] }, 400)).toEqual([]);
    expect(names({}, { error: 'Missing required header: Authorization' }, 400)).toEqual([]);
    expect(names({}, { error: "Missing required parameter: 'messages'." }, 400)).toEqual(['messages']);
  });
});
