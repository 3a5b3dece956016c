import type { ClientSessionOptions, ServerSessionOptions } from 'node:http2';

const KIBIBYTE = 1024;

/** What an HTTP/1.1 head may take here by default; the same is allowed to HTTP/2. */
export const MAX_HEADER_BYTES = 64 * KIBIBYTE;

/**
 * Fields of one message. Node.js stops at 128, which the crumbs of a large `Cookie` reach by themselves; a compressed
 * field may take one byte on the wire and 4 KiB in memory, so a number is needed beside the size.
 */
export const MAX_FIELDS = 1000;

/**
 * Header lists beyond this are refused below our own code, unseen. It is more than what we accept, so that a message
 * which is too large by ordinary measures can be answered and recorded. A peer is held to it from when it has read our
 * settings; until then 9 frames of 16 KiB and the number of fields are the limit.
 */
function hardHeaderLimit(maxHeaderBytes: number): number {
  return 4 * maxHeaderBytes;
}

/**
 * What the native side may hold for a connection. Beyond it Node.js refuses streams and resets those on which a head
 * arrives, so it must be more than a hundred streams that each wait for a window can have queued.
 */
const SESSION_MEGABYTES = 64;

/** Calls that a client may have under way on one connection; RFC 9113 §6.5.2 advises 100 or more. */
export const MAX_STREAMS = 128;

/** What we send may be as large as what we accept, and some more: Node.js gives up at 64 KiB. */
const MAX_SENT_HEADER_BYTES = 1024 * KIBIBYTE;

/** Towards clients. */
export function clientSideOptions(maxHeaderBytes: number): ServerSessionOptions {
  return {
    settings: {
      // What a paused stream may hold in memory.
      initialWindowSize: 1024 * KIBIBYTE,
      // Times the window it bounds the memory of a connection.
      maxConcurrentStreams: MAX_STREAMS,
      maxHeaderListSize: hardHeaderLimit(maxHeaderBytes),
      // WebSockets (RFC 8441), whether or not the server knows them over HTTP/2.
      enableConnectProtocol: true,
    },
    maxHeaderListPairs: MAX_FIELDS,
    maxSendHeaderBlockLength: MAX_SENT_HEADER_BYTES,
    // A repeated field is the server's to judge.
    strictSingleValueFields: false,
    // Rapid reset (CVE-2023-44487): a page that is left cancels what it loads, but not a thousand calls at once.
    streamResetBurst: 500,
    streamResetRate: 50,
    // Streams beyond the limit, which a client cannot know before our settings have reached it.
    maxSessionRejectedStreams: 500,
    // Frames that are allowed and useless, such as empty ones.
    maxSessionInvalidFrames: 500,
    maxOutstandingPings: 10,
    maxSettings: 32,
    maxSessionMemory: SESSION_MEGABYTES,
  };
}

/** In flight on one connection; the windows of the streams are what bounds memory. */
export const CLIENT_CONNECTION_WINDOW = 1024 * KIBIBYTE;

export function serverSideOptions(maxHeaderBytes: number): ClientSessionOptions & ServerSessionOptions {
  return {
    settings: {
      enablePush: false,
      // The server may be far away: 1 MiB at a round trip of 100 ms is 10 MiB a second for each stream.
      initialWindowSize: 1024 * KIBIBYTE,
      maxHeaderListSize: hardHeaderLimit(maxHeaderBytes),
    },
    maxHeaderListPairs: MAX_FIELDS,
    maxSendHeaderBlockLength: MAX_SENT_HEADER_BYTES,
    maxSessionMemory: SESSION_MEGABYTES,
    strictSingleValueFields: false,
    peerMaxConcurrentStreams: ASSUMED_STREAMS,
    // Of no use to us, but a server that lists many origins must not lose its connection for it.
    maxOriginSetSize: 10_000,
  };
}

/** In flight on one connection to a server. */
export const SERVER_CONNECTION_WINDOW = 8 * 1024 * KIBIBYTE;

/** Streams that a server is taken to allow until its settings have arrived (RFC 9113 §6.5.2). */
export const ASSUMED_STREAMS = 100;
