import { describe, expect, test } from 'vitest';
import type { AnnotatedExchange } from '../../../src/exchange/annotation.ts';
import type { StreamMessage } from '../../../src/exchange/exchange.ts';
import { TABS } from '../../../src/tui/detail/tabs.ts';
import { frameOf } from '../../../src/tui/frame.ts';
import type { Command } from '../../../src/tui/keys.ts';
import { cellsOfLine, textOf } from '../../../src/tui/line.ts';
import type { Size, State } from '../../../src/tui/state.ts';
import { CONNECTION } from '../../support/exchanges.ts';
import {
  annotation,
  body,
  EXPIRED,
  exchange,
  logState,
  NOON,
  opened,
  reduced,
  row,
  SURROUNDINGS,
  screenOf,
} from '../support.ts';
import { contentsOf, token } from './support.ts';

const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 60, rows: 20 },
];

const SECONDS = NOON / 1000;
const ACCESS = token({
  iss: 'https://id.shop.dev',
  sub: 'user_42',
  scope: 'orders:write',
  iat: SECONDS - 3590,
  exp: SECONDS + 10,
});

const CALL: AnnotatedExchange = {
  exchange: exchange({
    durationMs: 184,
    request: {
      ...exchange().request,
      url: 'https://api.shop.dev/v1/orders/87?expand=items&locale=de%20DE',
      headers: [
        ['Host', 'api.shop.dev'],
        ['Authorization', `Bearer ${ACCESS}`],
        ['content-type', 'application/json'],
        ['Cookie', 'theme=dark; cart=c_7'],
      ],
      body: body('{"amount":1200,"currency":"eur","items":[{"sku":"A-1","quantity":2},{"sku":"B-7","quantity":1}]}'),
    },
    response: {
      ...exchange().response!,
      body: body(
        '{"error":{"type":"authentication_error","code":"token_expired","message":"The access token expired"}}',
      ),
    },
    connection: { client: '127.0.0.1:51234', clientTls: CONNECTION.tls, server: CONNECTION, isReused: false },
    timing: { connectedMs: 30, requestSentMs: 31, responseStartMs: 160 },
    messageCount: 0,
  }),
  annotation: annotation({
    evidence: [
      { where: 'request.headers.authorization', what: 'exp 2026-11-26T12:03:10Z' },
      { where: 'response.body#/error/code', what: '"token_expired"' },
      { where: 'history:12', what: 'the same token worked at 12:02:58' },
    ],
    runnersUp: [{ cause: 'invalid-credentials', confidence: 'likely', summary: 'the token may have been revoked' }],
    difference: {
      against: { id: 12, at: NOON - 60_000 },
      items: [
        { kind: 'header', name: 'X-Tenant', before: 'acme', after: null, weight: 60 },
        { kind: 'body', name: 'amount', before: 'string "1200"', after: 'number 1200', weight: 40 },
      ],
    },
  }),
};

function message(at: number, from: 'client' | 'server', type: StreamMessage['type'], text: string): StreamMessage {
  const { bytes, totalBytes } = body(text);
  return { at: NOON + 18_000 + at, from, type, bytes, totalBytes, closeCode: type === 'close' ? 1008 : null };
}

const MESSAGES: readonly StreamMessage[] = [
  message(30, 'client', 'text', '{"type":"subscribe","channel":"orders"}'),
  message(42, 'server', 'text', '{"type":"ack","channel":"orders"}'),
  message(1900, 'server', 'event', 'event: update\nid: 7\ndata: {"order":87,"state":"paid"}\n'),
  message(2400, 'server', 'ping', ''),
  message(65_000, 'server', 'close', 'token expired'),
];
const STREAM: AnnotatedExchange = {
  exchange: { ...CALL.exchange, durationMs: 65_010, messageCount: MESSAGES.length },
  annotation: annotation({ evidence: [{ where: 'messages/close', what: '1008 token expired' }] }),
};

/** The footer is left out: what it says depends on all keys of the interface. */
function textAbove(state: State): string {
  return screenOf(state).split('\n').slice(0, -1).join('\n');
}

function openedAt(
  size: Size,
  call: AnnotatedExchange,
  messages: readonly StreamMessage[],
  ...commands: readonly Command[]
): State {
  const log = logState(size, [row(17), row(18, EXPIRED)], 18);
  const state = opened(log, call, contentsOf(call.exchange, messages));
  return reduced(state, ...commands.map((command) => ({ kind: 'command', command }) as const));
}

const TAB_COMMANDS = TABS.map((tab, index) => [tab.name, `tab-${index + 1}` as Command] as const);

describe.each(SIZES.map((size) => [`${size.columns}x${size.rows}`, size] as const))('at %s', (name, size) => {
  test.each(TAB_COMMANDS)('the tab %s', async (tab, command) => {
    const state =
      tab === 'Messages'
        ? openedAt(size, STREAM, MESSAGES, command, 'down', 'down', 'down', 'activate')
        : openedAt(size, CALL, [], command);
    await expect(textAbove(state)).toMatchFileSnapshot(`frames/${tab.toLowerCase()}-${name}.txt`);
  });

  test('evidence that was jumped to', async () => {
    const state = openedAt(size, CALL, [], ...Array<Command>(7).fill('down'), 'activate');
    await expect(textAbove(state)).toMatchFileSnapshot(`frames/jumped-${name}.txt`);
  });
});

describe('hostile text', () => {
  const HOSTILE = '\x1b[2J\x1b]0;x\x07\r\n\u202e日本語👍🏽❤\ufe0f\u0000\x9b31m';
  const JSON_BODY = JSON.stringify({ [HOSTILE]: HOSTILE, deep: JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) });
  const BODIES: readonly (readonly [type: string, content: string | Uint8Array])[] = [
    ['application/json', JSON_BODY],
    ['application/json', `{"a":"${'日本👍'.repeat(900)}`],
    ['text/html', `<${HOSTILE}><a href="${HOSTILE}">${HOSTILE.repeat(20)}`],
    ['application/x-www-form-urlencoded', `${HOSTILE}=${HOSTILE}&%1b%5b2J=%E2%80%AE`],
    ['multipart/form-data; boundary=b', `--b\r\n${HOSTILE}: ${HOSTILE}\r\n\r\n${HOSTILE}\r\n--b--`],
    ['application/grpc', Buffer.concat([Buffer.from([0, 0, 0, 0, 200]), Buffer.from(HOSTILE.repeat(9))])],
    ['application/x-protobuf', Buffer.concat([Buffer.from([10, Buffer.byteLength(HOSTILE)]), Buffer.from(HOSTILE)])],
    ['image/png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ];
  const messages = [
    message(1, 'server', 'text', HOSTILE.repeat(40)),
    message(2, 'client', 'close', HOSTILE),
    message(3, 'server', 'event', `event: ${HOSTILE}\ndata: ${HOSTILE}`),
  ];

  test.each(SIZES.map((size) => [`${size.columns}×${size.rows}`, size] as const))(
    'never reaches the screen, nor breaks the layout, at %s',
    (_name, size) => {
      for (const [index, [type, content]] of BODIES.entries()) {
        const call: AnnotatedExchange = {
          exchange: exchange({
            request: {
              ...exchange().request,
              url: `https://evil/${HOSTILE}?${HOSTILE}=${HOSTILE}`,
              headers: [
                [HOSTILE, HOSTILE],
                ['Cookie', `a=${HOSTILE}; b=${HOSTILE}`],
              ],
            },
            response: {
              ...exchange().response!,
              reason: HOSTILE,
              headers: [['content-type', type]],
              body: body(content),
            },
            connection: {
              client: HOSTILE,
              clientTls: { protocol: HOSTILE, cipher: HOSTILE, alpn: HOSTILE, serverName: HOSTILE },
              server: null,
              isReused: false,
            },
            messageCount: messages.length,
          }),
          annotation: annotation({
            summary: HOSTILE,
            evidence: [{ where: `response.body#/${HOSTILE}`, what: HOSTILE }],
            difference: {
              against: { id: 1, at: 0 },
              items: [{ kind: 'header', name: HOSTILE, before: HOSTILE, after: HOSTILE, weight: 1 }],
            },
          }),
        };
        // The other tabs show the same for every body.
        const commands = TAB_COMMANDS.map(([, command]) => command).filter((_, tab) => index === 0 || tab === 2);
        for (const command of commands) {
          for (const further of [
            [],
            ['down', 'activate'],
            ['end'],
            ['plain', 'end', 'page-up'],
            ['fold-all'],
          ] as const) {
            const { lines } = frameOf(openedAt(size, call, messages, command, ...further), SURROUNDINGS);
            expect(lines.length).toBe(size.rows);
            for (const line of lines) {
              expect(textOf(line)).not.toMatch(/[\p{Control}\p{Bidi_Control}\u2028\u2029]/u);
              expect(cellsOfLine(line)).toBeLessThanOrEqual(size.columns);
            }
          }
        }
      }
    },
  );

  test.each([
    ['a line of 10 MiB', 'x'.repeat(10 * 1024 * 1024)],
    ['a long line of what has no certain width', 'é👩‍👩‍👧'.repeat(20_000)],
  ])('%s is broken and read to its end', (_name, content) => {
    const call: AnnotatedExchange = {
      exchange: exchange({
        response: { ...exchange().response!, headers: [['content-type', 'text/plain']], body: body(content) },
      }),
      annotation: null,
    };
    for (const command of ['tab-3', 'tab-8'] as const) {
      const { lines } = frameOf(openedAt(SIZES[0]!, call, [], command, 'page-down', 'end', 'up'), SURROUNDINGS);
      expect(lines.length).toBe(24);
      expect(Math.max(...lines.map(cellsOfLine))).toBeLessThanOrEqual(80);
    }
  });
});

test('every frame fits at every size', () => {
  for (let columns = 40; columns <= 160; columns += 40) {
    for (const rows of [8, 11, 50]) {
      for (const [, command] of TAB_COMMANDS) {
        const { lines } = frameOf(
          openedAt({ columns, rows }, STREAM, MESSAGES, command, 'down', 'down', 'activate'),
          SURROUNDINGS,
        );
        expect(lines.length).toBe(rows);
        expect(Math.max(...lines.map(cellsOfLine))).toBeLessThanOrEqual(columns);
      }
    }
  }
});
