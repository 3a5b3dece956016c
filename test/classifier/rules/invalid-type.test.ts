import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/invalid-type.ts';
import { rule as wrongType } from '../../../src/classifier/rules/wrong-content-type.ts';
import { type Difference, find } from '../build.ts';
import { FORM_TYPE, JSON_TYPE } from '../capture.ts';

const posted = (requestBody: string, body: object, difference: Difference = {}) =>
  find(rule, {
    method: 'POST',
    status: 400,
    requestHeaders: [JSON_TYPE],
    requestBody,
    body: JSON.stringify(body),
    ...difference,
  });

describe('invalid-type', () => {
  test('names field, demand and value, proven where the value has another JSON type', () => {
    expect(posted('{"amount":"twelve"}', { error: 'amount must be an integer' })).toMatchObject({
      cause: 'invalid-type',
      confidence: 'certain',
      summary: '"amount" must be an integer; the request sent "twelve"',
      evidence: [
        { where: 'request.body#/amount', what: '"twelve" (string)' },
        { where: 'response.body#/error', what: 'amount must be an integer' },
        { where: 'response.status', what: '400' },
      ],
      advice: 'Send "amount" as a number, without quotes, units or thousands separators.',
    });
  });

  test('is only likely of what looks like the type, and of a form, which has nothing but strings', () => {
    expect(posted('{"amount":"12.50"}', { error: 'amount must be an integer' })).toMatchObject({
      confidence: 'likely',
    });
    const form = { requestHeaders: [FORM_TYPE] };
    expect(
      posted(
        'amount=12.50',
        { error: { code: 'parameter_invalid_integer', param: 'amount', message: 'Invalid integer: 12.50' } },
        form,
      ),
    ).toMatchObject({
      confidence: 'likely',
      summary: '"amount": Invalid integer: 12.50',
    });
  });

  test('reads the codes of validators', () => {
    const zod = {
      issues: [
        {
          code: 'invalid_type',
          expected: 'number',
          received: 'string',
          path: ['age'],
          message: 'Expected number, received string',
        },
      ],
    };
    expect(posted('{"age":"5"}', zod)!.summary).toBe('"age" expected number, received string; the request sent "5"');
    const go = { error: 'json: cannot unmarshal string into Go struct field User.age of type int' };
    expect(posted('{"age":"x"}', go)!.summary).toBe(
      'json: cannot unmarshal string into Go struct field User.age of type int; the request sent "x"',
    );
  });

  test('is silent about a wrong value, an absent field, and a failure inside the server', () => {
    expect(posted('{"amount":-1}', { error: 'amount must be greater than 0' })).toBeUndefined();
    expect(posted('{}', { error: 'amount must be an integer' })).toBeUndefined();
    expect(
      posted('{}', { message: 'TypeError: Cannot convert undefined or null to object' }, { status: 500 }),
    ).toBeUndefined();
  });
});

describe('a body of FastAPI that is no object', () => {
  const detail = [
    {
      type: 'model_attributes_type',
      loc: ['body'],
      msg: 'Input should be a valid dictionary or object to extract fields from',
    },
  ];
  const sent = (type: string, requestBody: string, details: object[] = detail) => ({
    method: 'POST',
    status: 422,
    requestHeaders: [['Content-Type', type]] as [string, string][],
    requestBody,
    body: JSON.stringify({ detail: details }),
  });

  test('was encoded twice where it is a string that holds JSON', () => {
    expect(find(rule, sent('application/json', JSON.stringify('{"name":"a"}')))).toMatchObject({
      summary: expect.stringMatching(/^the body is a JSON string that holds JSON: /),
      advice: 'Encode the value once: the client serialised a text that was JSON already.',
    });
    expect(find(rule, sent('application/json', '"just a text"'))?.summary).not.toMatch(/holds JSON/);
  });

  test('is of another format where it is a form', () => {
    const form = sent('application/x-www-form-urlencoded', 'name=a&age=3');
    expect(find(rule, form)).toBeUndefined();
    expect(find(wrongType, form)).toMatchObject({
      summary: expect.stringMatching(/^the body is a form, and the server wants JSON: /),
      advice: 'Send the values as JSON with Content-Type: application/json; a form is not read here.',
    });
    expect(find(wrongType, sent('application/json', '[1]'))).toBeUndefined();
  });

  test('has a member that was serialised on its own', () => {
    const inner = [{ type: 'dict_type', loc: ['body', 'meta'], msg: 'Input should be a valid dictionary' }];
    expect(find(rule, sent('application/json', '{"meta":"{\\"a\\":1}"}', inner))?.advice).toBe(
      'Send "meta" as an object and not as a text that holds JSON: it was serialised twice.',
    );
    expect(find(rule, sent('application/json', '{"meta":"none"}', inner))?.advice).toBe('Send "meta" as an object.');
  });
});
