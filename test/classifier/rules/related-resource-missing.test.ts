import { describe, expect, test } from 'vitest';
import { rule as related } from '../../../src/classifier/rules/related-resource-missing.ts';
import { rule as missing } from '../../../src/classifier/rules/resource-not-found.ts';
import { type Difference, find } from '../build.ts';
import { JSON_TYPE } from '../capture.ts';

const posted = (requestBody: string, body: object, difference: Difference = {}): Difference => ({
  method: 'POST',
  status: 404,
  requestHeaders: [JSON_TYPE],
  requestBody,
  body: JSON.stringify(body),
  ...difference,
});

describe('related-resource-missing', () => {
  test('names the field that refers to it, and the value', () => {
    const call = posted(
      '{"customer":"cus_9"}',
      { error: { message: "No such customer: 'cus_9'", param: 'customer' } },
      { status: 400 },
    );
    expect(find(related, call)).toMatchObject({
      cause: 'related-resource-missing',
      confidence: 'likely',
      summary: "No such customer: 'cus_9'",
    });
    expect(find(missing, call)).toBeUndefined();
  });

  test('finds the value that the server repeats in the body', () => {
    const call = posted('{"model":"gpt-9"}', { error: { message: 'The model `gpt-9` does not exist' } });
    expect(find(related, call)).toMatchObject({
      summary: 'The model `gpt-9` does not exist (404, POST /v1/orders on api.example.com)'.replace(
        /^(.*)( \(404.*)$/,
        '"$1"$2',
      ),
      evidence: expect.arrayContaining([{ where: 'request.body#/model', what: 'model "gpt-9"' }]),
    });
  });

  test('names the member that identifies the thing where the server does not', () => {
    const call = posted(
      '{"TableName":"user"}',
      { __type: 'ResourceNotFoundException', message: 'Requested resource not found' },
      { status: 400 },
    );
    expect(find(related, call)!.summary).toBe(
      '"Requested resource not found" (400 ResourceNotFoundException, TableName "user", POST /v1/orders on api.example.com)',
    );
  });

  test('tells the thing of the path from the one of the body by what the server calls it', () => {
    const url = 'https://api.example.com/users/5/roles';
    const role = posted('{"role":"adm"}', { error: "Role 'adm' does not exist" }, { url });
    const user = posted('{"role":"adm"}', { error: 'User not found' }, { url });
    expect([find(related, role)?.cause, find(missing, role)]).toEqual(['related-resource-missing', undefined]);
    expect([find(related, user), find(missing, user)?.cause]).toEqual([undefined, 'resource-not-found']);
  });

  test('knows the foreign keys of databases', () => {
    const message = 'insert or update on table "orders" violates foreign key constraint "fk_product"';
    expect(find(related, posted('{"product":9}', { message }, { status: 400 }))).toBeDefined();
    expect(find(related, posted('{"product":9}', { message }, { status: 401 }))).toBeUndefined();
  });
});

describe('what a sentence is about', () => {
  const get = (url: string, body: object) => ({ url, status: 404, body: JSON.stringify(body) });

  test('is the value by which a thing is looked up, where the path has none', () => {
    const call = get('https://api.example.com/weather?units=metric&q=Lodnon', { message: 'city not found' });
    expect(find(related, call)).toMatchObject({
      summary: '"city not found" (404, q "Lodnon", GET /weather on api.example.com)',
      evidence: expect.arrayContaining([{ where: 'request.url?q', what: 'q "Lodnon"' }]),
      advice: 'Check spelling and form of q: nothing is known here under that value.',
    });
    expect(find(missing, call)).toBeUndefined();
  });

  test('is the segment behind the collection that it names, not the last one', () => {
    const call = get('https://api.example.com/orgs/acme/projects/web/users/7', { error: 'Project not found' });
    expect(find(missing, call)?.summary).toBe(
      'no web: Project not found (404, GET /orgs/acme/projects/web/users/7 on api.example.com)',
    );
    expect(find(related, call)).toBeUndefined();
  });

  test('is the member that the word before says, of two of a kind', () => {
    const call = posted('{"user":"me","recipient":"u_9"}', { error: 'Recipient user does not exist' }, { status: 400 });
    expect(find(related, call)?.summary).toBe(
      '"Recipient user does not exist" (400, recipient "u_9", POST /v1/orders on api.example.com)',
    );
  });
});
