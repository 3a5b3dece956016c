/** One provider's form of key. */
export interface KeyFormat {
  /** `stripe test key` */
  readonly kind: string;
  /** How it begins: the part that says whose it is, and may be shown. */
  readonly shown: string;
  /** What must follow, to the end of the key. */
  readonly rest: RegExp;
}

type Row = readonly [kind: string, prefixes: string, alphabet: string, least: number];

const HEX = '0-9a-f';
const ALNUM = '0-9A-Za-z';
const WORD = '\\w';
const URL64 = '\\w-';
const BASE64 = '0-9A-Za-z+/=_-';

/** Keys that a beginning gives away; the special beginning stands before the general one. */
const ROWS: readonly Row[] = [
  ['stripe live key', 'sk_live_', ALNUM, 10],
  ['stripe test key', 'sk_test_', ALNUM, 10],
  ['stripe restricted live key', 'rk_live_', ALNUM, 10],
  ['stripe restricted test key', 'rk_test_', ALNUM, 10],
  ['webhook secret', 'whsec_', BASE64, 16],
  ['github token', 'ghp_', ALNUM, 20],
  ['github oauth token', 'gho_', ALNUM, 20],
  ['github user token', 'ghu_', ALNUM, 20],
  ['github app token', 'ghs_', ALNUM, 20],
  ['github refresh token', 'ghr_', ALNUM, 20],
  ['github fine-grained token', 'github_pat_', WORD, 22],
  ['gitlab token', 'glpat- gldt- glptt- glft- glsoat- glcbt- glimt- gloas- glagent-', `${URL64}.`, 16],
  ['gitlab runner token', 'glrt-', `${URL64}.`, 16],
  ['slack bot token', 'xoxb-', `${ALNUM}-`, 10],
  ['slack user token', 'xoxp-', `${ALNUM}-`, 10],
  ['slack token', 'xoxa- xoxr- xoxs- xoxc-', `${ALNUM}-`, 10],
  ['slack cookie', 'xoxd-', `${ALNUM}+/=-`, 10],
  ['slack token', 'xoxe', `${ALNUM}.-`, 11],
  ['slack app token', 'xapp-', `${ALNUM}-`, 10],
  ['aws access key id', 'AKIA', '0-9A-Z', 16],
  ['aws temporary key id', 'ASIA', '0-9A-Z', 16],
  ['aws bedrock key', 'ABSK bedrock-api-key-', BASE64, 40],
  ['google api key', 'AIza', URL64, 30],
  ['google access token', 'ya29.', `${URL64}.`, 20],
  ['google refresh token', '1//0', URL64, 20],
  ['google client secret', 'GOCSPX-', URL64, 20],
  ['anthropic key', 'sk-ant-', URL64, 16],
  ['openrouter key', 'sk-or-', URL64, 16],
  ['openai project key', 'sk-proj-', URL64, 16],
  ['openai service key', 'sk-svcacct-', URL64, 16],
  ['openai admin key', 'sk-admin-', URL64, 16],
  ['langfuse key', 'sk-lf-', URL64, 16],
  ['helicone key', 'sk-helicone-', URL64, 16],
  ['secret key', 'sk-', ALNUM, 20],
  ['elevenlabs key', 'sk_', HEX, 40],
  ['groq key', 'gsk_', ALNUM, 20],
  ['xai key', 'xai-', ALNUM, 20],
  ['perplexity key', 'pplx-', ALNUM, 20],
  ['replicate token', 'r8_', ALNUM, 20],
  ['hugging face token', 'hf_ api_org_', ALNUM, 20],
  ['nvidia key', 'nvapi-', URL64, 30],
  ['cerebras key', 'csk-', ALNUM, 30],
  ['together key', 'tgp_v1_', URL64, 20],
  ['fireworks key', 'fw_', ALNUM, 20],
  ['pinecone key', 'pcsk_', WORD, 30],
  ['langsmith key', 'lsv2_pt_ lsv2_sk_', WORD, 30],
  ['tavily key', 'tvly-', URL64, 20],
  ['firecrawl key', 'fc-', HEX, 32],
  ['jina key', 'jina_', WORD, 30],
  ['apify token', 'apify_api_', ALNUM, 20],
  ['browserbase key', 'bb_live_', URL64, 16],
  ['sendgrid key', 'SG.', `${URL64}.`, 40],
  ['twilio key', 'SK', HEX, 32],
  ['mailgun key', 'key-', HEX, 32],
  ['brevo key', 'xkeysib- xsmtpsib-', `${ALNUM}-`, 20],
  ['mailersend token', 'mlsn.', HEX, 40],
  ['klaviyo key', 'pk_', HEX, 32],
  ['npm token', 'npm_', ALNUM, 20],
  ['pypi token', 'pypi-', URL64, 20],
  ['rubygems key', 'rubygems_', HEX, 32],
  ['nuget key', 'oy2', 'a-z0-9', 43],
  ['clojars token', 'CLOJARS_', ALNUM, 40],
  ['docker token', 'dckr_pat_ dckr_oat_', URL64, 16],
  ['shopify token', 'shpat_ shpca_ shppa_ shpua_', `${HEX}A-F`, 20],
  ['shopify secret', 'shpss_', `${HEX}A-F`, 20],
  ['square token', 'sq0atp-', URL64, 16],
  ['square secret', 'sq0csp-', URL64, 16],
  ['meta access token', 'EAA', ALNUM, 60],
  ['digitalocean token', 'dop_v1_ doo_v1_ dor_v1_', HEX, 20],
  ['linear key', 'lin_api_ lin_oauth_', ALNUM, 20],
  ['notion token', 'ntn_', ALNUM, 20],
  ['notion token', 'secret_', ALNUM, 30],
  ['postman key', 'PMAK-', `${HEX}-`, 20],
  ['grafana token', 'glsa_', WORD, 20],
  ['grafana token', 'glc_', BASE64, 20],
  ['new relic key', 'NRAK-', '0-9A-Z', 20],
  ['new relic license key', 'NRII- NRJS-', URL64, 16],
  ['vault token', 'hvs. hvb. hvr.', URL64, 20],
  ['databricks token', 'dapi', HEX, 32],
  ['figma token', 'figd_ figo_', URL64, 20],
  ['supabase token', 'sbp_', HEX, 20],
  ['supabase secret key', 'sb_secret_', URL64, 20],
  ['atlassian token', 'ATATT3 ATCTT3', `${URL64}=`, 20],
  ['bitbucket app password', 'ATBB', ALNUM, 24],
  ['trello token', 'ATTA', HEX, 50],
  ['sentry token', 'sntrys_', BASE64, 20],
  ['sentry token', 'sntryu_', HEX, 20],
  ['tailscale key', 'tskey-', URL64, 16],
  ['doppler token', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', `${URL64}.`, 30],
  ['dropbox token', 'sl.', URL64, 60],
  ['duffel token', 'duffel_live_ duffel_test_', URL64, 20],
  ['dynatrace token', 'dt0c01. dt0s01. dt0s02. dt0s16.', '0-9A-Z.', 40],
  ['easypost key', 'EZAK EZTK', ALNUM, 50],
  ['contentful token', 'CFPAT-', URL64, 30],
  ['circleci token', 'CCIPAT_ CCIPRJ_', WORD, 30],
  ['buildkite token', 'bkua_ bkat_ bkct_', `${ALNUM}_`, 30],
  ['netlify token', 'nfp_ nfc_ nfo_ nfu_ nfb_', ALNUM, 30],
  ['vercel token', 'vcp_ vci_ vca_ vcr_ vck_', ALNUM, 24],
  ['heroku key', 'HRKU-', URL64, 36],
  ['fly token', 'fm1_ fm2_ fo1_', BASE64, 30],
  ['hubspot token', 'pat-na1- pat-na2- pat-eu1- pat-ap1-', `${HEX}-`, 32],
  ['airtable token', 'pat', ALNUM, 0],
  ['planetscale token', 'pscale_tkn_ pscale_pw_ pscale_oauth_', `${URL64}.=`, 30],
  ['neon key', 'napi_', ALNUM, 40],
  ['pulumi token', 'pul-', HEX, 40],
  ['prefect key', 'pnu_ pnb_', ALNUM, 30],
  ['posthog personal key', 'phx_', ALNUM, 30],
  ['honeycomb key', 'hcaik_ hcbik_ hcxik_ hcalk_ hcamk_', ALNUM, 30],
  ['axiom token', 'xaat- xapt-', `${HEX}-`, 32],
  ['launchdarkly key', 'sdk- api-', `${HEX}-`, 36],
  ['plaid token', 'access-sandbox- access-development- access-production-', `${HEX}-`, 32],
  ['paddle key', 'pdl_live_apikey_ pdl_sdbx_apikey_', WORD, 30],
  ['flutterwave key', 'FLWSECK_TEST- FLWSECK-', `${ALNUM}-`, 20],
  ['braintree token', 'access_token$production$ access_token$sandbox$', '0-9a-z$', 30],
  ['shippo token', 'shippo_live_ shippo_test_', HEX, 30],
  ['razorpay key', 'rzp_live_ rzp_test_', ALNUM, 14],
  ['stytch secret', 'secret-live- secret-test-', URL64, 20],
  ['mollie key', 'live_ test_', ALNUM, 30],
  ['gocardless token', 'live_ sandbox_', URL64, 40],
  ['adyen key', 'AQE', BASE64, 60],
  ['frame.io token', 'fio-u-', URL64, 40],
  ['typeform token', 'tfp_', `${URL64}.`, 30],
  ['readme key', 'rdme_', 'a-z0-9', 40],
  ['sonar token', 'sqp_ squ_ sqa_', HEX, 40],
  ['sourcegraph token', 'sgp_', `${HEX}_`, 40],
  ['segment token', 'sgp_', ALNUM, 40],
  ['snyk token', 'snyk_uat. snyk_sat.', `${URL64}.`, 30],
  ['jfrog key', 'AKCp', ALNUM, 20],
  ['jfrog token', 'cmVmdGtu', ALNUM, 40],
  ['1password token', 'ops_eyJ', BASE64, 60],
  ['age key', 'AGE-SECRET-KEY-1', '0-9A-Z', 50],
  ['adobe secret', 'p8e-', URL64, 24],
  ['alibaba access key id', 'LTAI', ALNUM, 12],
  ['yandex key', 'AQVN', URL64, 30],
  ['yandex token', 't1.', BASE64, 60],
  ['cloudflare origin key', 'v1.0-', `${HEX}-`, 100],
  ['mapbox secret token', 'sk.eyJ', `${URL64}.`, 40],
  ['infracost key', 'ico-', ALNUM, 30],
  ['intercom token', 'dG9rO', BASE64, 40],
  ['polar token', 'polar_oat_ polar_pat_', WORD, 30],
  ['cockroach key', 'CCDB1_', WORD, 30],
  ['zuplo key', 'zpka_', WORD, 30],
  ['cal.com key', 'cal_live_', ALNUM, 20],
  ['elastic key', 'essu_', BASE64, 30],
];

/** Where only the whole says it; the beginning is not enough. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  'airtable token': /[0-9A-Za-z]{14}\.[0-9a-f]{40,80}/y,
  'adyen key': /[a-z]hm[\w+/=-]{50}[\w+/=-]*/y,
};

// `+` and a look at the length afterwards, not `{20,}`: V8 runs out of stack on a counted loop over a megabyte.
function restOf(kind: string, alphabet: string, least: number): RegExp {
  return SHAPES[kind] ?? new RegExp(`[${alphabet}]{${least}}[${alphabet}]*`, 'y');
}

export const KEY_FORMATS: readonly KeyFormat[] = [
  ...ROWS.flatMap(([kind, prefixes, alphabet, least]) => {
    const rest = restOf(kind, alphabet, least);
    return prefixes.split(' ').map((shown) => ({ kind, shown, rest }));
  }),
  { kind: 'asana token', shown: '1/', rest: /\d{10,20}:[0-9a-f]{32}/y },
  { kind: 'asana token', shown: '2/', rest: /\d{10,20}\/\d{10,20}:[0-9a-f]{32}/y },
  { kind: 'zoho token', shown: '1000.', rest: /[0-9a-f]{32}\.[0-9a-f]{32}/y },
  { kind: 'resend key', shown: 're_', rest: /[0-9A-Za-z]{8}_[0-9A-Za-z]{16,40}/y },
  { kind: 'harness token', shown: 'pat.', rest: /[\w-]{22}\.[0-9a-f]{24}\.[0-9A-Za-z]{20}/y },
];

/** Keys that show what they are in their middle. */
export interface InnerFormat {
  readonly kind: string;
  readonly anchor: string;
  /** How far before the anchor the key begins, at most; `whole` is tried from there on. */
  readonly before: number;
  readonly whole: RegExp;
}

/** Tried at every place before the anchor where a word begins. */
export const INNER_FORMATS: readonly InnerFormat[] = [
  { kind: 'azure client secret', anchor: 'Q~', before: 4, whole: /[\w~.-]{3}\dQ~[\w~.-]{31,34}/y },
  { kind: 'azure devops token', anchor: 'AZDO', before: 76, whole: /[0-9A-Za-z]{76}AZDO[0-9A-Za-z]{4}/y },
  { kind: 'terraform token', anchor: '.atlasv1.', before: 14, whole: /[0-9A-Za-z]{14}\.atlasv1\.[\w=-]{40,80}/y },
  { kind: 'mailchimp key', anchor: '-us', before: 32, whole: /[0-9a-f]{32}-us\d{1,2}(?!\d)/y },
  { kind: 'telegram bot token', anchor: ':AA', before: 12, whole: /\d{6,12}:AA[\w-]{30,40}/y },
];

/** What begins like a key and is meant to be public. */
export const PUBLIC_KEYS: readonly string[] = [
  'pk_live_',
  'pk_test_',
  'pk.eyJ',
  'sb_publishable_',
  'phc_',
  'FLWPUBK',
  'ssh-rsa',
  'ssh-ed25519',
  'ecdsa-sha2-',
];
