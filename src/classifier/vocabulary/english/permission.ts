import type { Vocabulary } from '../signal.ts';

/** What the caller may do. */
export const ENGLISH_PERMISSION: Vocabulary = {
  scope: `
    !not list the contents
    !directory listing .. denied|forbidden|disabled|not
    !only .. admins|administrators|owners|managers|moderators|members|editors|maintainers|staff|superusers can|may|have|are
    !no .. permission|permissions|privilege|privileges|authority [to|for|on|in|at]
    !no .. trading|trade|operation|access|write|read|admin permission|permissions|privilege|privileges|authority [to|for|on]
    !key|apikey|token invalid|not for [the|this|given|requested] [given] resource|product|api|operation
    !invalid apikey|key for [the|this|given|requested] [given] resource|product|api
    !missing [required|the] grant|grants
    !$proof|key|keys|application|app|client [is|was|are] not authorized|authorised|permitted|entitled|allowed to|for|on [use|access|perform|call|invoke|do|make|view|read|write|modify] [this|the|that|these] endpoint|action|operation|resource|resources|method|service|scope|route
    !unauthorized|unauthorised permission|permissions|scope|scopes
    !key|token|apikey|apitoken is read only
    !consumer|caller|principal|identity|role|application|app|client|integration is|was not authorized|authorised to access|perform|use|view|call|invoke|read|execute
    !use|provide|with [a|another|the] token|key with access|permission|permissions to|for this|the|that [scope|team|account|project|organization|resource]
    !not in [the|this] room .... room previews are disabled
    !client|application|app .. not allowed|authorized|authorised|permitted|entitled to request|use|obtain|get [the|this|these] [requested|following] scope|scopes
    !sender|caller is|was not authorized|authorised|permitted|allowed
    !sender|caller not authorized|authorised|permitted|allowed
    !requires|require [a|an|the] [view|read|write|admin|edit|manage|owner|full|super] [level] access|permission
    !can not access this|the|that resource|object|endpoint|project|site
    !insufficient [authentication|oauth|access|api|user|token|account] scope|scopes|permission|permissions|privilege|privileges|rights|access|authorization|role|roles|authority
    !insufficientscope
    !insufficientpermissions
    !missing [required|the|oauth] scope|scopes|permission|permissions|privilege|privileges|role|roles
    !required scope|scopes|permission|permissions|privilege|privileges|role|roles
    !scope|scopes|permission|permissions|privilege|privileges|role|roles [is|are] required|missing|needed|insufficient
    !requires [the|one|any|at|a|an] [of|least] [the|one|following] [of] .... scope|scopes|permission|permissions|privilege|privileges|role|rights
    !not have credentials|clearance to|for
    !add role|roles|permission|permissions|scope|scopes
    !not .. have .... permission|permissions|scope|scopes|privilege|privileges|rights|role|access|authorization|authority
    !not .. have [the] [required|necessary|sufficient|enough|appropriate|proper] permission|permissions|scope|scopes|role|privileges|rights
    !no permission|permissions|privilege|privileges
    !lacks|lack .... permission|permissions|scope|scopes|privilege|privileges|role|rights
    !lacking .... permission|permissions|scope|privilege|role|rights
    !need|needs [the] .... permission|permissions|scope|scopes|role|privilege|rights
    permission denied
    permissiondenied
    !permission .. denied|rejected|refused
    !permissions error
    !not permitted to
    not permitted
    operation not permitted
    access denied
    accessdenied
    access [is|was|to] .... denied|forbidden|restricted|refused
    access forbidden|restricted
    denied access
    not authorized|authorised to|for perform|access|do|use|view|call|invoke|make|this|the|that
    not authorized|authorised
    unauthorized|unauthorised to|operation|action|access
    unauthorized for
    !not allowed to perform|access|do|use|view|call|make|create|read|write|delete|update|see|edit|post|execute|invoke|modify
    not have access
    no access
    do not have access
    !must have [admin|administrator|write|read|push|owner] [admin] rights|access|permission|permissions|role|privileges
    !must be [an|a|the] admin|administrator|owner|member|superuser|manager|staff|moderator|collaborator
    !admin|administrator|superuser|owner|root [access|rights|privileges|role|permission|permissions] .. required|only|needed
    !only admins|administrators|owners|members|staff|moderators
    !restricted to admins|administrators|owners|members|staff
    !resource not accessible by
    !not accessible [by|with]
    !role .... required|denied|permission|not
    !is not authorized to perform
    !no identity|resource based policy allows
    !explicit deny
    !requires merchant approval
    rbac
    !policy .... denied|denies|forbids|prevents|deny
    authorization denied
    authorizationfailed
    not .. member of
    not a member
    !not in this|that|the room|channel|group|team|workspace|organization|guild|server
    !not in room|channel|group|team|workspace|organization|guild
    read only
    !scope .... does not|insufficient|not include|not cover|not granted|invalid
    !no [write|read|admin] access
    !forbidden .. permission
    !user .. can not perform
    !user .... can not list|get|create|delete|update|patch|watch|bind|impersonate
    !row level security
    !not enough rights
    !not contain .. scope|scopes|permission|permissions
    !privilege not held
    !action [is] not allowed|permitted [for|to] [this|the|your] [user|role|account|token|key]
    !protected resource
    is private
    !does not allow .. to
    ?forbidden
    ?access
    ?may not have permission
  `,
  owner: `
    !not [the] [the|an] owner|author|creator|organizer|organiser|sender
    !only [be] [changed|edited|deleted|modified|accessed|updated|viewed|cancelled|canceled] by [the|its] owner|author|creator|organizer
    !only [the] owner|author|creator|organizer|organiser
    !belongs to [another|a|someone|other|different] different|other|else|user|account|customer|person|organization|tenant
    !owned by another|a|someone|other|different
    !belong to you|your|this|the|current|another|authenticated [user|account|organization|customer|tenant]
    !does not belong to
    !not belong to
    !not your own
    !not owned by
    !do not own
    !not own
    !another user
    !belongs|belong|owned|owns|assigned|created|registered|claimed .. someone else
    someone else
    !can only [access|view|edit|delete|modify|update|cancel|see|manage|change] your own
    !your own
    !non organizer|owner
    !nonorganizer
    !forbiddenfornonorganizer
    !not the user
    !not the resource owner
    !owner mismatch
    !user .. mismatch
  `,
  ip: `
    !unmatched|mismatched|unbound ip|ips
    !ip [address] [is|was] [temporarily] locked
    !ip [address] .... not|blocked|denied|restricted|restriction|allowed|allowlist|whitelist|whitelisted|forbidden|unauthorized|permitted|banned|blacklisted|disallowed
    !ip address|addresses .... not|blocked|denied|restrict*|allowlisted|whitelisted|forbidden
    !your ip
    !client ip .... not|blocked|denied
    !client|source|caller|remote|originating [ip|network] address .. not authorized|authorised|allowed|permitted|trusted|whitelisted|allowlisted
    !unauthorized|disallowed|blocked|invalid|forbidden|restricted|unrecognized|unrecognised|untrusted [request|client|source|caller|remote] ip|ips
    !ip allow list
    !ip [address] restriction*
    !ip whitelist*|allowlist*|blocklist*|blacklist*
    !whitelist|whitelisted|allowlist|allowlisted|allow .... ip|address
    !not in .. [ip] whitelist|allowlist|allowed
    !not whitelisted|allowlisted
    !from this [ip|network|location|host] address|not
    !source ip
    !originating ip
    !ip not allowed
    !not [be] used|called|accessed|allowed|permitted|authorized from [your|this|the|that] [current|present] network|ip|machine|host
    !ip is not
    !referer|referrer .... not|blocked|restriction|denied|allowed
    !http referrer blocked
    !private|vpn|corporate network only|required
    !network access .... denied|policy|blocked
    !address .... banned|blacklisted
    !firewall rules .... ip
    !public network access .. disabled
  `,
  geo: `
    !country|region|territory|location|country's .... blocked|restricted|unsupported|unavailable|prohibited|embargo|sanction*
    !country|region|territory|location|country's .... not [currently|yet|be|being] allowed|permitted|supported|available|eligible|served|enabled|accessible|authorized|authorised|whitelisted
    !not available|supported in|for your|this|the country|region|location|territory|area
    !unsupported country|region|location|territory
    !country .. region .. territory
    !geo blocked|restricted|restriction|block|blocking|fence|fencing
    geoblocked
    geographic*
    !from your|this country|location|region|territory
    !your country|location|region
    !restricted location
    !service unavailable from .. restricted location
    sanction*
    embargo*
    !european economic area
  `,
  csrf: `
    !required antiforgery|csrf|xsrf cookie|token|header|field
    !csrf
    !invalid|missing|wrong|stale|no session id header
    !xsrf
    !cross site request forgery
    !cross site post form
    !no valid crumb
    !anti forgery
    !antiforgery
    !authenticity token
    !forgery token
    !invalid authenticity
    !page expired
    !request verification token
    !state [parameter] .. mismatch|invalid|match
    !nonce verification failed
    !cookie nonce
    !session .. form token
    !csrf|xsrf protection|header|cookie|check|verification|validation [header|cookie|token|check] [is|was] missing|required|failed|invalid|absent
    !csrf .... token
    !csrf .... token .. missing|invalid|incorrect|failed|mismatch|expired
    !xsrf .... token
    !unable to verify your data submission
    !csrf token authenticity
  `,
  cors: `
    cors
    !cross origin
    !origin .... not|disallowed|denied|forbidden|blocked|allowed|rejected|invalid|unauthorized
    !disallowed|invalid|forbidden|unauthorized|blocked [cors] origin
    !access control allow
    !access control request
    preflight
    !not allowed by cors
  `,
  firewall: `
    !web application firewall
    firewall
    waf
    !blocked by .... policy|rule|rules|security|administrator|network|filter|protection|firewall|cloudflare|akamai|imperva|mod
    request [was|has|is] [been] blocked|rejected|denied
    request blocked
    !requestblocked
    access [has|was] [been] blocked
    !you have been blocked
    have been blocked
    !has been blocked .. security
    security policy|rule|rules|service|check|reasons|filter|solution|threat|violation
    bot detected|detection|protection|traffic|activity
    bot
    ?robot
    ?robots
    !automated queries|requests|access|traffic|tool|tools|behavior|behaviour|software
    !unusual traffic|activity|behavior
    !suspicious activity|traffic|request|behavior|behaviour|login|payload
    !not a robot
    !human verification|being
    !are you human
    verify .... human
    !just a moment
    !checking your browser
    !enable javascript and cookies
    !enable cookies
    !ddos protection|attack
    !attention required
    !browser .... supported|integrity|signature|banned
    !error [code] 1010|1020|1006|1007|1008|1009|1012
    !user agent .... required|missing|banned|blocked|not|invalid|header|forbidden|denied|must|set
    !user agent header
    !administrative rules
    !rejected by .... policy|filter|rule|security
    !the requested url was rejected
    !please consult with your administrator
    !support id is
    !incident id
    incapsula
    !mod security
    modsecurity
    !not acceptable .. mod
    !potentially malicious|dangerous
    ?malicious
    !injection attack|detected
    !attack detected
    !abuse detected|detection
    ?spam
    !potentially dangerous request
    !threat detected
    blacklisted
    ?banned
  `,
};
