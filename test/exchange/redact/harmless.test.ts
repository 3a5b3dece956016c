import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { redactAll } from '../../../src/exchange/redact.ts';
import { exchange, textBody } from '../../support/exchanges.ts';
import { type Harmless, harmlessValues } from './harmless.ts';

/** Whether the value is still there after redaction, among ordinary things. */
function survives({ place, name, value }: Harmless): boolean {
  const encoded = encodeURIComponent(value);
  const given = exchange({
    request: {
      url: `https://api.test/v1/items${place === 'path' ? `/${encoded}` : ''}${place === 'query' ? `?${name}=${encoded}` : ''}`,
    },
    response: {
      headers: [
        ['Content-Type', place === 'text' ? 'text/plain' : 'application/json'],
        ...(place === 'header' ? [[name, value] as const] : []),
      ],
      body: textBody(
        place === 'text' ? `${value}\n` : JSON.stringify(place === 'field' ? { item: { [name]: value } } : {}),
      ),
    },
  });
  const { items } = redactAll([{ exchange: given, annotation: null }]);
  const { request, response } = items[0]!.exchange;
  const body = Buffer.from(response?.body?.bytes ?? []).toString('utf8');
  return (
    request.url === given.request.url &&
    JSON.stringify(response?.headers) === JSON.stringify(given.response?.headers) &&
    body === Buffer.from(given.response?.body?.bytes ?? []).toString('utf8')
  );
}

test('of more than five hundred harmless values less than two in a hundred are masked', () => {
  const values = harmlessValues();
  expect(values.length).toBeGreaterThan(500);
  const masked = values
    .filter((value) => !survives(value))
    .map(({ place, name, value }) => `${place} ${name}: ${value}`);
  expect(masked.length, masked.join('\n')).toBeLessThan(values.length * 0.02);
});
