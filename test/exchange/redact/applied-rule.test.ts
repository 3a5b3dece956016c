import { expect, test } from 'vitest';
import { redactExchange } from '../../../src/exchange/redact.ts';
import { exchange } from '../../support/exchanges.ts';

test('what a rule changed is masked as it would be in its place', () => {
  const token = 'Bearer sk_live_51HxAbCdEfGhIjKlMnOpQr';
  const redacted = redactExchange(
    exchange({
      rule: {
        name: 'other tenant',
        effect: 'changed',
        changes: [
          { where: 'request.headers.authorization', before: token, after: null },
          { where: 'request.path', before: '/v1/orders?api_key=4f9d8c7b6a5e4d3c2b1a', after: '/v2/orders' },
          { where: 'request.body#/user/password', before: '"hunter2-and-more"', after: '"correct-horse-battery"' },
          { where: 'response.body#/state', before: '"open"', after: '"closed"' },
        ],
      },
    }),
  );
  const text = JSON.stringify(redacted);
  for (const secret of ['sk_live_51', '4f9d8c7b6a5e', 'hunter2', 'correct-horse']) expect(text).not.toContain(secret);
  const changes = JSON.stringify(redacted).match(/"before":"\\"open\\"","after":"\\"closed\\""/);
  expect(changes).not.toBeNull();
  expect(text).toContain('/v2/orders');
});
