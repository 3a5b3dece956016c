import type { CauseEntries } from '../entry.ts';

export const AUTHENTICATION: CauseEntries<'authentication'> = {
  'missing-credentials': {
    title: 'No credential was sent',
    means:
      'The server wants to know who calls, and the request does not say: no Authorization, no API key, no session cookie, or one of them with nothing in it.',
    commonCauses: [
      'The environment variable with the key is not set where the program runs, so that the header is left out or empty.',
      'The client dropped Authorization after a redirect to another host.',
      'The key is sent under a name that this API does not read (X-API-Key against Authorization).',
      'The call happens before sign-in has finished, or in a worker without the session.',
      'A preflight or a browser that leaves cookies out (fetch without credentials: "include").',
    ],
    debug: [
      'Read WWW-Authenticate first: it names the scheme, and often the realm or the issuer that will give a token.',
      'Look at request.headers as recorded, which is what was really sent, and not at the code that should have set them.',
      'Find a successful call to the same host in the capture and compare.',
    ],
    handle: [
      'Refuse to start without the credential, with the name of the variable in the message.',
      'Do not repeat unchanged. If a token can be obtained, get it and repeat once.',
    ],
    related: ['malformed-credentials', 'redirect-to-login', 'invalid-credentials'],
    example: 'no credential sent; GET /v1/me on api.example.com wants Bearer',
  },
  'malformed-credentials': {
    title: 'A credential in the wrong form',
    means:
      'Something was sent in the place of the credential, and its form is wrong before anybody could check its truth: no scheme, a doubled one, quotes around it, the word "undefined", broken base64. The token itself may be perfectly good.',
    commonCauses: [
      '"Bearer Bearer eyJ…", because both the configuration and the code add the scheme.',
      'The bare token without "Bearer ", or a key where Basic wants base64 of "user:password".',
      'Quotes or a line feed copied along from a file or a .env line.',
      'A template that was filled with undefined, null or [object Object].',
    ],
    debug: [
      'Look at the evidence for the header: kind, length and oddities are shown, the secret is not.',
      'Compare the scheme with the one in WWW-Authenticate.',
      'Print the length of the secret in the program: one more than expected is a newline.',
    ],
    handle: [
      'Trim secrets when they are read, and check their shape at start-up (prefix, length, three parts of a JWT).',
      'Repeating changes nothing; this is a bug in how the header is put together.',
    ],
    related: ['missing-credentials', 'invalid-credentials', 'invalid-signature'],
    example: 'the scheme is doubled in Authorization ("Bearer Bearer …"): GET /v1/me',
  },
  'expired-credentials': {
    title: 'The token’s time is over',
    means:
      'The credential was good once and is not any more: the exp claim has passed, the session timed out, the signed URL ran out, or the server says "expired" in its own words. It is the one authentication failure that belongs to normal operation.',
    commonCauses: [
      'An access token that nobody refreshed; an hour is a usual lifetime, some live for minutes.',
      'The refresh worked, and a second process or a stale object still uses the old token.',
      'The refresh itself failed earlier (invalid_grant), and the error was swallowed.',
      'The clock of the client is slow, so that it thinks the token good.',
    ],
    debug: [
      'Compare exp with the time of the call and with the Date header of the response.',
      'See when the same token last worked; the history names the exchange.',
      'Look for the refresh call in the capture, and whether it succeeded.',
    ],
    handle: [
      'Refresh when 401 says invalid_token, repeat the call once, and give up on a second 401.',
      'Better: renew a minute before exp, in one place and behind a lock, so that parallel calls do not refresh ten times.',
      'The call was refused before anything happened, so that repeating a POST is harmless here.',
    ],
    related: ['invalid-credentials', 'credentials-not-yet-valid', 'step-up-required'],
    example: 'the token expired 14 min before the call (exp 12:32:03 UTC); the same token worked in #17',
  },
  'credentials-not-yet-valid': {
    title: 'The clocks disagree',
    means:
      'The credential or the request’s own timestamp does not fit the server’s time: nbf or iat lie in the future, or the date that was signed is too old or too new. Signature schemes tolerate a few minutes of difference: S3 15, many webhooks 5.',
    commonCauses: [
      'A machine without time synchronisation: a virtual machine after sleep, a container host, an embedded device.',
      'Local time sent where UTC was expected, off by whole hours.',
      'Milliseconds in a claim that wants seconds.',
      'A request that was signed, then queued, and sent much later.',
    ],
    debug: [
      'Compare the response’s Date with the time at which the request was recorded; the summary names the difference.',
      'If the difference is a whole number of hours, suspect the time zone, not the clock.',
      'Decode nbf and iat and count their digits: ten are seconds, thirteen milliseconds.',
    ],
    handle: [
      'Synchronise the clock (NTP, chrony) instead of widening tolerances.',
      'Sign at the moment of sending, and sign anew for every repeat.',
      'Where the clock cannot be trusted, take the offset from the server’s Date and add it.',
    ],
    related: ['expired-credentials', 'invalid-signature', 'tls-certificate-expired'],
    example: 'the clock is 7 min behind the server (X-Amz-Date 11:58:02, Date 12:05:09)',
  },
  'wrong-environment': {
    title: 'The credential belongs elsewhere',
    means:
      'The credential is fine where it comes from, and this is another place: a test key on the live host, a token of the staging issuer, an audience of a neighbouring API, the wrong tenant or region.',
    commonCauses: [
      'Base URL and key are configured separately, and only one of them was switched.',
      'A token fetched for one audience or resource and used for another.',
      'A multi-region service whose keys are valid in one region.',
      'A developer’s own .env that overrides the deployed values.',
    ],
    debug: [
      'Compare the prefix of the key (sk_test_, sk_live_ and the like) with the host.',
      'Read iss, aud and tid of the token, and set them against the host that refused it.',
      'Look in the history at which host the same credential worked.',
    ],
    handle: [
      'Keep URL, key, issuer and audience in one profile per environment and select the profile, never a single value.',
      'Check at start-up that the prefix of the key fits the host, and say so when it does not.',
      'Repeat with the right pair; the wrong host has rejected the call before it did anything.',
    ],
    related: ['invalid-credentials', 'resource-not-found', 'insufficient-scope'],
    example: 'a test key (sk_test_…) on the live host api.example.com',
  },
  'invalid-signature': {
    title: 'The signature does not match',
    means:
      'The server computed the signature of the request or token itself and got another result. Either the secret differs, or the two sides did not sign the same bytes; the second is far more common.',
    commonCauses: [
      'The body was parsed and serialised again before signing or verifying, so that a space or the order of keys changed.',
      'Query parameters encoded or sorted differently ("%20" against "+").',
      'A proxy that changed Host, path or a signed header on the way.',
      'The wrong secret: that of another endpoint, key id or environment, or one that was rotated.',
      'A JWT checked with the wrong key of the JWKS, or signed HS256 where RS256 is expected.',
    ],
    debug: [
      'If the error shows the server’s canonical string (AWS does), compare it line by line with yours.',
      'Check which bytes were signed: the raw body, before any middleware touched it.',
      'Check that key id (kid, Credential=) and secret belong together.',
    ],
    handle: [
      'Use the provider’s SDK or a known library for signing; hand-made canonicalisation is where the mistakes are.',
      'A repeat with the same bytes fails in the same way; sign anew after each change.',
    ],
    related: ['credentials-not-yet-valid', 'invalid-credentials', 'malformed-credentials'],
    example: 'the request signature does not match (SignatureDoesNotMatch): PUT /backups/db.tar on s3.example.com',
  },
  'invalid-credentials': {
    title: 'Well-formed, and not accepted',
    means:
      'The credential has the right form and the server does not know it, or no longer: a wrong password, an unknown or revoked key, a token that was never issued here. The server usually does not say which, on purpose.',
    commonCauses: [
      'The key was rotated or revoked, and this deployment has the old one.',
      'A secret cut off or changed by a shell, a YAML parser or a copy across two lines.',
      'A refresh token used twice where each is good for one use (invalid_grant).',
      'Client id and secret of two different applications.',
      'A user who changed the password, which ends all sessions.',
    ],
    debug: [
      'See in the history whether this very credential ever worked, and when last.',
      'Compare kind and length of the secret with the one in the console of the provider.',
      'Read error and error_description of an OAuth answer: invalid_client is the app, invalid_grant the code or refresh token.',
    ],
    handle: [
      'Do not repeat: a few wrong attempts lock accounts and get addresses blocked.',
      'Ask the person to sign in again, or alert the operator; mark the stored credential as dead so that no job goes on using it.',
    ],
    related: ['expired-credentials', 'wrong-environment', 'malformed-credentials'],
    example: 'the Bearer credential in Authorization is not accepted: GET /v1/me on api.example.com',
  },
  'step-up-required': {
    title: 'Signed in, and more is asked for',
    means:
      'The credential was accepted and is not enough for this action: a second factor, a one-time code, a fresh sign-in, consent or new terms are wanted first. RFC 9470 gives the challenge a form: error="insufficient_user_authentication".',
    commonCauses: [
      'A sensitive action such as a payment, a deletion or a change of e-mail address.',
      'A policy that wants multi-factor authentication for this network or device.',
      'A new permission or new terms that the user has not agreed to.',
      'Strong customer authentication of a card (3-D Secure).',
    ],
    debug: [
      'Read WWW-Authenticate for acr_values and max_age: they say which strength and freshness are needed.',
      'Look for a code such as mfa_required, interaction_required, consent_required or requires_action in the body.',
      'Look for the next step in the answer: a challenge id, a redirect URL, a client secret.',
    ],
    handle: [
      'Lead the person through the extra step, then repeat the original request with the new credential.',
      'A service without a person needs another kind of account; a robot cannot answer a challenge.',
    ],
    related: ['insufficient-scope', 'expired-credentials', 'payment-required'],
    example: 'a second factor is wanted (mfa_required): POST /oauth/token on id.example.com',
  },
};
