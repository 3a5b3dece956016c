import { createRandom } from './planted.ts';

export interface Harmless {
  readonly place: 'field' | 'query' | 'header' | 'path' | 'text';
  /** Of the field, parameter or header; empty for text. */
  readonly name: string;
  readonly value: string;
}

const HEX = '0123456789abcdef';
const DIGITS = '0123456789';
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

const words = (text: string) => text.trim().split(/\s*\n\s*/);

/** Fields as APIs really have them, one `name value` a line. */
const FIELDS = words(`
  id 87
  id ord_1NirD82eZvKYlo2CIvbtLWuY
  id cus_NffrFeUfNV2Hib
  id pi_3MtwBwLkdIwHu7ix28a3tqPa
  id evt_1NG8Du2eZvKYlo2CUI79vXWy
  object_id 507f1f77bcf86cd799439011
  _id 65f0c0a1e4b0a1b2c3d4e5f6
  uuid 3f2504e0-4f89-11d3-9a0c-0305e82c3301
  request_id req_8f3a2b1c4d5e6f70
  requestId 7f1c9a52-0c1d-4bb5-8a3b-2f7a9b1c0d3e
  trace_id 0af7651916cd43dd8448eb211c80319c
  span_id b7ad6b7169203331
  correlationId 01HV6Z5T9WJ5G7Q8N2X3R4S5T6
  sku IPHONE-15-PRO-256-BLK
  slug how-to-build-a-proxy-in-2026
  product_name Samsung Galaxy S24 Ultra 512GB
  order_number 4539578763621486
  order_id 4916338506082832
  tracking_number 1Z999AA10123456784
  invoice_number INV-2026-0004711
  phone +49 30 901820
  ean 4006381333931
  isbn 978-3-16-148410-0
  imei 490154203237518
  timestamp 1795345200123
  created 1795345200
  created_at 2026-11-22T10:00:00.123Z
  updatedAt 2026-11-22T10:00:00+01:00
  created_us 1795345200123456
  snowflake 1308490123456789504
  etag W/"33a64df551425fcc55e4d42a148795d9f25f89d4"
  sha 33a64df551425fcc55e4d42a148795d9f25f89d4
  commit_sha e3b0c44298fc1c149afbf4c8996fb92427ae41e4
  checksum sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  md5 5d41402abc4b2a76b9719d911017c592
  content_hash 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  integrity sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC
  digest sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1
  image data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==
  thumbnail data:image/jpeg;base64,/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/
  gif R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7
  public_key MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9
  publicKey ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8Yd3Kq2ZxP9rT4mVb6Yc1Na7Kq2ZxP9rT4mVb6Yc1N ada@laptop
  publishable_key pk_test_TYooMQauvdEDq54NiTphI7jx
  stripe_key pk_live_TYooMQauvdEDq54NiTphI7jx
  analytics phc_TYooMQauvdEDq54NiTphI7jxTYooMQauvdEDq54N
  certificate -----BEGIN CERTIFICATE-----MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A-----END CERTIFICATE-----
  fingerprint AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01
  key PROJ-1024
  key orders/2026/11/22/part-0001.parquet
  primary_key id
  foreign_key user_id
  cache_key orders:v2:87:de
  sort_key 2026-11-22#0001
  partition_key tenant-42
  idempotency_key 8e03978e-40d5-43dd-bc93-6894a57f9324
  keyboard qwertz
  monkey George
  token_type Bearer
  token_count 1234
  max_tokens 4096
  prompt_tokens 12
  total_tokens 1234
  next_page_token CAUQAAicAxNDUTEE2
  nextPageToken CiAKGjBpNDd2Nmp2Zml2cXRwYjBpOXA
  continuation_token eyJwYWdlIjoyfQ
  cursor Y3Vyc29yOnYyOpHOAA9X0g==
  after WzE3OTUzNDUyMDAsIjQ3MTEiXQ==
  start_cursor Y3Vyc29yOjEwMA
  sync_token CPDAlvWDx70CEPDAlvWDx70CGAU
  tokenizer cl100k_base
  code card_declined
  code SUMMER20
  code E1042
  error_code invalid_grant
  status_code 422
  country_code DE
  zip_code 10115
  postal_code SW1A 1AA
  promo_code BLACKFRIDAY26
  currency EUR
  session_timeout 3600
  session_count 12
  auth_type oauth2
  auth_provider google
  authorization_url https://login.example.com/oauth/authorize
  author Ada Lovelace
  authority login.example.com:443
  password_required true
  password_policy strong
  password_expires_at 2027-01-01
  password_changed_at 2026-10-01T00:00:00Z
  secret_name database
  secret_version 3
  credential_type api_key
  signature_algorithm RS256
  grant_type client_credentials
  scope read:orders write:orders
  client_id web-shop
  client_id 8f3a2b1c-4d5e-6f70-8192-a3b4c5d6e7f8
  tenant acme
  kid 2026-11-signing
  alg RS256
  issuer https://login.example.com/
  aud https://api.example.com
  compass north
  passenger Ada Lovelace
  passed 12
  bypass false
  pinned true
  spin 1
  opinion good
  passport_office Berlin
  secretary Grace Hopper
  cookie_banner shown
  csrf_enabled true
  otp_required false
  user_agent Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0
  version 1.2.3-beta.4+build.567
  build 20261122.1004-a1b2c3d
  image_tag registry.example.com/shop/api:2026.11.22-33a64df
  docker_image sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1
  arn arn:aws:iam::123456789012:role/orders-reader
  bucket my-orders-2026-eu-central-1
  instance_id i-0abcd1234efgh5678
  vpc vpc-0a1b2c3d4e5f67890
  ami ami-0c55b159cbfafe1f0
  region eu-central-1
  resource /subscriptions/3f2504e0-4f89-11d3-9a0c-0305e82c3301/resourceGroups/shop
  file report-2026-11-22T10-00-00.csv
  path /var/lib/app/releases/20261122100000/config
  font Inter-SemiBold.woff2
  bundle main.4f3a9c1e.chunk.js
  script https://cdn.example.com/assets/app-8f3a2b1c4d5e6f70.js
  color #ff8800
  mac 00:1A:2B:3C:4D:5E
  ip 2001:db8:85a3::8a2e:370:7334
  host ip-10-0-12-34.eu-central-1.compute.internal
  pod orders-api-7d9f8b6c5d-x2k4q
  lat 52.520008
  geohash u33db2
  place_id ChIJAVkDPzdOqEcRcDteW0YgIQQ
  video_id dQw4w9WgXcQ
  playlist PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf
  channel UCuAXFkgsw1L7xaCfnd5JJOw
  doc_id 1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms
  tweet 1795345200123456789
  gtin 00012345600012
  vin WVWZZZ1JZXW000001
  license_plate B-AB 1234
  license MIT
  feature_flag new-checkout-2026
  experiment exp_checkout_v2_b
  color_scheme dark
  locale de-DE
  timezone Europe/Berlin
  cron 0 4 * * 1-5
  regex ^[a-z0-9]{8,}$
  query select id, total from orders where created_at > now() - interval '7 days'
  sentence The password must have at least 8 characters and one digit.
  message Invalid token: the signature could not be verified
  description Use the API key of your project; keys begin with sk_live_ or sk_test_.
  hint Send the header Authorization: Bearer <token> with every call.
  note Reset your password at https://example.com/password/reset
  title Two-factor authentication with a security key
  help Your session expires after 30 minutes.
  text Order 4711 was shipped on 22 November 2026.
  tax_id DE123456789
  vat DE811907980
  bic COBADEFFXXX
  amount 1299.00
  price 12.50
  quantity 3
  weight 1.250 kg
  chess e4 e5 2.Nf3 Nc6 3.Bb5 a6
  base32 JBSWY3DPFQQFO33SNRSCC
  swift_code COBADEFF
  vehicle_key_type remote
  user_name ada.lovelace
  email ada@example.com
  last4 4242
  brand visa
  exp_month 11
  exp_year 2029
  bin 424242
  wallet 0x52908400098527886E0F7030069857D2E4169EE7
  tx_hash 0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b
  bitcoin bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq
  ipfs QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKxRhk
  did did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK
`);

const HEADERS = words(`
  ETag "33a64df551425fcc55e4d42a148795d9f25f89d4"
  If-None-Match W/"0815-4711abcdef"
  X-Request-Id req_8f3a2b1c4d5e6f70
  X-GitHub-Request-Id C0DE:1A2B:3C4D5E:6F7081:65F0C0A1
  x-amz-request-id 4442587FB7D0A2F9
  x-amz-id-2 eftixk72aD6Ap51TnqcoF8eFidJG9Z/2mkiDFu8yU9AS1ed4OpIszj7UDNEHGran
  x-amz-cf-id 3BzO5JX0tHcWsCkOp8xzYh3XzqQwEoCQJkZ8Y3m1nY3Vb3cJt0nQ9A==
  x-amz-content-sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
  cf-ray 8f3a2b1c4d5e6f70-FRA
  traceparent 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
  X-Correlation-Id 7f1c9a52-0c1d-4bb5-8a3b-2f7a9b1c0d3e
  Idempotency-Key 8e03978e-40d5-43dd-bc93-6894a57f9324
  Content-MD5 Q2hlY2sgSW50ZWdyaXR5IQ==
  Digest SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=
  Sec-WebSocket-Key dGhlIHNhbXBsZSBub25jZQ==
  Sec-WebSocket-Accept s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
  Surrogate-Key product-87 home
  X-Cache-Key /v1/orders
  Access-Control-Allow-Headers Authorization, X-API-Key, X-CSRF-Token
  Access-Control-Allow-Credentials true
  WWW-Authenticate Bearer realm="api", error="invalid_token", error_description="The token expired"
  x-ratelimit-remaining-tokens 149984
  anthropic-ratelimit-tokens-reset 2026-11-22T10:00:00Z
  User-Agent stripe-node/14.1.0 (linux; x64) node/24.1.0
  Server nginx/1.27.2
  Date Sun, 22 Nov 2026 10:00:00 GMT
  Last-Modified Sat, 21 Nov 2026 10:00:00 GMT
  Content-Type multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW
  Content-Security-Policy script-src 'nonce-2726c7f26c' 'sha256-B2yPHKaXnvFWtRChIbabYmUBFZdVfKKXHbWtWidDVF8='
  Link <https://api.example.com/orders?page=2>; rel="next"
  Accept-Language de-DE,de;q=0.9,en;q=0.8
  Stripe-Version 2026-10-28
  Stripe-Account acct_1032D82eZvKYlo2C
  X-Tenant acme
  X-Client-Id web-shop-7
  X-Runtime 0.012345
  Via 1.1 3f8a1c05d7e92b64.cloudfront.net (CloudFront)
  X-Served-By cache-fra-etou8220056-FRA
  NEL {"report_to":"cf-nel","max_age":604800}
  Alt-Svc h3=":443"; ma=86400
  Strict-Transport-Security max-age=31536000; includeSubDomains
`);

const TEXTS = words(`
  commit 33a64df551425fcc55e4d42a148795d9f25f89d4 by Ada
  see https://github.com/acme/shop/commit/33a64df551425fcc55e4d42a148795d9f25f89d4
  GET /v1/orders/87?page=2&sort=created_at 200 12ms
  Bearer authentication is required for this resource.
  Token expired at 2026-11-22T10:00:00Z, please sign in again
  error: invalid password for user ada (attempt 2 of 5)
  key: value, other: 12, third: [1, 2, 3]
  at Object.<anonymous> (/app/dist/server.4f3a9c1e.js:12:3456)
  order 4111-2222-3333 was packed at 10:00
  call +49 30 901820 or 030/901820-44
  the year 2026, the code name Basic English, and digest of news
  {"password": "is required", "token": "invalid_token"}
  Invoice INV-2026-0004711 of 1,299.00 EUR is due on 2026-12-01
  tokens: 1234, cost: 0.012 USD, model: claude-sonnet-4-5-20250929
  session expired, log in at https://example.com/login?next=%2Forders%2F87
  set-of-24-hand-painted-figurines-from-1987-in-the-original-box
  Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15
  pip install shop-client==2026.11.22 --hash=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  ghcr.io/acme/api@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1
  ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDa7Kq2ZxP9rT4mVb6Yc1Na7Kq2ZxP9rT4mVb6Yc1N ada@laptop
  <script src="/app.js" integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"></script>
  <input type="password" name="password" placeholder="Your password">
  <a href="/tokens">Tokens</a> <a href="/password/reset">Forgot your password?</a>
  ISBN 978-3-16-148410-0, EAN 4006381333931
  id;name;created\n4539578763621486;Ada;2026-11-22
`);

function fromLines(place: Harmless['place'], lines: readonly string[]): Harmless[] {
  return lines.map((line) => {
    const space = line.indexOf(' ');
    return { place, name: line.slice(0, space), value: line.slice(space + 1) };
  });
}

/** What APIs really send that is no secret, and what generators of ids make: more than five hundred values. */
export function harmlessValues(): readonly Harmless[] {
  const random = createRandom(815);
  const uuid = () => [8, 4, 4, 4, 12].map((length) => random(length, HEX)).join('-');
  const made: Harmless[] = [];
  for (let count = 0; count < 12; count += 1) {
    const day = `2026-11-${String(count + 1).padStart(2, '0')}`;
    made.push(
      { place: 'field', name: 'id', value: uuid() },
      { place: 'field', name: 'orderId', value: random(24, HEX) },
      { place: 'field', name: 'etag', value: random(40, HEX) },
      { place: 'field', name: 'hash', value: random(64, HEX) },
      { place: 'field', name: 'order_number', value: `4${random(15, DIGITS)}` },
      { place: 'field', name: 'reference', value: `${random(4, UPPER)}-${random(4, UPPER)}-${random(4, UPPER)}` },
      { place: 'field', name: 'ulid', value: `01H${random(23, UPPER)}` },
      { place: 'field', name: 'customer', value: `cus_${random(14)}` },
      { place: 'field', name: 'image', value: `data:image/webp;base64,UklGR${random(400)}` },
      { place: 'field', name: 'created_at', value: `${day}T10:00:00.${random(6, DIGITS)}Z` },
      { place: 'field', name: 'timestamp_us', value: `17953${random(11, DIGITS)}` },
      { place: 'field', name: 'snowflake', value: `13${random(17, DIGITS)}` },
      { place: 'field', name: 'phone', value: `0${random(3, DIGITS)} ${random(4, DIGITS)} ${random(4, DIGITS)}` },
      { place: 'query', name: 'id', value: uuid() },
      { place: 'query', name: 'cursor', value: random(32) },
      { place: 'query', name: 'v', value: random(8, HEX) },
      { place: 'query', name: 'order', value: `4${random(15, DIGITS)}` },
      { place: 'query', name: 'pageToken', value: random(20) },
      { place: 'path', name: '', value: uuid() },
      { place: 'path', name: '', value: random(24, HEX) },
      { place: 'path', name: '', value: `cus_${random(14)}` },
      { place: 'path', name: '', value: `report-${day}-${random(8, HEX)}.pdf` },
      { place: 'header', name: 'ETag', value: `"${random(32, HEX)}"` },
      { place: 'header', name: 'X-Request-Id', value: uuid() },
      { place: 'header', name: 'X-Trace', value: random(32, HEX) },
      { place: 'text', name: '', value: `merged ${random(40, HEX)} on ${day}` },
      { place: 'text', name: '', value: `request ${uuid()} took ${random(3, DIGITS)} ms` },
      { place: 'text', name: '', value: `order 4${random(15, DIGITS)} was shipped` },
    );
  }
  return [
    ...fromLines('field', FIELDS),
    ...fromLines('header', HEADERS),
    ...TEXTS.map((value) => ({ place: 'text' as const, name: '', value })),
    ...made,
  ];
}
