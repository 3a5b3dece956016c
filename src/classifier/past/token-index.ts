import { Buffer } from 'node:buffer';
import type { Exchange } from '../../exchange/exchange.ts';
import type { Fields, TokenCall } from '../../exchange/history.ts';
import { fieldFingerprint } from './body-fields.ts';
import type { CredentialIndex } from './credential-index.ts';
import { issuedTokens } from './issued-tokens.ts';
import type { Seen } from './seen.ts';

const MOST_CALLS = 16;

/** A word of the address at which clients sign in or renew a token. */
const TOKEN_ADDRESS = /token|oauth|log-?in|sign-?in|session|auth|refresh|connect/i;
/** Fields that such a request carries: `sessions` alone may be those of a checkout. */
const PROOFS = /^(?:grant_?type|refresh_?token|password|client_?secret|assertion|code|otp|id_?token|api_?key)$/i;
const SIGN_OUT = /(?:log|sign)[-_]?(?:out|off)(?:$|[/.])|revoke/i;
const SESSION_ADDRESS = /\/(?:sessions?|tokens?)(?:\/[^/]{1,200})?\/?$/i;

const ERROR_CODE = /"(?:error|error_?code|code)"\s{0,4}:\s{0,4}"([A-Za-z][\w.:-]{1,60})"/i;
const SEARCHED_BYTES = 4096;

/** Calls that hand out, renew or end tokens and sessions. */
export class TokenIndex {
  readonly #credentials: CredentialIndex;
  #calls: readonly TokenCall[] = [];

  constructor(credentials: CredentialIndex) {
    this.#credentials = credentials;
  }

  get calls(): readonly TokenCall[] {
    return this.#calls;
  }

  add(seen: Seen): void {
    const { call, exchange } = seen;
    const tokenCall = this.#tokenCallOf(seen);
    if (tokenCall !== undefined) this.#calls = [tokenCall, ...this.#calls.slice(0, MOST_CALLS - 1)];
    // A form to sign in with answers with a redirect and a cookie.
    const isAnswered = call.isSuccess || (call.status !== null && call.status >= 300 && call.status < 400);
    if (!isAnswered) return;
    for (const token of issuedTokens(exchange, call.path)) this.#credentials.issue(token, call);
    if (isSignOut(seen)) this.#end(seen);
  }

  #tokenCallOf({ call, request, exchange }: Seen): TokenCall | undefined {
    const { method, path } = call;
    if ((method !== 'POST' && method !== 'PUT') || !TOKEN_ADDRESS.test(path) || SIGN_OUT.test(path)) return undefined;
    const { fields, credential } = request;
    const names = fields === null ? [] : [...fields.keys()];
    const isRefresh =
      /refresh/i.test(path) ||
      fields?.get('grant_type')?.identity === 'refresh_token' ||
      names.some((name) => /^refresh_?token$/i.test(name));
    if (!isRefresh && !names.some((name) => PROOFS.test(name)) && !/\/token$/i.test(path)) return undefined;
    const sent = refreshTokenIn(fields) ?? credential?.fingerprint;
    return {
      call,
      kind: isRefresh ? 'refresh' : 'sign-in',
      errorCode: call.isSuccess ? undefined : errorCodeOf(exchange),
      renews: isRefresh && sent !== undefined ? this.#credentials.issuedBy(sent) : null,
    };
  }

  #end({ call, request }: Seen): void {
    const revoked = request.fields?.get('token');
    const token = revoked === undefined ? undefined : fieldFingerprint(revoked);
    const ended = token ?? request.credential?.fingerprint;
    if (ended !== undefined) this.#credentials.end(ended, call);
  }
}

function refreshTokenIn(fields: Fields | null): string | undefined {
  for (const [name, field] of fields ?? []) if (/^refresh_?token$/i.test(name)) return fieldFingerprint(field);
  return undefined;
}

function errorCodeOf({ response }: Exchange): string | undefined {
  const bytes = response?.body?.bytes.subarray(0, SEARCHED_BYTES) ?? new Uint8Array();
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return ERROR_CODE.exec(text)?.[1];
}

function isSignOut({ call: { method, path, isSuccess } }: Seen): boolean {
  return SIGN_OUT.test(path) || (method === 'DELETE' && isSuccess && SESSION_ADDRESS.test(path));
}
