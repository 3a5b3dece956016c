/** What the handshake agreed on, as far as it changes how frames are read. */
export interface AgreedExtensions {
  readonly deflate: DeflateAgreement | null;
  /** An extension that is not known here takes part. */
  readonly hasOthers: boolean;
}

/**
 * permessage-deflate (RFC 7692 §7.1). The window sizes of `…_max_window_bits` are not among it: a window of the largest
 * size reads what was written with a smaller one, also where a peer exceeds what it promised.
 */
export interface DeflateAgreement {
  /** Whether a sender may refer to its earlier messages. */
  readonly keepsContext: { readonly client: boolean; readonly server: boolean };
}

/** The extensions in the server's `Sec-WebSocket-Extensions`, from the flat list of its handshake response. */
export function agreedExtensions(rawHeaders: readonly string[]): AgreedExtensions {
  let deflate: DeflateAgreement | null = null;
  let hasOthers = false;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]!.toLowerCase() !== 'sec-websocket-extensions') continue;
    for (const extension of rawHeaders[i + 1]!.toLowerCase().split(',')) {
      const [name = '', ...parameters] = extension.split(';').map((part) => part.trim());
      if (name === '') continue;
      if (name !== 'permessage-deflate' || deflate !== null) hasOthers = true;
      else deflate = { keepsContext: keepsContext(parameters) };
    }
  }
  return { deflate, hasOthers };
}

function keepsContext(parameters: readonly string[]): DeflateAgreement['keepsContext'] {
  return {
    client: !parameters.includes('client_no_context_takeover'),
    server: !parameters.includes('server_no_context_takeover'),
  };
}
