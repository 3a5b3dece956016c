/** Which scheme an API wants before a token in `Authorization`, as its documentation says; `isOnly` where it takes no other. */
export interface DocumentedScheme {
  readonly scheme: string;
  readonly isOnly: boolean;
}

/** Hosts and what ends like them. APIs that take a token as it is (Linear, ClickUp, monday.com) have no place here. */
const BEARER =
  'api.openai.com api.notion.com api.github.com api.digitalocean.com api.sendgrid.com api.airtable.com api.stripe.com api.vercel.com api.netlify.com api.heroku.com slack.com api.hubapi.com api.cloudflare.com api.spotify.com api.intercom.io api.box.com api.dropboxapi.com graph.microsoft.com api.calendly.com api.telnyx.com huggingface.co api.groq.com api.mistral.ai api.cohere.com api.twitch.tv api.x.com api.twitter.com api.hetzner.cloud api.linode.com api.fly.io api.typeform.com api.zoom.us api.resend.com';
const OWN: Readonly<Record<string, string>> = {
  Bot: 'discord.com',
  SSWS: 'okta.com oktapreview.com',
  'Zoho-oauthtoken': 'www.zohoapis.com www.zohoapis.eu www.zohoapis.in',
};
const ONLY: Readonly<Record<string, string>> = {
  GenieKey: 'api.opsgenie.com',
  'DeepL-Auth-Key': 'api.deepl.com api-free.deepl.com',
};

function* entries(): Generator<[string, DocumentedScheme]> {
  for (const host of BEARER.split(' ')) yield [host, { scheme: 'Bearer', isOnly: false }];
  for (const [scheme, hosts] of Object.entries(OWN))
    for (const host of hosts.split(' ')) yield [host, { scheme, isOnly: false }];
  for (const [scheme, hosts] of Object.entries(ONLY))
    for (const host of hosts.split(' ')) yield [host, { scheme, isOnly: true }];
}

const BY_HOST: ReadonlyMap<string, DocumentedScheme> = new Map(entries());

export function documentedScheme(host: string): DocumentedScheme | undefined {
  return BY_HOST.get(host) ?? BY_HOST.get(host.split('.').slice(-2).join('.'));
}
