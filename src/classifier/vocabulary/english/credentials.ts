import type { Vocabulary } from '../signal.ts';

/** Who is calling, and whether the proof is accepted. */
export const ENGLISH_CREDENTIALS: Vocabulary = {
  expired: `
    !$cred|auth|authentication|authorization ... expired
    !$cred $be|may expired
    !$cred is|are no longer valid because .... expir*
    !expired [or|and|access|api|auth|authentication|security|id|refresh|bearer|session|sas|personal|user|oauth|client|provider|app|service] $cred
    !expired [access|api|auth|authentication|security|id|refresh|bearer|csrf] $cred
    !$cred expiration|expiry .. past|passed|exceeded|reached
    !$cred .. $be ... past .. expir*
    !$cred .. lifetime .. exceeded|over|ended
    !exp claim ... past|passed|expired|failed
    !exp claim timestamp check failed
    !jwt expired
    !signature .. expired
    !session .. timed|expired out
    !session timed out
    !session [has|was|is] [been] terminated
    !session [has] expired
    !session .. ended|timeout
    !expiredtoken
    !tokenexpired
    !token expired error
    !authentication expired
    token|session|ticket expires expires at
    !auth expired
    !login .. expired
    invalid or expired [jwt|access|api|security|session|refresh] $cred
    expired or invalid [jwt|access|api|security|session|refresh] $cred
    $cred .. invalid or [has] expired
    expired or revoked
    ?has expired
    ?is expired
    ?expired
    !request .. expired [at|on]
    !presigned url .. expired
    !link .. expired
    !otp|code|passcode .. expired
    !reauthenticate ... session .. expired
    !token|session|ticket [is] not active
  `,
  revoked: `
    !$cred ... revoked
    !$cred .... deactivated|invalidated|withdrawn|deleted|disabled|blacklisted|denylisted
    !revoked [access|api|auth|refresh|personal] $cred
    !token|session .. invalidated
    !$cred .. no longer valid|active|exists
    !authorization|access|grant|consent .. revoked
    !user revoked ... access|authorization
    !has not authorized .. application
    ?revoked
    !inactive|disabled [api|access] key|token
    !api key ... disabled|inactive
  `,
  'invalid-credentials': `
    !invalid|incorrect|wrong|unknown|unrecognized .. api key|token
    !api|access|subscription|license|app|account key|keys ... not defined|registered|known|configured
    token|tokens|apikey|credentials invalid
    !invalid|incorrect|wrong|unknown|bad|unrecognized api .. key|keys|token
    !$proof|key|keys can|could not be authenticated|authorized|verified|validated|recognized
    !can|could not be authenticated|authorized with|using [the|this|your|these] [current|given|provided] .. key|keys|token|credentials
    !access|refresh|auth|api|bearer|session|id token|key [is|was] invalid
    !unauthorized|unauthorised user
    $bad [api|access|auth|authentication|security|session|client|bearer|user|service|oauth|id|subscription|license|app|application|secret|consumer] $proof|key|keys
    $bad [username|user|login|email|account] [name|address] [or|and] password
    username|email|login|user ... password ... $bad|match|found
    $bad username|email|login ... password
    $proof|key [you] [provided|supplied|given|used] .. $be not valid
    $proof .... $be [not] $bad
    api|access|subscription|license|app|secret|account key|keys ... $bad
    $proof .. [$be] not valid|recognized|recognised|accepted|correct
    api|access|subscription|license|app|secret key|keys ... not valid|recognized|recognised|accepted|correct|found
    access key id ... not exist
    access key ... does not exist
    not [a] valid [api|access|auth] $proof|key
    no [valid|matching] [api|access] key ... matches|match
    $proof .. mismatch
    could not validate credentials
    could|can|unable not|to validate|verify|authenticate|decode [the] [access|auth|api|user|your] $proof
    authentication failed|failure|unsuccessful|error
    invalid authentication
    $bad session id
    session id is invalid
    access|refresh token check failed
    !security header is not valid
    !ticket .. not recognized|recognised
    !appkey|servicekey is|not invalid|registered|valid|allowed
    !service key is not registered
    !invalid token .. token not found
    failed to authenticate
    authenticate|authentication .. failed
    authorization failed
    auth failed
    login failed|failure|incorrect|error
    failed login
    sign in failed
    authenticationfailed
    unrecognized client
    invalid client
    $bad [application|app|client|account|user] id ... key|secret|token
    invalid or non|nonexistent|unknown|unregistered ... authentication|token|credentials|key
    invalid grant
    invalid token
    invalid auth
    invalid login
    invalid credentials
    invalidcredentials
    bad credentials
    unauthorized client
    unknown client|consumer|application|apikey
    unknown|unregistered api key
    client authentication failed
    token not valid
    token is invalid
    token [was] not found|recognized
    no user|account .. [for|with|matches] .. $proof
    credentials do not match
    password does not match
    password ... incorrect|wrong|invalid
    email not found
    access denied .. user ... using password
    password authentication failed
    unauthenticated .. invalid
    api key not valid
    apikey invalid
    api key invalid
    key invalid
    wrong api key
    auth error
    not a valid user
    user not recognized
    no active account found with .. given credentials
    refresh token ... not valid|invalid|found|exist
    code ... invalid|used .. redeemed|expired|used
    authorization code ... invalid|already|used|not
    ?not authorized
    ?unauthorized
    ?access token
    !access key id .... not exist|found
    !invalid username|email|user .. password
    !username|email|login|user ... password .... not match|found|correct|valid
    !api|access|subscription|license|account|secret key|keys|token [id] .. not [be] found|exist|recognized|recognised
    !wrongpass
    !failed|unable to verify [the] one time code|password|passcode
    !username|email|login|user [name] [and|or] password [is|are|was|were] incorrect|wrong|invalid
    !unable|not [to] log|login|sign [in] with [the|these|those] provided|given|supplied credentials
    !api|app|access key [is] illegal
    !apikey|appkey|accesskey [is] illegal
    !illegal api|app|access key
    !illegal apikey|appkey|accesskey
    !credentials .... not match|correspond
    !key|token|client|account .. not found or [is|was] disabled|inactive|revoked|expired
    !refresh|access|id|session|reset|authorization|one [time] token|code|link|password .. already [been] used|redeemed|consumed|exchanged
    !pkce|verifier|challenge .... failed|mismatch|match|invalid
  `,
  'missing-credentials': `
    !need|needs to supply|provide|pass|send|specify|give|include [a|an|the|your] [valid] [api|access|auth|bearer] $cred
    !please pass|send|add|include|give|supply|provide a|an|the|your [valid] [api|access|auth|bearer] $cred
    !request|call lacks|lack a|an|the [api|access|auth|bearer] $cred|authorization|authentication
    !api|access|auth|app|secret|client key|token|sign|signature|passphrase ... missing|absent|empty|required|blank
    !apikey|accesskey|appkey|authkey|signature|passphrase|apisecret header ... missing|absent|empty|required|blank
    !api|access|auth|app|secret|client key|token|sign|signature|passphrase|apikey can|must|may not be empty|blank|null|missing
    !apikey|accesskey|appkey|authkey|signature|passphrase [header] can|must|may not be empty|blank|null|missing
    !missing [the] [request|http|required] header ... apikey|appkey|accesskey|signature|passphrase|authorization
    !missing|no x api key
    !missing|no [the] api key header
    !secret [hash] was not received|provided|sent|supplied
    !missing [or|the|a|an|required|valid|invalid|your] [or|empty|access|api|auth|authentication|authorization|security|bearer|session|client|subscription|oauth] [api|access|bearer|invalid] $proof|key|credentials
    !no [valid] [access|api|auth|authentication|authorization|security|bearer|session|subscription|oauth|user|authenticated] $proof|key|cookie|credentials .. [was|were|is|are|in|provided|found|supplied|sent|present|specified|given|included|passed|received]
    !no [access|api|auth|authentication|authorization|security|bearer|session] $proof|key|credentials|cookie
    !no [authorization|authentication|auth] header
    !no authentication
    !no auth
    !no api key
    noauth
    !not authed
    !not authenticated
    !unauthenticated user|request|call|access|caller
    !$proof|key $be missing|absent|empty|required|omitted
    !api|access|auth|authorization|session|subscription key|token|header|cookie .. missing|absent|empty|required
    !$proof|key .. not provided|supplied|present|found|sent|specified|set|given|included|passed
    !credentials [were] not provided|supplied|found|sent|specified|included
    !$proof|credentials missing
    !missing auth*
    !client id [header] [is|was] missing|absent
    !no .... api|access|auth|bearer|security token|tokens|key|keys|credentials was|were|is|are supplied|provided|sent|found|given|present|included|received|specified
    !authenticated|logged|signed [in] session|user|account|caller [is] required|needed
    !available|accessible|visible|open|restricted|limited to|for [only] authenticated|signed|logged [in] users|user|members|accounts
    !missing [api|access|security|authentication] $proof|key
    !did not provide|include|supply|send|specify|pass [an|a|any|your] [api|access|valid|bearer|auth] $proof|key
    !not provide|include|supply|send|specify|pass [an|a|any|your] [api|access|valid|bearer|auth] $proof|key
    !provide [a|an|your] [valid] [api|access|bearer|auth|authentication] key|token|credentials
    !requires [an|a|user|valid|basic|api|bearer] [api|access|valid] authentication|authorization|login|credentials|token|key
    !authentication [is|required] required|needed|necessary
    !authentication required
    !auth required
    !authorization required
    !authorization [header|token|is|information] .. required|missing|needed
    login required|needed
    sign in required
    !credentials|token|key [is|are] required
    !must|need|have to|be [to] [be] logged|signed in
    !must|need|needs|have [to] [be] authenticated|authenticate
    !need to log|sign|login in|on|first
    !you must login
    please log|sign in
    please login
    please authenticate
    !not logged|signed in
    !user .. not logged in
    !anonymous [access|caller|user|request|requests|client|users] ... not|denied|disabled|forbidden|does
    !anonymous caller
    !only authenticated users
    !requires [that|a|an] [you] [be] authenticated|login|logged
    !use [the] [authorization] header to authenticate
    !loginrequired
    !unauthenticated access
    !authenticate to access
    !full authentication is required
    expected .. access token|credential|header
    !jwt|token must be provided
    !jwt is missing
    !missing token
    !session [is] required|missing|not found
    !no session
    !invalid or missing [api|access|auth|authentication|authorization|bearer] $proof|key
    !missing or invalid|malformed|empty|expired [api|access|auth|authentication|authorization|bearer] $proof|key|header
    ?unauthenticated
    ?requires authentication
    !anonymous caller|user|access does not have
    !unregistered callers
  `,
  'malformed-credentials': `
    !malformed [or|and|invalid|jwt|the|access|api|bearer|auth|authorization] [invalid|jwt|access] $proof|header|key
    !jwt|token|$proof malformed
    !jwt|token|header|credentials .. malformed|undecodable|unparsable
    !invalid jwt|token|authorization|auth|basic|bearer [token] header|format|scheme
    !invalid http token
    !authorization|auth|authentication header .. format|malformed|invalid|wrong|incorrect|parse
    !authorization|auth header must ... format|form|bearer|scheme
    !authorization|authentication|auth scheme|type|method .. not|unsupported|invalid|unknown|unexpected|wrong
    !unsupported|unknown|invalid|unexpected [http] authorization|authentication|auth scheme|type|method
    !bad|wrong|invalid|incorrect|unsupported authorization|authentication|auth|token format|scheme
    bad|wrong|invalid|incorrect|unsupported scheme
    !bad [auth|authorization|authentication] header|format
    !not in [the] form of header payload signature
    !not .. three|3 segments|parts|sections|dots
    !wrong number of segments
    !not enough segments
    !basic|bearer|digest [authentication|auth] [is|are] not|no [longer] supported|accepted
    !only [valid] bearer|basic|token|oauth|jwt|apikey [access] [authentication|authorization|auth|tokens|token|scheme|credentials] [is|are] supported|accepted|allowed|permitted
    !invalid number of segments|parts
    !token contains an invalid number of segments
    !not correctly base 64|encoded
    !invalid base 64 ... token|header|credentials|authorization
    !illegal base 64 data
    !base 64 ... credentials|header|authorization
    !could not decode .. jwt|token|authorization|basic|credentials
    !error decoding|parsing .. jwt|token|signature|authorization|basic
    !unable to decode|parse .. jwt|token|authorization
    !failed to decode|parse .. jwt|token|authorization
    !token header ... credentials
    !must|should start|begin|be|prefixed with|prefix bearer|basic|token
    !expected .. bearer|basic|token .. scheme|prefix|format
    !bearer prefix|keyword|scheme .. missing|expected|required
    !token type .. not|invalid|unsupported|wrong
    !not support|accept [the|this] [current|given] token|credential|key type
    !api key .. format|malformed|length
    !apikey format
    !invalid token format
    !incorrect padding
    !bad token
    !remove .. bearer
    !api key as [a] bearer
    !invalid compact jws|jwe|serialization
    !unexpected token .. in authorization
    !credential should be scoped
    !credential must have .. slash
    !authorization header malformed
    !authorizationheadermalformed
    !incomplete signature
    !authorization header requires
    !invalid key format
    !contains invalid|illegal characters .. token
  `,
};
