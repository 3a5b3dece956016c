import type { AccessCause } from './causes.ts';

/** What an error's own code says. */
export interface CodeMeaning {
  readonly cause: AccessCause;
  /** It means nothing else. Other codes stand for a whole family, of which the sentence beside them says the member. */
  readonly isFirm: boolean;
}

/**
 * Codes as letters and digits alone, in lower case: `ExpiredTokenException` of AWS, `api_key_expired` of Stripe and
 * `auth/id-token-expired` of Firebase are one form. Those of the standards, of the large clouds, identity services and
 * database services; what reads like its meaning in plain words is left to the vocabulary.
 */
const FIRM: Readonly<Partial<Record<AccessCause, string>>> = {
  'missing-credentials': `
    missingauthenticationtoken noauthenticationinformation missingsecurityheader missingapikey apikeymissing missingtoken
    tokenmissing notoken missingsubscriptionkey missingauthorizationheader authorizationheadermissing missingauthheader
    credentialsmissing missingcredentials notauthed pgrst302 errnoauthtoken noauthheader noauthorizationtoken
    credentialsrequired missingbearertoken authheadermissing`,
  'malformed-credentials': `
    invalidauthenticationinfo incompletesignature malformedtoken jwtmalformed tokenmalformed invalidtokenformat badjwt
    invalidauthheader invalidauthorizationheader malformedauthorizationheader authargumenterror invalidauthtype
    badauthorizationheader invalidauthscheme unsupportedauthtype invalidjwtformat malformedcredentials badauthheader`,
  'expired-credentials': `
    expiredtoken tokenexpired expiredaccesstoken accesstokenexpired jwtexpired expiredjwt sessionexpired expiredsession
    credentialsexpired credentialexpired authtokenexpired idtokenexpired authidtokenexpired authusertokenexpired
    usertokenexpired apikeyexpired keyexpired refreshtokenexpired authenticationexpired expiredauthenticationtoken
    tokenexpirederror expiredoauthtoken requestexpired expiredcredentials accessexpired accesstokenhasexpired authsessioncookieexpired
    sessioncookieexpired sessiontimeout accessdeniedtokenexpired authexpired tokenisexpired expiredtokenerror`,
  'credentials-not-yet-valid': `
    requesttimetooskewed requestinthefuture invalidtimestamp timestamperror staletimestamp clockskew timeskew
    signatureexpire tokennotyetvalid notbeforeerror jwtnotyetvalid timestamptooold timestampexpired immaturesignature expiredtimestamp`,
  'wrong-environment': `
    invalidauthenticationtokentenant invalidauthenticationtokenaudience invalidissuer issuermismatch invalidaudience
    audiencemismatch environmentmismatch wrongregion invalidtenant tenantmismatch testmodechargesonly livemodemismatch
    livemodetestcard testmodelivecard incorrectendpoint invalidissueraudience wrongenvironment invalidenvironment environmentinvalid`,
  'invalid-signature': `
    signaturedoesnotmatch invalidsignature badsignature signaturemismatch signatureinvalid signatureverificationfailed
    invalidsign failedcheck invalidhmac hmacmismatch signaturevalidationerror webhooksignatureverificationfailed signatureerror
    jwtsignatureinvalid invalidjwtsignature invalidrequestsignature signaturefailure webhooksignatureinvalid oauthsignatureinvalid`,
  'invalid-credentials': `
    invalidclienttokenid unrecognizedclient invalidaccesskeyid invalidapikey badcredentials wrongpassword
    authwrongpassword authusernotfound invalidpassword emailnotfound invalidlogincredentials authinvalidcredential
    invalidclient tokenrevoked accesstokenrevoked authidtokenrevoked idtokenrevoked revokedaccesstoken apikeyinvalid
    incorrectapikey failedauthentication badauthenticationdata invalidcredentials apikeyrevoked keyrevoked revokedtoken
    sessionrevoked refreshtokenreused refreshtokenalreadyused refreshtokennotfound unknownapikey apikeynotfound
    secretidnotfound tokenfailure incorrectcredentials authenticationerrorinvalidcredentials badusernameorpassword invalidusernameorpassword
    invaliduserpassword badauth errinvalidcredentials sessionnotfound userpasswordmismatch`,
  'step-up-required': `
    mfarequired interactionrequired consentrequired invalidrapt insufficientuserauthentication reauthrequired
    reauthenticationrequired reauthenticationneeded otprequired otpneeded twofactorrequired 2farequired tfarequired
    challengerequired authmultifactorauthrequired authrequiresrecentlogin credentialtoooldloginagain
    passwordresetrequired passwordexpired authorizationpending insufficientclaims stepuprequired insufficientaal
    sessionaal2required accountselectionrequired privilegedsessionrequired mfaenrollrequired mfaenrollmentrequired
    termsnotaccepted twofactorauthenticationrequired accessdeniedmfa mfachallengerequired checkpointrequired
    passwordchangerequired twofactorid mfatoken mfaid challengeid challengetoken changepasswordid consentneeded consentexpired consentrevoked samlssorequired ssorequired registrationrequired
    organizationselectionrequired`,
  'insufficient-scope': `
    insufficientscope accessexception accesstokenscopeinsufficient missingscope missingscopes insufficientpermissions insufficientpermission
    insufficientpermissionsforscope unauthorizedoperation iampermissiondenied 42501 insufficientprivileges insufficientprivilege
    insufficientaccess insufficientaccessrights insufficientaccessorreadonly authorizationrequestdenied erroraccessdenied
    needprivileges missingpermission missingpermissions missingaccess authorizationpermissionmismatch insufficientaccountpermissions
    notenoughpermissions permissionsdenied scopemissing apikeyserviceblocked missingrole rolerequired insufficientrole
    linkedauthorizationfailed insufficientaccessoncrossreferenceentity`,
  'not-resource-owner':
    'forbiddenfornonorganizer notowner notresourceowner ownershiprequired notyourresource ownermismatch',
  'ip-not-allowed': `
    ipnotallowed apikeyipaddressblocked ipblocked apikeyhttpreferrerblocked unsupportedcountryregionterritory
    ipaddressnotallowed geoblocked countryblocked countrynotsupported regionnotsupported regionnotallowed ipnotwhitelisted
    loginiprestricted iprestricted iprestriction ipforbidden clientipnotallowed forbiddenip unsupportedcountry
    ipaddressblocked publicnetworkaccessdenied ipaddressnotwhitelisted accessblockedbyipfilter unauthorizedip`,
  'csrf-failed': `
    invalidauthenticitytoken csrftokenmismatch invalidcsrftoken ebadcsrftoken csrffailed csrferror restcookieinvalidnonce
    csrftokeninvalid badcsrftoken csrftokenmissing missingcsrftoken csrfinvalid csrfmissing csrftokenverificationfailed
    invalidxsrftoken xsrfcheckfailed fstcsrfinvalidtoken fstcsrfmissingsecret csrfvalidationfailed tokenmismatch`,
  'cors-rejected': 'corsnotallowed invalidcorsorigin originnotallowed corsforbidden corserror disallowedorigin',
  'blocked-by-firewall': 'requestblocked blockedbywaf botdetected wafblocked blockedbysecurityrule automationdetected',
  'feature-not-enabled': `
    servicedisabled accessnotconfigured featurenotenabled featuredisabled featurenotavailable planrestricted planupgraderequired
    subscriptionrequired optinrequired notsignedup authoperationnotallowed apidisabledfororg missingsubscriptionregistration
    signupdisabled providerdisabled oauthproviderdisabled emailproviderdisabled phoneproviderdisabled endpointnotinplan notentitled
    licenserequired featurenotsupportedbyplan plandoesnotincludeapi upgradeplan apinotenabled productnotenabled
    otpdisabled clientnotenrolled premiumrequired samlproviderdisabled anonymousproviderdisabled`,
  'account-suspended': `
    accountdisabled accountsuspended userdisabled authuserdisabled accountlocked consumersuspended accountproblem
    allaccessdisabled accountdeactivated userinactive accountinactive usernotconfirmed emailnotconfirmed emailnotverified
    emailunverified userbanned accountnotverified readonlydisabledsubscription subscriptiondisabled organizationdisabled
    accountisdisabled pendingverification userlockedout accountnotactive accountbanned accountfrozen accountterminated
    userlocked userdeactivated usersuspended accountlockedout orglocked phonenotconfirmed usernotactive accountblocked
    authemailnotverified accountunverified emailverificationid registrationverificationid banned suspended projectpaused tenantsuspended teamsuspended shopfrozen`,
  'payment-required': `
    billingdisabled insufficientfunds carddeclined insufficientbalance paymentrequired billinghardlimitreached billingnotactive
    insufficientcredits insufficientcredit paymentmethodrequired outofcredit outofcredits lowbalance arrearage
    creditbalancetoolow notenoughcredits invalidpaymentinstrument instrumentdeclined notenoughbalance insufficientuserquota
    paymentfailed expiredcard billingrequired paymentoverdue accountpastdue insufficientaccountbalance creditsexhausted
    nocredits invoiceoverdue spendlimitreached paymentdenied paymentdeclined transactionrefused transactiondeclined`,
  'legal-block': 'unavailableforlegalreasons dmca legalblock',
};

/** Families: the sentence beside them decides where it says more. */
const SOFT: Readonly<Partial<Record<AccessCause, string>>> = {
  'missing-credentials': 'loginrequired authenticationrequired authrequired nologin needlogin notloggedin noauth',
  'malformed-credentials': 'authorizationheadermalformed',
  'expired-credentials': 'invalidsessionid',
  'invalid-credentials': `
    notauthorized invalidgrant invalidtoken invalidaccesstoken authfailure authenticationfailed authenticationerror
    invalidauthenticationtoken autherror invalidauth invalidauthentication pgrst301 pgrst300 authenticationfailure tokeninvalid
    invalididtoken authinvalididtoken usernotfound invalidrefreshtoken invalidsession badtoken invalidjwt tokennotvalid
    unauthorizedexception loginfailed authfailed`,
  'insufficient-scope': `
    accessdenied permissiondenied authorizationfailed unauthorizedclient authorizationfailure permissionerror
    notpermitted operationnotpermitted accessforbidden restrictedaction actionforbidden notallowed notauthorizedtoperform
    authorizationerror`,
};

const MEANINGS: ReadonlyMap<string, CodeMeaning> = new Map([...entries(SOFT, false), ...entries(FIRM, true)]);

function* entries(
  lists: Readonly<Partial<Record<AccessCause, string>>>,
  isFirm: boolean,
): Generator<[string, CodeMeaning]> {
  for (const [cause, list] of Object.entries(lists) as [AccessCause, string][]) {
    for (const code of list.split(/\s+/)) if (code !== '') yield [code, { cause, isFirm }];
  }
}

const LONGEST_CODE = 60;

/** What a code, or a message that is no more than one, says about access. */
export function meaningOfCode(code: string): CodeMeaning | undefined {
  if (code.length > LONGEST_CODE) return undefined;
  const whole = meaningOfName(code);
  if (whole !== undefined || !/[./]/.test(code) || /\s/.test(code)) return whole;
  // `AuthFailure.SignatureFailure`, `InvalidAccessKeyId.NotFound`: of the parts the one that means a single thing.
  const parts = code.split(/[./]/, 6).map(meaningOfName);
  return parts.findLast((part) => part?.isFirm) ?? parts.find((part) => part !== undefined);
}

function meaningOfName(name: string): CodeMeaning | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, '');
  return MEANINGS.get(plain) ?? MEANINGS.get(plain.replace(/(?:exception|error|fault)$/, ''));
}
