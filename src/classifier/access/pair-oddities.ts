import { Buffer } from 'node:buffer';
import type { Credential } from '../readers/credentials.ts';
import type { Oddity } from './oddity.ts';
import { NOTHING } from './placeholders.ts';

export function ofBasic({ scheme, secret, basic }: Credential, name: string): Oddity | undefined {
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const advice =
    'Send base64 of "user:password" behind Basic; most clients do it by themselves when given user and password.';
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(secret)) {
    return {
      words: `what stands behind Basic in ${name} is not base64${secret.includes(':') ? ' but user and password as plain text' : ''}`,
      seen: `Basic and ${secret.length} characters, not base64`,
      advice,
      isPlain: true,
    };
  }
  if (basic === undefined) {
    return {
      words: `the base64 behind Basic in ${name} holds no "user:password"`,
      seen: `Basic and ${secret.length} characters of base64 without a colon in them`,
      advice,
      isPlain: true,
    };
  }
  const { user } = basic;
  const password = Buffer.from(secret, 'base64')
    .toString('utf8')
    .slice(user.length + 1);
  if (NOTHING.test(user) || NOTHING.test(password)) {
    const what = NOTHING.test(user) ? user : password;
    return {
      words: `${NOTHING.test(user) ? 'the user' : 'the password'} in ${name} is the word "${what}"`,
      seen: `Basic, ${what}`,
      advice: 'Look where user and password come from: the variable was not set when the header was built.',
      isPlain: true,
    };
  }
  if (/[\r\n]$/.test(password)) {
    return {
      words: `the password in ${name} ends with a line feed`,
      seen: 'Basic, …\\n',
      advice: 'Encode without the line feed: printf, or echo -n, in place of echo.',
      isPlain: true,
    };
  }
  return undefined;
}

/** What Basic takes, `user:password` in base64, behind Bearer. Some tokens are made of two such parts. */
export function ofBearer({ scheme, secret, place }: Credential, name: string): Oddity | undefined {
  if (place !== 'header' || scheme?.toLowerCase() !== 'bearer' || secret.length > LONGEST_PAIR) return undefined;
  if (!/^[A-Za-z0-9+/]{12,}={0,2}$/.test(secret)) return undefined;
  const pair = Buffer.from(secret, 'base64').toString('latin1');
  if (
    !/^[^\s:]{1,100}@[^\s:@]{1,100}:[\x21-\x7e]{1,200}$|^(?:user|admin|root|api|apikey|token|client)[^\s:]{0,20}:[\x21-\x7e]{1,200}$/.test(
      pair,
    )
  )
    return undefined;
  return {
    words: `what stands behind Bearer in ${name} is base64 of "user:password", which belongs behind Basic`,
    seen: `Bearer and ${secret.length} characters of base64 with a colon in them`,
    advice: 'Write Basic in place of Bearer, or send the access token.',
    isPlain: false,
  };
}

const LONGEST_PAIR = 600;
