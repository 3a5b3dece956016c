import type { Vocabulary } from '../signal.ts';

/** What the account of the caller has, owes or is. */
export const ENGLISH_ACCOUNT: Vocabulary = {
  'not-enabled': `
    !domain|account|project|organization|site|merchant|shop|zone|property|workspace|store is|has not [been] opted|enrolled|onboarded|activated [in|for|to]
    !not opted in [to] [the|this] [api|beta|program|programme|feature]
    !grant type|types .... disabled|enabled|allowed|permitted
    !grant type|types .... disabled|enabled|allowed|permitted for .. client|application
    !client .. not enabled to
    !client .. not allowed|permitted to [use|perform] [the|this|a|an] [direct] [password|implicit|code|device|refresh|client|credentials|authorization] [code|credentials|token] [access] grant|grants|flow|flows|retrieve|initiate
    !introspection .. not allowed|enabled|permitted|available
    !introspection [is|has] [been] disabled|off
    !not [been] enabled
    !not been [used|activated|enabled] in project
    !has not been used .... before or it is disabled
    !requires a quota project
    !service disabled
    !servicedisabled
    !accessnotconfigured
    !access not configured
    !api [is|has] [not] disabled|enabled|activated
    !disabled for this|your|the
    !is|are disabled [for|on|in|by]
    !$thing [is|are] disabled
    !feature [is|not] [not|currently] .. available|enabled|disabled|supported|active|included|allowed|accessible
    !feature .... not|disabled|unavailable|requires|upgrade|plan
    !featurenotenabled
    !feature not enabled
    !must be enabled for|on|in
    !active subscription .. needed|required
    !not included in your [current] plan|subscription
    !not available on|in|for your|the|this [current|free|basic|starter] plan|subscription|tier|edition
    !your [current] plan|subscription|edition|tier|license .... not|does
    !plan|subscription|tier|edition|license does|is not allow|include|support|permit|cover|have|eligible
    !plan restricted|limited|restriction|upgrade
    !upgrade to a|the paid|pro|premium|enterprise|business|higher [plan]
    !your plan permits you|access
    !upgrade [your|to|the|a] plan|account|subscription|paid|pro|premium|enterprise|business|higher|license
    !requires [a|an|the] [paid|pro|premium|enterprise|business|higher|valid|active|upgraded] [pro] plan|subscription|license|tier|account|edition
    !requires upgrade|upgrading
    !premium|paid|enterprise|pro plan|feature|only|account|subscription|endpoint|tier|users
    !only available .... plan|plans|customers|subscription|enterprise|premium|accounts|edition|tier
    !trial accounts|account|users|license ... not|can|limited
    !trial [account] .... unverified
    !from|sender .... not match [a|an|any] verified|confirmed|authenticated sender|domain|identity|address
    !unverified number|numbers|domain|sender|recipient
    !license|licence|licenses [key|file|server] [is|was|has|does|do|did|are] [been|currently] required|invalid|not|missing|expired|exceeded
    !license|licence .... expired|feature
    !lack|lacks|lacking .... license|licence
    !license|licence [is] non|not compliant
    !requires license|licence
    !no|insufficient|without [sufficient|valid|suitable|active|appropriate] license|licence|entitlement
    !enable it by|in|at
    !enable .... api|feature|in .. settings|console|dashboard
    !permission to .... not been enabled
    !not configured for
    !not subscribed
    !no [active] subscription
    !subscription .. required|inactive|not
    !capability .... not|disabled|missing|inactive
    !beta feature|access|program
    !whitelisted for .. feature
    !early access
    !not eligible
    !opt in
    !sign up for [this|the] product
    !product .... not|activated|enabled|subscribed
    !approval pending
    !pending approval
    !app|application .... not approved|review|reviewed|live|published|development
    !standard access
    !elevated access
    !access to a subset of
    !not have [the|this|that] feature
    !access level .... not|insufficient|limited|only|required|does
    !insufficient|elevated|higher|different|current access level
    !api access .... not|disabled|enabled|allowed|plan
    !merchant .. not .. enabled|configured
    !not enabled|activated|turned for|on|in|to [your|this|the|current] account|project|organization|plan|tenant|user|workspace|subscription|app|application|merchant|store|repository|repo|region|site
    !not available for|on|in|to [your|this|the|current] account|project|organization|plan|tenant|workspace|subscription|merchant|store|repository|repo
    not enabled|activated
  `,
  suspended: `
    !app|application|site|website|service|instance|project is [currently] stopped|disabled|paused|suspended
    !app|application|site|website|service|instance|project|deployment|database|cluster|workspace [is|was|has] [been] [currently|temporarily|automatically] paused|suspended
    !your login|account|registration is [currently] pending approval|review|confirmation
    !account|merchant|profile|seller [is|was|has] [been] [currently|temporarily] restricted
    !kyc|identity [verification|check|review] [is] required|pending|incomplete|outstanding|unfinished
    !complete|finish|pass your|the kyc|identity|account|business|merchant [identity] verification|check|onboarding|review
    !is temporarily disabled|suspended|restricted
    !account|user|project|organization|organisation|tenant|shop|store|app|application|key|customer|member|workspace|merchant|consumer|developer|partner|subscriber|subscription|profile|site|client|company|team .... suspended|locked|disabled|deactivated|banned|frozen|blocked|terminated|closed|inactive|unverified
    !suspended account|user|project|organization|org
    !org [is|was|has] [been] suspended|locked|disabled|deactivated
    !account|user|organization|organisation|project|developer|partner|merchant [has|is] not [been] active|activated|verified|approved yet
    !account|user|project|organization|organisation|tenant|customer|shop|merchant|developer|partner .... not active|activated|verified|confirmed|approved
    !account|user [is] inactive|disabled|locked
    !userinactive
    !accountinactive
    !inactive|disabled|locked|banned|deactivated|blocked user|account
    !account problem
    !problem with your .. account
    !has been [temporarily|permanently] suspended|deactivated|banned|terminated|locked|disabled
    !is suspended|deactivated|banned
    !too many [failed] [login|sign|password|authentication] [in] attempts
    !too many failed
    !temporarily locked
    !lock* out
    !locked due to
    ?locked
    !email .... not [been] verified|confirmed|validated
    !email .. unverified|unconfirmed
    !unverified|unconfirmed email|account|user
    !activate|reactivate your .. account|subscription
    !confirm|verify|activate your email|account|phone|identity
    !have to|must|need [to] confirm|verify|activate .... email|account|phone
    !verify .. email|phone|account
    !account .... verification|verified|activation
    !user is inactive
    !violat* .... terms|policy|policies|agreement
    !terms of service .. violat*
    !consumer suspended
    !consumersuspended
    !account .. not fully set up
    ?suspended
    ?disabled
    ?deactivated
    ?inactive
  `,
  payment: `
    !not have [a|an] [sufficient|enough] .. balance|funds|credit|credits|margin|money
    !balance|funds|margin|credit|credits|collateral|allowance|liquidity [is|are] [too] insufficient|inadequate
    !balance|funds|margin|credit|credits|collateral|equity [is|are] not [be] sufficient|enough
    !not enough|sufficient .. margin|collateral|equity|liquidity
    !available balance is|only|less|too|lower|below
    !can not afford
    !negative .. balance
    !unsufficient .. credit|credits|balance|funds
    !payment required|failed|declined|method|overdue|due|needed|missing|rejected|error
    !card [was|has|is] [been] declined|expired|rejected|refused|not
    !card declined
    !carddeclined
    declined
    !insufficient [account] funds|balance|credit|credits|money|fund
    !insufficientfunds
    !insufficient .. funds|balance|credit|credits|margin|liquidity|collateral
    !insufficient buying power
    !not enough .. credit|credits|balance|funds|money|tokens
    !not have enough .. credit|credits|balance|funds|money
    !no credit|credits|balance|funds
    !no [remaining|more|available] credit|credits|balance
    !out of credit|credits|balance|funds
    !credit|credits|balance|funds .... exhausted|low|insufficient|depleted|exceeded|negative|zero|empty|used|expired|short
    !credit balance .... low|insufficient
    !current balance is
    !balance [is] [too] low|insufficient|not
    !low balance|credit
    !exhausted|spent|depleted [all] [of] [your|their|its|the] [available|account|free|prepaid|monthly] balance|credit|credits|funds
    !billing .... required|disabled|enable|hard|limit|account|issue|problem|not|details|overdue|enabled|reached
    !billing [hard] limit
    !billing not active|enabled
    !billingnotactive
    !enable billing
    !no billing
    !spending|spend|budget limit|cap|exceeded|reached
    !unpaid invoice|invoices|balance|subscription
    !past due
    !payment|payments|invoice|subscription is|are overdue
    overdue
    !invoice .... unpaid|overdue|due
    !add .. [payment|credit|billing] method|card|credits|details|funds
    !top up
    recharge
    arrears
    arrearage
    !purchase .. [more|additional] credits
    !buy .. [more|additional] credits
    !subscription .... expired|lapsed|cancelled|canceled|ended|past|unpaid
    !trial .... expired|ended|over
    ?frozen
    !costs|price exceeds .. balance
    !do not honor
    !expired card
    !incorrect cvc|number|zip
    !processing error .. card
    !payment [method] .... declined|failed|invalid|required|expired|unsuccessful
    !requires payment
    ?402
  `,
  legal: `
    !legal reasons|request|demand|order|obligation|notice|hold
    !unavailable for legal
    !dmca
    copyright
    !court order
    gdpr
    !law enforcement
    censor*
    takedown
    !take down
    withheld
    ?compliance
    !not able to serve .... european
    !data protection .. regulation
    sanctions
    !export control
    !trade restrictions|controls
  `,
};
