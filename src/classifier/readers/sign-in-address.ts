/** Segments of a path that only a page for signing in has. */
const SIGN_IN_PATH =
  /(?:^|\/)(?:(?:users?|accounts?|members?|admin|auth|session|identity|portal|web|app|public)[/_-])?(?:log-?in|log_in|log-?on|sign-?in|sign_in|signon|anmelden|connexion|wp-login|login-actions|logon|idp-initiated|sessions?\/new)(?:\.\w{2,5}|[/;]|$)/i;
/** Starts of the protocols: OAuth, OpenID Connect, SAML, CAS, and gateways that protect whole sites. */
const PROTOCOL_PATH =
  /\/(?:oauth2?(?:\/v\d)?\/(?:authorize|authorization|auth|start|sign_in)|authorize|openid-connect\/auth|connect\/authorize|protocol\/saml|saml2?(?:\/(?:sso|login|authn|idp))?|adfs\/ls|cas\/login|cdn-cgi\/access\/login|simplesaml|sso(?:\/\w{2,20})?|\.auth\/login|_oauth|oauth2\/start|outpost\.goauthentik\.io\/start)(?:[/;]|$)/i;
const SIGN_IN_HOST =
  /^(?:login|signin|sign-in|sso|idp|adfs|cas|accounts?|auth|id|identity)\.|\.(?:okta|auth0|onelogin)\.com$|^[\w-]{1,60}\.auth\.[\w-]{1,40}\.amazoncognito\.com$|\.b2clogin\.com$|\.cloudflareaccess\.com$/i;
const PROTOCOL_QUERY = /[?&](?:SAMLRequest|response_type)=/;
const RETURN_QUERY =
  /[?&](?:next|continue|return_?(?:to|url)|redirect(?:_to|_url|_uri|url)?|os_destination|source|service|goto|target|from|dest(?:ination)?|origin|back)=/i;

/** Ends of paths that say it together with the way back. */
const AT_DOOR =
  /(?:^|\/)(?:auth|authenticate|welcome|unauthori[sz]ed|unauthenticated|not[-_]?logged[-_]?in|(?:session|login)[-_]?(?:expired|required|timeout)|external[-_]?login)(?:\.\w{2,5})?\/?$/i;
/** MediaWiki's pages of this kind. */
const SPECIAL_PAGE = /[/=]Special:UserLogin\b/;

const LONGEST_ADDRESS = 2048;

/** The sign by which an address is that of a page for signing in; undefined where nothing in it says so. */
export function signInPage(target: URL): string | undefined {
  const path = target.pathname.slice(0, LONGEST_ADDRESS);
  const query = target.search.slice(0, LONGEST_ADDRESS);
  const ofPath = SIGN_IN_PATH.exec(path) ?? PROTOCOL_PATH.exec(path);
  // The way back from an identity provider has the same names.
  if (ofPath !== null && !/\/(?:callback|complete|acs|logout|signout)(?:\/|$)/i.test(path)) return ofPath[0];
  const ofQuery = PROTOCOL_QUERY.exec(query) ?? SPECIAL_PAGE.exec(path + query);
  if (ofQuery !== null) return ofQuery[0];
  const isHost = SIGN_IN_HOST.test(target.hostname);
  if (isHost && (path === '/' || RETURN_QUERY.test(query))) return target.hostname;
  // `/auth?next=/api/…`, `#/login` of a single-page application.
  if (/^#!?\/?(?:log-?in|sign-?in|auth)\b/i.test(target.hash.slice(0, 200))) return target.hash.slice(0, 40);
  return AT_DOOR.test(path) && RETURN_QUERY.test(query) ? path : undefined;
}

/** The request itself is a step of signing in or out, and its redirect no refusal. */
export function isSignInFlow(from: URL): boolean {
  const path = from.pathname.slice(0, LONGEST_ADDRESS);
  const query = from.search.slice(0, LONGEST_ADDRESS);
  if (/[?&](?:code|SAMLResponse|ticket|id_token|oauth_token)=/.test(query)) return true;
  return (
    SIGN_IN_PATH.test(path) ||
    PROTOCOL_PATH.test(path) ||
    /\/(?:log-?out|sign-?out|log_out|sign_out|callback|register|signup|sign-up|sign_up|oauth2?|auth|password|forgot|connect)(?:\/|\.|$)/i.test(
      path,
    )
  );
}
