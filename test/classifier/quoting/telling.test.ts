import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { quoteServer } from '../../../src/classifier/quote.ts';
import { andServerSays, tellingWords } from '../../../src/classifier/quoting/telling.ts';
import { exchange } from '../build.ts';

const factsOf = (body: unknown, status = 400) =>
  createFacts(
    exchange({
      status,
      headers: [['Content-Type', typeof body === 'string' ? 'text/html' : 'application/json']],
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );

function quotation(body: unknown, status = 400, room = 180): string {
  const facts = factsOf(body, status);
  return tellingWords(facts, facts.errorMessage() ?? '', room);
}

describe('which of the server’s sentences are quoted', () => {
  test('the detail in place of a message that every error has', () => {
    expect(
      quotation({
        message: 'The requested action could not be performed, semantically incorrect, or failed business validation.',
        details: [{ issue: 'ORDER_ALREADY_CAPTURED', description: 'Order already captured.' }],
      }),
    ).toBe('Order already captured.');
  });

  test('both where the second says something new', () => {
    expect(
      quotation({ message: 'Invalid domain', description: 'Unconfigured Sending Domain <shop.acme.example>' }),
    ).toContain('shop.acme.example');
    expect(
      quotation(
        {
          error: {
            message: 'Session does not fulfill the requested Authenticator Assurance Level',
            reason: 'An active session was found but the requested AAL is higher. Please use a second factor.',
          },
        },
        403,
      ),
    ).toBe(
      'Session does not fulfill the requested Authenticator Assurance Level … An active session was found but the requested AAL is higher. Please use a second factor.',
    );
  });

  test('one where the second says the same', () => {
    expect(quotation({ message: 'The card was declined.', detail: 'Card declined' })).toBe('The card was declined.');
  });

  test('the fuller one of two that say the same', () => {
    expect(
      quotation({ message: 'File already exists', detail: "File already exists ('a.whl', with hash 'aa')." }),
    ).toBe("File already exists ('a.whl', with hash 'aa').");
  });

  test('the message before a hint, even where the phrase stands in the hint', () => {
    const facts = factsOf(
      { message: 'Invalid API key', hint: 'Double check your `anon` or `service_role` API key.' },
      401,
    );
    expect(tellingWords(facts, 'Double check your `anon` or `service_role` API key.', 180)).toMatch(/^Invalid API key/);
  });

  test('the place that a page has for its error', () => {
    expect(
      quotation(
        '<html><head><title>Error</title></head><body><div class="ping-error">Invalid redirect_uri</div><p>Partner: portal</p></body></html>',
      ),
    ).toBe('Invalid redirect_uri');
  });
});

describe('what of a long text is quoted', () => {
  const LISTED =
    'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).';
  const REASON =
    "The client supports client authentication method 'client_secret_post', but 'client_secret_basic' was requested.";

  test('the sentence that names things, where there is room for one', () => {
    expect(quotation({ error: 'invalid_client', error_description: `${LISTED} ${REASON}` }, 401, 150)).toBe(
      `… ${REASON}`,
    );
  });

  test('all of it where there is room for all', () => {
    expect(quotation({ error: 'invalid_client', error_description: `${LISTED} ${REASON}` }, 401, 300)).toBe(
      `${LISTED} ${REASON}`,
    );
  });

  test('no more than there is room for', () => {
    for (const room of [40, 80, 140]) {
      expect(quotation({ message: `${REASON} ${LISTED} ${REASON}` }, 400, room).length).toBeLessThanOrEqual(room + 2);
    }
  });
});

test('a long path makes room for the words', () => {
  const facts = createFacts(
    exchange({
      status: 409,
      url: 'https://management.example/subscriptions/7f6a1c22-93b5-4d0e-8c41-5d2f0a9be613/resourceGroups/rg-shop-prod/providers/Microsoft.Web/sites/shop-api',
    }),
  );
  const said = `The site is locked by ${'a long story about '.repeat(9)}locks.`;
  expect(quoteServer(facts, said)).toMatch(/GET \/subscriptions\/….*\/shop-api on management\.example\)$/);
});

describe('behind a sentence of our own', () => {
  test('the server’s words stand where they say more', () => {
    const facts = factsOf(
      { message: 'No API key found in request', hint: 'No `apikey` request header was found.' },
      401,
    );
    expect(andServerSays(facts, 'no credential sent', facts.errorMessage())).toBe(
      'no credential sent ("No API key found in request … No `apikey` request header was found.")',
    );
  });

  test('and not where they only repeat the status or what was said', () => {
    const facts = factsOf({ message: 'Unauthorized' }, 401);
    expect(andServerSays(facts, 'no credential sent', 'Unauthorized')).toBe('no credential sent');
    expect(andServerSays(facts, 'no token was sent', 'No token was sent.')).toBe('no token was sent');
  });
});
