import { describe, expect, test } from 'vitest';
import { answerJson, answerText } from '../../src/cli/explain/answer.ts';
import { nameOf, TOPICS, topicOf } from '../../src/cli/explain/topic.ts';
import { CAUSE_IDS } from '../../src/exchange/causes.ts';
import { nearest } from '../../src/exchange/nearest.ts';
import { STATUS_ENTRIES } from '../../src/exchange/reference/statuses.ts';
import { UserError } from '../../src/exchange/user-error.ts';
import { cellsOf } from '../../src/tui/cells.ts';

const plain = (words: string, cells = 80) => answerText(words.split(' '), cells, false);
const json = (words: string) => JSON.parse(answerJson(words === '' ? [] : words.split(' ')));
const firstLine = (words: string) => plain(words).split('\n')[0];

function failure(words: string): UserError {
  try {
    plain(words);
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error(`"${words}" is explained`);
}

describe('what a person may ask for', () => {
  test.each([
    ['422', '422 Unprocessable Content'],
    ['http 422', '422 Unprocessable Content'],
    ['419', '419 Page Expired'],
    ['4xx', '4xx Client Error'],
    ['5XX', '5xx Server Error'],
    ['rate-limited', 'rate-limited · Too many requests in a window'],
    ['Rate-Limited', 'rate-limited · Too many requests in a window'],
    ['gone', 'gone · It existed, and is gone for good'],
    ['grpc 5', 'gRPC 5 NOT_FOUND'],
    ['5', 'gRPC 5 NOT_FOUND'],
    ['grpc not_found', 'gRPC 5 NOT_FOUND'],
    ['NOT_FOUND', 'gRPC 5 NOT_FOUND'],
    ['unavailable', 'gRPC 14 UNAVAILABLE'],
    ['ws 1006', 'WebSocket 1006 Abnormal Closure'],
    ['websocket going away', 'WebSocket 1001 Going Away'],
    ['1006', 'WebSocket 1006 Abnormal Closure'],
    ['4001', 'WebSocket 4001'],
    ['econnrefused', 'ECONNREFUSED'],
    ['too many requests', '429 Too Many Requests'],
    ['TOO-MANY-REQUESTS', '429 Too Many Requests'],
    ['ratelimit', 'rate-limited · Too many requests in a window'],
    ['refresh', undefined],
  ])('%s', (words, title) => {
    if (title === undefined) expect(failure(words).code).toBe('unknown-topic');
    else expect(firstLine(words)).toBe(title);
  });

  test('every cause, status, gRPC status, close code and transport code has a page under its own name or number', () => {
    for (const id of CAUSE_IDS) expect(json(id)).toMatchObject({ kind: 'cause', id });
    for (const { code } of STATUS_ENTRIES) expect(json(String(code))).toMatchObject({ kind: 'status', code });
    for (const topic of TOPICS) {
      if (topic.kind === 'grpc-status') expect(json(`grpc ${topic.entry.code}`)).toMatchObject(topic.entry);
      if (topic.kind === 'close-code') expect(json(`ws ${topic.entry.code}`)).toMatchObject(topic.entry);
      if (topic.kind === 'transport-code') expect(json(nameOf(topic))).toMatchObject({ kind: 'transport-code' });
    }
  });

  test('words that fit several are answered with a list, exact names first', () => {
    expect(plain('not found').split('\n').slice(0, 2)).toEqual([
      '"not found" may mean',
      '  404 Not Found       There is nothing under this URL, or nothing that you may',
    ]);
    expect(plain('not found')).toContain('\n  resource-not-found  ');
    expect(plain('expired token')).toContain('expired-credentials');
    expect(plain('expired token')).not.toContain('tls-certificate-expired');
  });

  test('the name of a group lists its causes', () => {
    expect(json('limits').sections[0].topics.map(({ id }: { id: string }) => id)).toEqual([
      'rate-limited',
      'quota-exhausted',
      'concurrency-limited',
      'retried-too-soon',
    ]);
  });

  test('nothing at all lists every cause and every code', () => {
    const listed = answerText([], 80, false);
    for (const topic of TOPICS) {
      if (topic.kind === 'transport-code') continue;
      expect(listed).toContain(nameOf(topic));
    }
    expect(listed).toContain('\nLimits\n');
    expect(listed).toContain('\n4xx Client Error\n');
    expect(listed).toContain('\n  419 Page Expired · Laravel\n');
  });

  test('a number without a meaning is explained by its class', () => {
    expect(plain('477')).toBe(
      [
        '477',
        'Not registered, and not known to httpwhy. A client must treat it like 400, the',
        'general case of its class (RFC 9110 §15).',
        '',
        '4xx Client Error',
        'The server holds the request responsible: its address, form, content,',
        'credentials or pace. The same request will fail again, with a few exceptions.',
        '',
        'React',
        '  - Correct it, and do not let a retry policy repeat it.',
        '  - The exceptions are 408, 421, 425, 429, often 423, and 409 where something is',
        '    in progress.',
      ].join('\n'),
    );
    expect(json('528')).toMatchObject({ kind: 'unassigned-status', code: 528, class: 'server_error', treatAs: 500 });
  });
});

describe('what is not known', () => {
  test.each([
    ['ratelimted', 'Did you mean rate-limited? `httpwhy explain` lists what is.'],
    ['gatway-timeout', 'Did you mean gateway-timeout? `httpwhy explain` lists what is.'],
    ['ECONREFUSED', 'Did you mean ECONNREFUSED? `httpwhy explain` lists what is.'],
    ['xyzzyplugh', '`httpwhy explain` lists what is.'],
    ['600', '`httpwhy explain` lists what is.'],
    ['grpc 17', '`httpwhy explain` lists what is.'],
    ['ws 999', '`httpwhy explain` lists what is.'],
    ['99999', '`httpwhy explain` lists what is.'],
    ['constructor', '`httpwhy explain` lists what is.'],
    ['…', '`httpwhy explain` lists what is.'],
  ])('%s is wrong usage, in one line with the next step', (words, nextStep) => {
    expect(failure(words)).toMatchObject({
      code: 'unknown-topic',
      exitCode: 2,
      message: `Nothing is known about "${words}".`,
      nextStep,
    });
  });

  test('a suggestion is close in spelling, or none is made', () => {
    expect(nearest('rate-limitde', ['gone', 'rate-limited'])).toBe('rate-limited');
    expect(nearest('gnoe', ['gone', 'rate-limited'])).toBe('gone');
    expect(nearest('teapot', ['gone', 'rate-limited'])).toBeUndefined();
    expect(nearest('', ['gone'])).toBeUndefined();
    expect(nearest('x'.repeat(100_000), ['gone'])).toBeUndefined();
  });
});

describe('how it is printed', () => {
  test('no line of any page or list is wider than asked, nor ends in a space', () => {
    for (const cells of [40, 80]) {
      for (const words of ['', '4xx', '477', 'ws 4001', 'grpc', 'ws', 'http', ...TOPICS.map(askedAs)]) {
        for (const line of plain(words, cells).split('\n')) {
          expect(cellsOf(line), `${words}: ${line}`).toBeLessThanOrEqual(cells);
          expect(line).toBe(line.trimEnd());
        }
      }
    }
  });

  test('a cause, whole', () => {
    expect(plain('legal-block')).toMatchInlineSnapshot(`
      "legal-block · Withheld for legal reasons
      permission · to act: nobody · retry: never

      451 says that the content exists and is withheld because somebody with legal
      power demanded it: a court, a takedown notice, a sanction list, a privacy law.
      Often it holds in some countries only.

      Common causes
        - A takedown notice against a repository, file or page.
        - A web site that does not serve visitors from the European Union, or from
          embargoed countries.
        - An access provider that has to block a host.

      How to find out
        1. Read Link with rel="blocked-by": it names who implements the block (RFC
           7725).
        2. Look in the body for the authority, the legal basis and the territory.
        3. Ask from another network whether it is the place or the content.

      How to handle it in code
        - Treat it as final for this user, and say that it is legal and not technical.
        - Caching the answer is allowed by default; getting around it is a decision
          for lawyers.

      In the log
        legal-block: withheld after a takedown notice: GET /repos/acme/leak

      See also: ip-not-allowed, blocked-by-firewall, gone"
    `);
  });

  test('a status, whole', () => {
    expect(plain('417')).toMatchInlineSnapshot(`
      "417 Expectation Failed
      client error · RFC 9110 §15.5.18

      The server, or a proxy on the way, does not meet Expect: 100-continue.

      Look at
        - Expect in the request; curl and older .NET clients add it for larger bodies.

      React
        - Repeat at once without Expect; nothing has been processed.

      Likely causes (httpwhy explain ID)
        malformed-request  bad query string or query-language expression in it,
                           header, URL encoding, host; plain HTTP to a TLS port; 400
                           from the server's parser; 411, 417, 421, 426, 428"
    `);
  });

  test('colours only where asked for, and the text is the same without them', () => {
    const coloured = answerText(['rate-limited'], 80, true);
    expect(coloured).toContain('\u001b[1mrate-limited\u001b[22m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain('rate-limited'));
    expect(plain('rate-limited')).not.toContain('\u001b');
  });
});

describe('as JSON', () => {
  test('a cause has its place in the vocabulary beside its text', () => {
    expect(Object.keys(json('rate-limited'))).toEqual([
      'kind',
      'id',
      'group',
      'fault',
      'retry',
      'when',
      'title',
      'means',
      'commonCauses',
      'debug',
      'handle',
      'related',
      'example',
    ]);
  });

  test('a status says whether it is official', () => {
    expect(json('429')).toMatchObject({
      kind: 'status',
      class: 'client_error',
      official: true,
      code: 429,
      name: 'Too Many Requests',
      source: 'RFC 6585 §4',
    });
    expect(json('520')).toMatchObject({ class: 'server_error', official: false, source: 'Cloudflare' });
    expect(json('429').likelyCauses[0]).toBe('rate-limited');
  });

  test('a class lists its statuses, a transport code carries its cause, a list names its topics', () => {
    expect(json('1xx')).toMatchObject({ kind: 'class', class: '1xx', statuses: [100, 101, 102, 103, 104] });
    expect(json('ENOTFOUND')).toMatchObject({ code: 'ENOTFOUND', cause: { kind: 'cause', id: 'dns-failure' } });
    expect(json('not found').sections[0].topics[0]).toEqual({ kind: 'status', code: 404, name: 'Not Found' });
    expect(json('').kind).toBe('list');
  });
});

test('every topic is found again by its own name', () => {
  for (const topic of TOPICS) {
    const found = topicOf([nameOf(topic)]);
    const topics = found?.kind === 'list' ? found.sections.flatMap((section) => section.topics) : [found];
    // A cause comes before a status or code of the same name: `gone`.
    if (topics[0]?.kind === 'cause' && topic.kind !== 'cause') continue;
    expect(topics.map((one) => one && nameOf(one).toLowerCase())).toContain(nameOf(topic).toLowerCase());
  }
});

/** The words that lead to exactly this page. */
function askedAs(topic: (typeof TOPICS)[number]): string {
  if (topic.kind === 'status') return String(topic.entry.code);
  if (topic.kind === 'grpc-status') return `grpc ${topic.entry.code}`;
  if (topic.kind === 'close-code') return `ws ${topic.entry.code}`;
  return nameOf(topic);
}
