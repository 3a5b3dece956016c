import type { Vocabulary } from '../signal.ts';

/** Whether the proof is of the right time, place and strength. */
export const ENGLISH_PROOF: Vocabulary = {
  'not-yet-valid': `
    !issued at [is|in|the] future
    !recv window
    !check [your|the] [local|server|system|device] clock|timestamp
    !query|request|call|timestamp out of time|sync
    !not yet valid
    !not valid yet
    !$proof|key|token|credential|certificate|session [is] not active yet
    !not yet active
    !token|jwt used|issued before|too|in early|issued|future
    !used before issued
    !nbf claim ... failed|future|invalid|check
    !nbf .... future|failed|invalid
    !iat .... future|failed|invalid|timeframe
    !issued in [the] future
    !not before .... future|invalid|claim|later
    !before not before
    !reasonable timeframe
    !clock skew
    !clock .. skewed|drift|sync|synchronized|out
    !clock [is] not|out [in|of] sync*
    !time too skewed
    !timetooskewed
    skewed
    !difference between .. request time .... too large|big
    !timestamp .... too old|far|outside|expired|drift|skew|future
    !timestamp .... outside .... recv|window|range
    !timestamp [is] out of bounds|range|window
    !timestamp .... not within|close|recent
    !timestamp for .. request was .... ahead|outside
    !request timestamp .... outside|expired|old|range|window|future
    !date header .... too|skew|old|range|outside|future
    !request [is|has] too old
    !stale timestamp|request|nonce
    !invalid timestamp
    !timestamp invalid|expired|outside|rejected
    !signature not yet current
    !signature expired .... is now earlier than
    !nonce .... too low|old|small|increase|increasing
    !nonce .. invalid|must
    !server time
    !system clock
    !synchronize|synchronise|sync|correct|adjust [the|your|its] [system|local] clock|clocks
  `,
  'wrong-environment': `
    !not in audience|issuer
    !client|server|public|publishable|private|secret|sdk|admin|master|browser key|token [was|is|were] used|provided|sent|given where|instead|but|for|in|from
    !for the wrong .. environment|region|tenant|mode
    !test|live|sandbox|production|staging mode key|token|object|credentials
    !exists in live|test|sandbox|production mode
    !test|sandbox [account|api] credentials|keys|key|token|account ... production|live|not|used|accessible
    !with test [account] credentials
    !live|production [api] credentials|keys|key|token ... test|sandbox|development
    !only .. in .. live|test|sandbox|production mode|environment
    !test mode .... live mode
    !live mode .... test mode
    !sandbox|production environment|account|only|endpoint|key|url ... not|wrong|mismatch|used|use
    !wrong|different|incorrect|mismatched|another environment|region|tenant|datacenter|cluster|realm|stage|shard|issuer|audience|instance
    !environment mismatch
    !network .. mismatch
    !correct|right $proof|key for this|that|the network|chain|environment|region|project
    !not match [the|this|your] [current|target] environment|region|tenant
    !mode mismatch
    !region .... wrong|mismatch|incorrect|expecting|different|does
    !expecting region
    !region [is] wrong
    !issuer .... not|invalid|mismatch|unknown|untrusted|wrong|expected|does|match|failed
    !invalid|unknown|untrusted|unexpected|wrong|incorrect [token|jwt] issuer
    !iss claim .... invalid|mismatch|not|valid|failed|match|unexpected
    !iss .. claim
    !audience|audiences .... not|invalid|mismatch|wrong|expected|does|match|allowed|failed|intended
    !invalid|wrong|unexpected|incorrect|mismatched [token|jwt] audience
    !aud claim .... invalid|mismatch|not|valid|failed|match|unexpected
    !aud .. claim
    !unexpected .. aud|iss claim
    !not intended for this|the audience|application|environment|service|api|resource|tenant
    !tenant .... mismatch|not found|different|wrong
    !token .. issued|meant for|by [a|another|the] [different|another|wrong] application|client|environment|tenant|host|issuer|audience|domain|realm|region|account|project
    !issued for [a|another] different|another
    !belongs to [a|another] different|another environment|region|tenant|realm
    !must be addressed using the specified endpoint
    !permanent redirect .. endpoint
    !use .. correct|right .. endpoint|region|environment|base|datacenter
    !api key .. for .. sandbox|production|test|live
    !your account .. on [a] different|another region|datacenter|cluster
    !data center .... wrong|mismatch|match|key
    !$proof|key|account [id] belongs|registered|located|hosted|created to|in|on|for [the|a|another|our] .. region|datacenter|data|cluster [center|centre]
    !untrusted issuer
  `,
  signature: `
    !checksum security check
    !wrong|bad|incorrect|mismatched sign
    !signature .. error
    !checksum|hash|digest validation|verification|check failed|failure|error|mismatch
    !checksum|hash .. provided|supplied|sent|submitted .. invalid|incorrect|wrong|not
    !no matching|valid signature|signatures
    !signature does not match
    !signaturedoesnotmatch
    !signature mismatch
    !signature .... not match|valid|verified|correct|verify|accepted
    !not [the] same as [any|the] [computed|calculated|expected] signature
    !computed|calculated|expected|provided|supplied signature .. different|differs|unequal
    !signature .. different|differs from|than
    !signature .... invalid|incorrect|mismatch|wrong|failed|bad|fails|verified
    !signature verification|validation|check .. [failed|fails|error|failure]
    !signature is [not] invalid|valid|wrong|incorrect
    !invalid|bad|wrong|incorrect|unknown|mismatched [request|jwt|token|hmac|api|webhook|message|x|hub|payload|signed|digital] [request|signature|token] signature|hmac|digest|checksum|hash
    !invalid signature
    !invalidsignature
    !bad signature
    !signature fail*
    !verify|check .. signature|sign fail*
    !no signatures found matching
    !could not verify [the] [request|webhook|token|jwt|message] signature
    !can not verify [the] [request|webhook|token|jwt|message] signature
    !not verify|validate .. signature
    !unable to verify|validate [the] [request|webhook|token|jwt|your] signature
    !failed to verify|validate [the] [request|webhook|token|jwt|hmac] signature|signatures
    !hmac .... not|invalid|mismatch|failed|verified|incorrect|wrong|match|verification
    !hmac validation|verification failed
    !jwt verification fails|failed
    !jws verification|signature fail*
    !token verification failed
    !crypto* verification failed
    !crypto* rsa|ecdsa|ed verification failed|error
    !request signature we calculated
    !signing|signature key .... not|invalid|mismatch|unknown
    !key id .... not found|unknown|match
    !kid .... not found|unknown|match
    !no matching [signing] key|jwk
    !unable to find .. signing key
    !digest .. does not match
    !invalid hash|checksum|mac|sign
    !sign .. error|invalid|wrong|mismatch
    !mac .. verification|mismatch
    !payload .. tampered
  `,
  'step-up': `
    !button not pressed
    !consent .... expired|expires|renewed|withdrawn
    !must [re] connect|link|authorize|authorise|authenticate|reconnect|relink|log|sign .... again|once|anew
    re connect|link|consent
    !reconnect|relink|reconsent
    !must|have to|need|please enable|activate|configure two step|factor
    !enable|activate|configure|setup two step|factor verification|authentication|login
    !two factor ... [required|code|authentication|enabled|setup|verification|needed|token]
    !2 fa
    !mfa
    !multi factor
    !multifactor
    !second factor
    !one time password|code|passcode|token|pin
    !otp required|needed|missing|must|invalid|challenge
    !otp code|token|password required|needed|missing|must|expected|invalid
    otp code|token
    !specify .. otp
    otp
    !totp
    !verification code ... required|sent|enter|needed
    !step up
    !stepup
    !additional|further|extra|stronger|strong|higher authentication|auth|verification|factor|identification|security|step
    !strong customer authentication
    !sca required
    !3 d secure
    !3 ds .. required|authentication
    !requires action
    !authentication required ... action|challenge|payment|cardholder
    re authenticate
    reauth*
    !re authentication
    !reauthentication
    !recent|fresh login|sign|authentication|authenticated
    !requires recent login
    !credential too old
    !interaction required
    !login required .. prompt
    !consent required
    !consent .... required|needed|not|missing|grant|granted|given
    !user|admin consent
    !has not consented
    !sso .... required|enforcement|authorize|authorise|authorization|session|must
    !saml
    !must grant .. [personal|access] ... access to [this] organization
    !insufficient user authentication
    !acr values
    !a different authentication level
    !authentication level .... insufficient|required|higher
    !device .... verify|verification|verified|trusted|approve|registered
    !captcha
    !recaptcha
    !challenge required
    !checkpoint required
    !verify .. identity|it
    !identity verification .. required
    !password .... reset|change|changed|expired
    !must .. change|reset .. password
    !password expired
    !change .. password
    !terms .... accept|agree|accepted|agreed
    !agreement|agreements .... accept|accepted|agreed|signed|missing
    !sudo [mode] required
    !code .... authenticator app|application
    !recently verified|authenticated session|login|user
    !elevated session
    !confirm|enter|re your [current|account] password
    !accept .... terms
    !authorization pending
    !slow down .. authorization pending
    !enrollment|enrolment required
    !multifactor|mfa|factor|multi .. authentication|verification [is] required|needed
  `,
};
