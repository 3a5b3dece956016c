import { bodyText } from '../../../exchange/body.ts';
import type { Headers } from '../../../exchange/headers.ts';
import { unescaped } from '../pattern.ts';
import type { Subject } from '../sql.ts';

export type Side = 'request' | 'response';

/** So much of each body, decoded, can be found. */
export const SEARCHED_BYTES = 1024 * 1024;
/** So many messages of an exchange can be found. */
export const SEARCHED_MESSAGES = 10_000;

/** Header fields and trailers of one side. */
export function headerLists({ exchange: { request, response } }: Subject, side: Side): readonly Headers[] {
  const message = side === 'request' ? request : response;
  return message === null ? [] : [message.headers, message.trailers];
}

/** The body of one side as text: none where there is none, or where it is not text. */
export function decodedTexts({ exchange: { request, response } }: Subject, side: Side): readonly string[] {
  const message = side === 'request' ? request : response;
  const text = message === null ? undefined : bodyText(message.headers, message.body, SEARCHED_BYTES);
  return text === undefined ? [] : [text.slice(0, SEARCHED_BYTES)];
}

const decoder = new TextDecoder();

export function messageTexts({ messages }: Subject): readonly string[] {
  return messages.filter(({ type }) => type !== 'binary').map(({ bytes }) => decoder.decode(bytes));
}

/** What a row of the log shows, of which every part can be found. */
export function rowTexts({ exchange: { request, response }, annotation }: Subject): readonly string[] {
  return [
    `${request.method} ${request.url}`,
    ...(response === null ? [] : [String(response.status)]),
    ...(annotation === null ? [] : [`${annotation.cause ?? ''} ${annotation.summary}`]),
  ];
}

/** What else of an exchange is neither in a body nor in a message. */
export function headTexts(subject: Subject): readonly string[] {
  const { request, response, error } = subject.exchange;
  const headers = (['request', 'response'] as const).flatMap((side) => headerLists(subject, side));
  return [
    ...decodedQuery(request.url),
    ...(response === null ? [] : [`${response.status} ${response.reason}`]),
    ...(error === null ? [] : [`${error.code} ${error.message}`]),
    ...headers.flatMap((list) => list.map(([name, value]) => `${name}: ${value}`)),
  ];
}

/** The same in one, as the index reads it. */
function headText(subject: Subject): string {
  const { request, response, error } = subject.exchange;
  let text = decodedQuery(request.url).join('\n');
  if (response !== null) text += `\n${response.status} ${response.reason}`;
  if (error !== null) text += `\n${error.code} ${error.message}`;
  for (const message of [request, response]) {
    if (message === null) continue;
    for (const [name, value] of message.headers) text += `\n${name}: ${value}`;
    for (const [name, value] of message.trailers) text += `\n${name}: ${value}`;
  }
  return text;
}

/** Everything that can be looked for beyond the row, with the escapes of JSON as they are and undone. */
export function* searchedTexts(subject: Subject): Generator<string> {
  yield headText(subject);
  for (const side of ['request', 'response'] as const) yield* withUnescaped(decodedTexts(subject, side));
  yield* withUnescaped(messageTexts(subject));
}

/** Other escapes than those of letters leave the words as they are. */
function* withUnescaped(texts: readonly string[]): Generator<string> {
  for (const text of texts) {
    yield text;
    if (text.includes('\\u')) yield unescaped(text);
  }
}

/** Names and values of the query where they are percent-encoded. */
function decodedQuery(url: string): readonly string[] {
  const question = url.indexOf('?');
  if (question < 0 || !url.includes('%', question)) return [];
  return [...new URLSearchParams(url.slice(question + 1))].flat();
}
