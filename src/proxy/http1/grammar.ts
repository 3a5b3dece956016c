/**
 * What HTTP/1.1 is made of (RFC 9110 §5.5 and §5.6.2, RFC 9112 §3 to §5), over text with one character for each byte.
 * This is the only gate: what reads a message or writes one tests the whole of it here first, and may then cut it up
 * by `:` and CR alone. No repetition is followed by anything that it can match itself, so the time is linear.
 *
 * Narrower than the RFC, which lets a recipient accept bare LF, bare CR and folded lines: parsers disagree about them,
 * and that is how requests are smuggled. Wider in two points that nobody disagrees about: a request-target may hold
 * bytes beyond ASCII, and a status line may end without the space before its empty reason.
 */
const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const TEXT = '[\\t\\x20-\\x7e\\x80-\\xff]*';
const FIELD_LINES = `(?:${TOKEN}:${TEXT}\\r\\n)*`;

/** Empty lines before a request line are skipped (RFC 9112 §2.2): old clients send one after a body. */
export const MAX_EMPTY_LINES = 4;

export const REQUEST_HEAD = new RegExp(
  `^(?:\\r\\n){0,${MAX_EMPTY_LINES}}${TOKEN} [\\x21-\\x7e\\x80-\\xff]+ HTTP/1\\.[01]\\r\\n${FIELD_LINES}\\r\\n$`,
);
export const RESPONSE_HEAD = new RegExp(`^HTTP/1\\.[01] [1-9][0-9]{2}(?: ${TEXT})?\\r\\n${FIELD_LINES}\\r\\n$`);
/** From the CRLF that ends the line of the last chunk. */
export const TRAILER_SECTION = new RegExp(`^\\r\\n${FIELD_LINES}\\r\\n$`);

export const IS_TOKEN = new RegExp(`^${TOKEN}$`);
export const NOT_TEXT = /[^\t\x20-\x7e\x80-\xff]/;

export const MAX_METHOD_LENGTH = 32;
