/** One provider's form of key, recognised by how it begins. */
export interface KeyFormat {
  /** `stripe test key` */
  readonly kind: string;
  /** The part that says whose it is, and may be shown: `sk_test_`. */
  readonly shown: string;
  /** The characters that may follow, as the inside of a character class. */
  readonly alphabet: string;
  /** How many must follow at least. */
  readonly least: number;
}

function format(kind: string, shown: string, alphabet: string, least: number): KeyFormat {
  return { kind, shown, alphabet, least };
}

/** In the order in which they are tried: the special form before the general one. */
const KEY_FORMATS: readonly KeyFormat[] = [
  format('stripe live key', 'sk_live_', '0-9A-Za-z', 10),
  format('stripe test key', 'sk_test_', '0-9A-Za-z', 10),
  format('stripe restricted live key', 'rk_live_', '0-9A-Za-z', 10),
  format('stripe restricted test key', 'rk_test_', '0-9A-Za-z', 10),
  format('webhook secret', 'whsec_', '0-9A-Za-z+/=', 16),
  format('github token', 'ghp_', '0-9A-Za-z', 20),
  format('github oauth token', 'gho_', '0-9A-Za-z', 20),
  format('github user token', 'ghu_', '0-9A-Za-z', 20),
  format('github app token', 'ghs_', '0-9A-Za-z', 20),
  format('github refresh token', 'ghr_', '0-9A-Za-z', 20),
  format('github fine-grained token', 'github_pat_', '\\w', 22),
  format('gitlab token', 'glpat-', '\\w-', 16),
  format('gitlab token', 'gldt-', '\\w-', 16),
  format('gitlab runner token', 'glrt-', '\\w-', 16),
  format('slack bot token', 'xoxb-', '0-9A-Za-z-', 10),
  format('slack user token', 'xoxp-', '0-9A-Za-z-', 10),
  format('slack token', 'xoxa-', '0-9A-Za-z-', 10),
  format('slack token', 'xoxr-', '0-9A-Za-z-', 10),
  format('slack token', 'xoxs-', '0-9A-Za-z-', 10),
  format('slack token', 'xoxe', '0-9A-Za-z.-', 11),
  format('slack app token', 'xapp-', '0-9A-Za-z-', 10),
  format('aws access key id', 'AKIA', '0-9A-Z', 16),
  format('aws temporary key id', 'ASIA', '0-9A-Z', 16),
  format('google api key', 'AIza', '\\w-', 30),
  format('google access token', 'ya29.', '\\w.-', 20),
  format('google refresh token', '1//0', '\\w-', 20),
  format('google client secret', 'GOCSPX-', '\\w-', 20),
  format('anthropic key', 'sk-ant-', '\\w-', 16),
  format('openrouter key', 'sk-or-', '\\w-', 16),
  format('openai project key', 'sk-proj-', '\\w-', 16),
  format('openai service key', 'sk-svcacct-', '\\w-', 16),
  format('secret key', 'sk-', '0-9A-Za-z', 20),
  format('groq key', 'gsk_', '0-9A-Za-z', 20),
  format('xai key', 'xai-', '0-9A-Za-z', 20),
  format('perplexity key', 'pplx-', '0-9A-Za-z', 20),
  format('replicate token', 'r8_', '0-9A-Za-z', 20),
  format('hugging face token', 'hf_', '0-9A-Za-z', 20),
  format('sendgrid key', 'SG.', '\\w.-', 40),
  format('twilio key', 'SK', '0-9a-f', 32),
  format('mailgun key', 'key-', '0-9a-f', 32),
  format('brevo key', 'xkeysib-', '0-9a-zA-Z-', 20),
  format('npm token', 'npm_', '0-9A-Za-z', 20),
  format('pypi token', 'pypi-', '\\w-', 20),
  format('docker token', 'dckr_pat_', '\\w-', 16),
  format('shopify token', 'shpat_', '0-9a-fA-F', 20),
  format('shopify token', 'shpca_', '0-9a-fA-F', 20),
  format('shopify token', 'shppa_', '0-9a-fA-F', 20),
  format('shopify secret', 'shpss_', '0-9a-fA-F', 20),
  format('square token', 'sq0atp-', '\\w-', 16),
  format('square secret', 'sq0csp-', '\\w-', 16),
  format('digitalocean token', 'dop_v1_', '0-9a-f', 20),
  format('digitalocean token', 'doo_v1_', '0-9a-f', 20),
  format('linear key', 'lin_api_', '0-9A-Za-z', 20),
  format('notion token', 'ntn_', '0-9A-Za-z', 20),
  format('notion token', 'secret_', '0-9A-Za-z', 30),
  format('postman key', 'PMAK-', '0-9a-f-', 20),
  format('grafana token', 'glsa_', '\\w', 20),
  format('grafana token', 'glc_', '0-9A-Za-z+/=', 20),
  format('new relic key', 'NRAK-', '0-9A-Z', 20),
  format('vault token', 'hvs.', '\\w-', 20),
  format('databricks token', 'dapi', '0-9a-f', 32),
  format('figma token', 'figd_', '\\w-', 20),
  format('supabase token', 'sbp_', '0-9a-f', 20),
  format('atlassian token', 'ATATT3', '\\w=-', 20),
  format('sentry token', 'sntrys_', '\\w+/=-', 20),
  format('sentry token', 'sntryu_', '0-9a-f', 20),
  format('tailscale key', 'tskey-', '\\w-', 16),
];

/**
 * Where a key may begin: at the edge of a word, or behind an escape, whose last character would otherwise count as
 * part of the word (`%22sk_live_…`, `\nsk_live_…`).
 */
const KEY_START = String.raw`(?<=^|[^0-9A-Za-z]|%[0-9A-Fa-f]{2}|\\[nrtbf]|\\u[0-9A-Fa-f]{4})`;

const SYNTAX = /[.*+?^${}()|[\]\\/]/g;

// `+` and a look at the length afterwards, not `{20,}`: V8 runs out of stack on a counted loop over a megabyte.
const BODIES = KEY_FORMATS.map(({ shown, alphabet }) => `${shown.replace(SYNTAX, '\\$&')}[${alphabet}]+`);
const ANY_KEY = new RegExp(`${KEY_START}(?:${BODIES.join('|')})`, 'g');
const BEGINNINGS = KEY_FORMATS.map(
  ({ shown, alphabet, least }) => new RegExp(`^${shown.replace(SYNTAX, '\\$&')}[${alphabet}]{${least}}`),
);

/** Replaces the keys of all known forms, wherever they stand. */
export function replaceKeys(text: string, replace: (key: string) => string): string {
  return text.replace(ANY_KEY, (key) => (keyFormatOf(key) === undefined ? key : replace(key)));
}

/** The form in which the text begins, if it is a known one. */
export function keyFormatOf(text: string): KeyFormat | undefined {
  return KEY_FORMATS[BEGINNINGS.findIndex((beginning) => beginning.test(text))];
}
