/** A word of the path or host that only a sign-in page has. */
const SIGN_IN =
  /(?:^|[/_.-])(?:log-?in|sign-?in|log_in|sign_in|sso|saml2?|oauth2?|authorize|openid|cas|auth)(?:$|[/_.?-])/i;

const LONGEST_LOCATION = 2048;

/** The target of a redirect is a page that asks people to sign in, as far as its address tells. */
export function signInTarget(target: URL): boolean {
  const address = `${target.hostname}${target.pathname}`.slice(0, LONGEST_LOCATION);
  return (
    SIGN_IN.test(address) ||
    /[?&](?:redirect_uri|SAMLRequest|return_?to|next|continue)=/i.test(target.search.slice(0, LONGEST_LOCATION))
  );
}
