import type { CodeEntry } from './entry.ts';

export interface GrpcEntry extends CodeEntry {
  /** The HTTP status that gateways and google.rpc.Code map it to. */
  readonly httpStatus: number;
}

const SOURCE = 'gRPC, google.rpc.Code';

/** The status of a gRPC call: `grpc-status` in the trailers, under HTTP 200. */
export const GRPC_ENTRIES: readonly GrpcEntry[] = [
  {
    code: 0,
    name: 'OK',
    source: SOURCE,
    httpStatus: 200,
    means: 'The call succeeded. Only grpc-status: 0 in the trailers says so; HTTP 200 without it is a broken stream.',
    look: ['The trailers. If they are missing, a proxy that does not pass trailers stands between.'],
    react: ['Use the message.'],
    likelyCauses: [],
  },
  {
    code: 1,
    name: 'CANCELLED',
    source: SOURCE,
    httpStatus: 499,
    means: 'The call was given up, as a rule by the caller: a cancelled context, a closed stream, an outer deadline.',
    look: ['Who cancelled: the own code, a parent call that ended, or a proxy that reset the stream.'],
    react: ['Usually nothing is to be done. The server may have finished the work all the same.'],
    likelyCauses: ['client-aborted'],
  },
  {
    code: 2,
    name: 'UNKNOWN',
    source: SOURCE,
    httpStatus: 500,
    means:
      'An exception in the handler that nobody turned into a status, or an answer from something that is not gRPC.',
    look: ['grpc-message, the server’s log; content-type, since an HTML page from a proxy ends up here.'],
    react: ['Handle it like a 500: careful with calls that write.'],
    likelyCauses: ['unhandled-exception', 'bad-gateway'],
  },
  {
    code: 3,
    name: 'INVALID_ARGUMENT',
    source: SOURCE,
    httpStatus: 400,
    means: 'The arguments are wrong whatever the state of the system, which sets it apart from FAILED_PRECONDITION.',
    look: ['google.rpc.BadRequest in grpc-status-details-bin: field_violations name field and reason.'],
    react: ['Correct the message. It never succeeds unchanged.'],
    likelyCauses: ['invalid-value', 'missing-field', 'invalid-type'],
  },
  {
    code: 4,
    name: 'DEADLINE_EXCEEDED',
    source: SOURCE,
    httpStatus: 504,
    means:
      'The deadline passed before the answer came; client or server may have noticed first. The work may be done nevertheless.',
    look: ['grpc-timeout in the request: was it shorter than the work, or used up by calls before.'],
    react: ['A longer deadline or less work. Repeat only what is idempotent, and with a fresh deadline.'],
    likelyCauses: ['gateway-timeout', 'response-timeout'],
  },
  {
    code: 5,
    name: 'NOT_FOUND',
    source: SOURCE,
    httpStatus: 404,
    means:
      'The object that was asked for does not exist, or is hidden from a whole class of users. A wrong method name is UNIMPLEMENTED instead.',
    look: ['google.rpc.ResourceInfo in the details; project, parent and region within the resource name.'],
    react: ['An ordinary result of a read. Not to be repeated, except right after a create.'],
    likelyCauses: ['resource-not-found', 'related-resource-missing'],
  },
  {
    code: 6,
    name: 'ALREADY_EXISTS',
    source: SOURCE,
    httpStatus: 409,
    means: 'What you want to create is there. After a repeat it is often your own first attempt.',
    look: ['Fetch it, and compare it with what you meant to create.'],
    react: ['Equal: done. Different: another id, or an update.'],
    likelyCauses: ['already-exists'],
  },
  {
    code: 7,
    name: 'PERMISSION_DENIED',
    source: SOURCE,
    httpStatus: 403,
    means:
      'Identified and not permitted. For an unknown caller it would be UNAUTHENTICATED, for a used-up limit RESOURCE_EXHAUSTED.',
    look: [
      'google.rpc.ErrorInfo: reason (SERVICE_DISABLED, IAM_PERMISSION_DENIED) and the permission in its metadata.',
    ],
    react: ['Have the right granted or the service enabled. The answer says nothing about whether the object exists.'],
    likelyCauses: ['insufficient-scope', 'feature-not-enabled', 'not-resource-owner'],
  },
  {
    code: 8,
    name: 'RESOURCE_EXHAUSTED',
    source: SOURCE,
    httpStatus: 429,
    means:
      'Something is used up: a rate, a quota, disk space; or a message is larger than the configured limit (4 MB by default).',
    look: ['google.rpc.QuotaFailure and RetryInfo; the words "larger than max" for the size.'],
    react: [
      'Wait for retry_delay if it is there. A message that is too large needs a stream or another limit, not time.',
    ],
    likelyCauses: ['rate-limited', 'quota-exhausted', 'too-large', 'concurrency-limited'],
  },
  {
    code: 9,
    name: 'FAILED_PRECONDITION',
    source: SOURCE,
    httpStatus: 400,
    means:
      'The system is not in the state that this call needs, such as a directory that is not empty. It stays so until somebody changes it.',
    look: ['google.rpc.PreconditionFailure: type, subject and description.'],
    react: [
      'Bring the state in order first. UNAVAILABLE would mean "repeat the call", ABORTED "repeat the whole sequence".',
    ],
    likelyCauses: ['invalid-state', 'feature-not-enabled'],
  },
  {
    code: 10,
    name: 'ABORTED',
    source: SOURCE,
    httpStatus: 409,
    means: 'Lost to somebody else: a transaction conflict or a failed check of a sequence number or ETag.',
    look: ['Which transaction or version was sent.'],
    react: ['Repeat at a higher level: read, change and write again, with a short random pause.'],
    likelyCauses: ['version-conflict', 'resource-locked'],
  },
  {
    code: 11,
    name: 'OUT_OF_RANGE',
    source: SOURCE,
    httpStatus: 400,
    means:
      'Past the valid range, such as reading beyond the end. Unlike INVALID_ARGUMENT it may become valid, if the file grows.',
    look: ['Offset, page or time range against the present size.'],
    react: ['When iterating: you have reached the end.'],
    likelyCauses: ['invalid-value', 'range-not-satisfiable'],
  },
  {
    code: 12,
    name: 'UNIMPLEMENTED',
    source: SOURCE,
    httpStatus: 501,
    means:
      'The server does not have this method. Usually package, service or version in the path is wrong, or the call reached another server.',
    look: [':path (/package.Service/Method) letter by letter; an HTTP 404 of a proxy is turned into this by clients.'],
    react: ['Compare the .proto files of both sides. No repeat.'],
    likelyCauses: ['wrong-url', 'not-implemented', 'unsupported-api-version'],
  },
  {
    code: 13,
    name: 'INTERNAL',
    source: SOURCE,
    httpStatus: 500,
    means:
      'An invariant was broken: on the server, or in the transport, such as a message that cannot be parsed or decompressed, or RST_STREAM.',
    look: ['grpc-message; whether a proxy cuts streams; whether both sides use the same .proto.'],
    react: ['Report it. The occasional one from the transport may be repeated if the call is idempotent.'],
    likelyCauses: ['unhandled-exception', 'malformed-body', 'bad-gateway'],
  },
  {
    code: 14,
    name: 'UNAVAILABLE',
    source: SOURCE,
    httpStatus: 503,
    means:
      'The service cannot be reached or is shutting down: the code that is made for repeating. Clients also turn 429, 502, 503 and 504 of proxies into it.',
    look: ['The message: "connection refused", "name resolution", "GOAWAY" or a status of a proxy.'],
    react: [
      'Repeat this call with exponential backoff. There is no promise that the server saw nothing, so that writes need to be idempotent.',
    ],
    likelyCauses: ['overloaded', 'bad-gateway', 'connection-refused', 'dns-failure'],
  },
  {
    code: 15,
    name: 'DATA_LOSS',
    source: SOURCE,
    httpStatus: 500,
    means: 'Data is lost or corrupt beyond repair. Never made by the libraries, so the application means it.',
    look: ['What was read, and its checksum.'],
    react: ['Do not go on with it; inform the operator.'],
    likelyCauses: ['server-storage', 'unhandled-exception'],
  },
  {
    code: 16,
    name: 'UNAUTHENTICATED',
    source: SOURCE,
    httpStatus: 401,
    means: 'No valid credential for this call: missing, expired, or not attached to this channel.',
    look: ['authorization in the metadata; call credentials are not sent over an insecure channel.'],
    react: ['Get a new token, and repeat once.'],
    likelyCauses: ['missing-credentials', 'expired-credentials', 'invalid-credentials'],
  },
];
