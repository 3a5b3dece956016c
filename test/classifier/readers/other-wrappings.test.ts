import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { type Difference, exchange } from '../build.ts';

const failure = (body: string, difference: Difference = {}) =>
  createFacts(
    exchange({ status: 200, headers: [['Content-Type', 'application/json']], body, ...difference }),
  ).failedSuccess();

describe('an answer in a wrapping', () => {
  test.each([
    ['JSONP', 'callback( {"error":100016,"error_description":"token check failed"} );', 'response.body#/error'],
    ['a guard', ')]}\'\n{"success":false,"message":"no such change"}', 'response.body#/success'],
    [
      'the name of the product',
      '{"subsonic-response":{"status":"failed","error":{"code":40,"message":"Wrong password"}}}',
      'response.body#/subsonic-response/error',
    ],
    [
      'two of them',
      '{"ocs":{"meta":{"status":"failure","statuscode":404,"message":"no user"},"data":[]}}',
      'response.body#/ocs/meta/status',
    ],
    ['the head of an API', '{"meta":{"rc":"error","msg":"api.err.LoginRequired"},"data":[]}', 'response.body#/meta/rc'],
    ['results that are none', '{"results":{"code":500,"msg":"cannot connect"}}', 'response.body#/results/code'],
    ['a log', '{"tx_response":{"code":32,"raw_log":"sequence mismatch"}}', 'response.body#/tx_response/code'],
  ])('%s', (_name, body, where) => {
    expect(failure(body)?.where).toBe(where);
  });

  test.each([
    ['a call that worked', 'cb({"results":["error"],"q":"error"});'],
    ['a thing with a state of its own', '{"job":{"id":7,"status":"failed","error":{"message":"out of memory"}}}'],
    ['a result that has an id', '{"result":{"id":7,"status":"failed","error":{"message":"out of memory"}}}'],
    ['texts of an application', '{"errors":{"required":"Pflichtfeld","invalid":"Ungültig"},"title":"Anmelden"}'],
    ['a good head', '{"meta":{"rc":"ok"},"data":[{"error":null}]}'],
    ['a transaction that took the other branch', '{"header":{"revision":"12"},"succeeded":false,"responses":[]}'],
  ])('%s is none', (_name, body) => {
    expect(failure(body)).toBeUndefined();
  });
});
