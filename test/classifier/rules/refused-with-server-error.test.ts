import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/refused-with-server-error.ts';
import { annotate, type Difference, find } from '../build.ts';

const failed = (message: string, difference: Difference = {}) =>
  find(rule, { status: 500, method: 'POST', body: JSON.stringify({ message }), ...difference });

describe('refused-with-server-error', () => {
  test('reads the fault of a SOAP client, which HTTP carries under 500', () => {
    const body =
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>The session has expired, please log in again</faultstring></s:Fault></s:Body></s:Envelope>';
    expect(
      annotate(rule, { status: 500, method: 'POST', headers: [['Content-Type', 'text/xml']], body }),
    ).toMatchObject({
      cause: 'expired-credentials',
      fault: 'client',
      confidence: 'likely',
      retry: 'after_fix',
    });
  });

  test.each([
    ['FailedAuthentication', 'invalid-credentials'],
    ['ActionNotSupported', 'wrong-url'],
    ['Server', undefined],
  ])('reads the fault code %s of the standards around SOAP', (code, cause) => {
    const body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>x:${code}</faultcode><faultstring>It went wrong</faultstring></s:Fault></s:Body></s:Envelope>`;
    expect(failed('', { headers: [['Content-Type', 'text/xml']], body })?.cause).toBe(cause);
  });

  test('reads the codes of JSON-RPC', () => {
    const body = '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}';
    expect(failed('', { body })).toMatchObject({ cause: 'wrong-url', confidence: 'likely' });
  });

  test('takes a sentence that leaves no doubt', () => {
    expect(failed('email is already registered')).toMatchObject({ cause: 'already-exists', fault: 'client' });
  });

  test('is silent where the server itself failed, where it gives no reason, and under other statuses', () => {
    expect(failed('connect ECONNREFUSED 10.0.0.9:5432')).toBeUndefined();
    expect(failed('Something went wrong')).toBeUndefined();
    expect(failed("ENOENT: no such file or directory, open '/app/templates/invoice.hbs'")).toBeUndefined();
    expect(failed("Unknown column 'ordres.total' in 'field list'")).toBeUndefined();
    expect(failed('IllegalStateException: cart is empty already')).toBeUndefined();
    expect(failed("TypeError: Cannot read properties of undefined (reading 'id')")).toBeUndefined();
    expect(failed('email is already registered', { status: 409 })).toBeUndefined();
  });
});
