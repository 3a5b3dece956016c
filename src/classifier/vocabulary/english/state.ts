import type { Vocabulary } from '../signal.ts';

/** The state of what the request is about, and who holds it. */
export const ENGLISH_STATE: Vocabulary = {
  'invalid-state': `
    !trading|trade|market|withdrawal|withdrawals|deposit|deposits|sale|sales|selling|buying|purchase|purchases|booking|bookings|ordering|registration|registrations|enrollment|delivery|deliveries|auction|transfers|payouts|borrowing|lending|redemption|pair|contract|product [is|are|was|were|has|have] [been] [currently|temporarily] suspended|halted|paused|frozen|stopped|closed
    !purchase|sale|delivery|trading|withdrawal|deposit of .... suspended|halted|paused|closed
    !already has a|an|another booking|appointment|meeting|reservation
    !already has booking|appointment|meeting|reservation|bookings|appointments
    !change|pull|merge|branch [request|requests] is|was [already] merged|abandoned
    !nothing to update|change|save|do|modify|cancel|refund|capture
    !no need to
    !no changes [were|was|are|is] [made|detected|found|to]
    !is|was not modified|changed
    !contract|option|offer|quote|order|coupon|voucher|promotion|promo|deal|cart|basket|booking|reservation|campaign|listing|rate|fare|campaign|proposal|invitation|discount [code] [is|has|have|was] [been] expired
    !expired contract|option|offer|quote|order|coupon|voucher|promotion|deal|cart|booking|reservation|listing|rate|fare
    !status|state should|must|needs|has|have [to] be
    !there is|are|exist|exists [still|already|currently] [a|an|some] .. open|pending|active|unpaid|unfinished|outstanding|running|incomplete
    !while you|there|it have|has|is|are
    !fully booked|occupied|subscribed|allocated|reserved
    !no [more] availability|room|rooms|seat|seats|tickets|spaces|places|stock|units|allocation|allocations|allotment|inventory|vacancies|vacancy|accommodation|slot|slots [is|are|was|were] [available|left|remaining|found]
    !can not .. a|an|the running|offline|closed|archived|cancelled|canceled|completed|deleted|inactive|expired|stopped|locked|paused|draft|published|pending|paid
    more than once
    !use|used|consumed|submitted|redeemed .... more than once
    !not [be] use|used|consumed|submitted|redeemed .... more than once
    !higher|greater|more|larger than [the] remaining|captured|authorized|refundable|outstanding
    !exceeds|exceed|exceeded [the] remaining|captured|authorized|refundable|outstanding
    not [yet] started|begun|opened
    is|are [currently] inactive|dormant
    is|are|currently in .. mode
    !poll|survey|form|vote|election|thread|discussion|topic|auction|order|event|case|ticket|game|registration|booking|conversation|campaign has|was [been] closed|cancelled|canceled|ended|archived|withdrawn
    !vehicle|device|printer|machine|car|camera|sensor|terminal|reader|host|instance|server is [currently] asleep|sleeping|offline|disconnected|unreachable
    !vehicle|device|printer|machine|car|camera|sensor|terminal|reader is [currently] busy
    !in a|an|the sleep|sleeping|locked|offline|error|terminal|final state|mode
    asleep
    !can|could not [be] terminated|aborted|terminate|abort|resume|resumed|retry|retried|restarted|rerun|rollback|resigned|reassigned|withdrawn|recalled
    !already [been] done|over|picked|dispatched|collected|assigned|fulfilled|underway|terminated|failed
    !must|should be in [a|an|the] draft|pending|open|active|stopped|running|paused|review|approved|completed|closed|published|ready|idle state|status
    !can|may not be submitted|sent|made|created|changed|cancelled|placed after the|your cutoff|deadline|due
    !chat|conversation|group|department|room|channel|call|queue|agent|thread|ticket is [currently] inactive|offline|closed|ended|unavailable|away
    !bot|app [was|is|has|been] [been] kicked|removed|banned|blocked [from|by]
    !time|slot|date|room|seat .... is [no] [not] [longer] available|bookable|booked|taken
    !can not be created|refunded|cancelled|canceled|captured|deleted|changed|updated|modified|edited|sent|processed|completed|started|archived|published|moved|merged|closed|reopened|voided|shipped|paid|activated|removed before|until|unless|while|once|after|because|since|when|as|during
    !players|users|recipients|contacts|subscribers|devices|members|customers .. not subscribed|reachable|registered|opted
    !can no longer be resumed|reopened|cancelled|canceled|modified|edited|changed|updated|deleted|refunded|captured|activated|renewed
    !meeting|event|call|game|match|session|stream|campaign|job|webinar|course has not [yet] started|begun|ended|finished
    !closed|archived|cancelled|canceled|completed|locked|published|inactive|paused prevents|prevent|blocks
    !no active device|player|playback|call|game|cart|run|conference|ride|stream
    !comments|replies|reviews|reactions|ratings|issues|messages [are|is|have] [been] disabled|closed
    !comments|replies|reviews|reactions|ratings are|is disabled for|on|in
    !disabled comments|replies|reviews|reactions|issues
    !only .... state|states|status|statuses may|can|could
    !repository|registry|database|index|instance|cluster|branch|filesystem|document|disk|volume|channel|replica .. read only
    !not allow|permit updating|overwriting|redeploying|redeployment|changes
    !product|media|file|report|export|video|document|asset|upload|resource not [yet] ready
    !media|video|report|export|product is not [yet] ready
    !not yet ready|processed|published|started
    !was|been|already upgraded|migrated|converted|promoted
    !not currently halted|running|stopped|active|paused|open|powered|started|suspended|online|playing|live|attached
    !order|invoice|shipment|ticket|booking|reservation|document|envelope|contract|transfer|job|task|meeting|event|poll|auction|thread|discussion|topic|campaign|quote|mandate is cancelled|canceled|closed|completed|archived|voided|refunded|finished
    !in [a|an|the] cancelled|canceled|closed|pending|draft|paid|inactive|completed|failed|processing|archived|terminated|running|stopped state|status
    !hours|days|minutes have|has passed|elapsed since
    !invalid [object|order|resource|payment|transition|current|instance|task|job] state|status
    !not supported|allowed|permitted|available|possible in [the] [current] state|mode|status
    !please|must|should [be] stop|stopped|pause|paused|cancel|disable|deactivate|terminate .. first
    !invalidstate*
    !invalid object state
    !invalid status transition
    !invalid transition
    !unexpected state|status
    !state .... invalid|not|transition|does|allowed|wrong|unexpected
    !not [in] [a|the|an] [valid|correct|right|required|appropriate|expected|suitable|state|pending|draft|active] state|status
    current state|status
    !in its current|present state|status
    !in the current|present state|status
    !in this|that state|status
    is in state|status
    !workflow|execution|job|run|task|process|session|game|auction|build|pipeline already [been] completed|finished|ended|closed|terminated
    !state|status illegal
    !because .... status|state of|is
    !because it [is|has] already|currently|not|a|been
    !has a status of
    status of
    already [been] cancelled|canceled|completed|closed|paid|refunded|shipped|processed|finished|started|running|approved|rejected|archived|published|sent|captured|confirmed|expired|ended|merged|deleted|accepted|stopped|finalized|delivered|activated|active|enabled|disabled|suspended|voided|settled|reversed|resolved|open|opened|submitted|locked|redeemed|consumed|revoked|executed|in
    is already [been] cancelled|canceled|completed|closed|paid|refunded|shipped|processed|finished|started|running|approved|rejected|archived|published|sent|captured|confirmed|merged|active|stopped|open|enabled|disabled|terminated
    !has already been cancelled|canceled|completed|closed|paid|refunded|shipped|processed|captured|confirmed|approved|rejected|sent|voided|accepted|merged
    can|could not be cancelled|canceled|deleted|modified|updated|changed|refunded|edited|removed|completed|captured|processed|closed|reopened|merged|moved|transferred|voided|shipped|activated|archived|stopped|started
    can not cancel|delete|modify|update|change|refund|edit|remove|complete|capture|close|reopen|merge|start|stop|archive|publish|ship|void|transition|transfer|pay|finalize|unsubscribe
    no longer [be] modified|cancelled|canceled|changed|edited|updated|editable|open|possible|active
    !not [be] mergeable
    !merge conflict
    !conflict .. merge
    !not editable|cancellable|cancelable|refundable|deletable|modifiable
    not ready [to|for]
    not yet [been] [completed|ready|started|approved|finished|published|available|processed|confirmed|paid|active]
    is not [yet] active|open|running|ready|published|pending|draft|empty|available|paid|approved|complete|completed
    while .... [is|in] running|progress|active|pending|processing|open
    still has|have|contains|in|referenced|being|attached|running|active|processing|used
    in use [by]
    !marked as inactive|suppressed|bounced|deleted|closed
    !already powered|switched|turned
    !not empty
    !bucketnotempty
    !has dependent|dependents|children|active|associated|related|existing
    !dependent|dependant|referencing|child objects|records|resources|entities|rows .. found|exist|remain
    !unable to delete|remove|drop .... dependent|dependents|references|referenced|children
    !dependency violation
    !dependencyviolation
    !unsubscribed recipient
    !recipient .... unsubscribed|blocked|opted|unreachable|blacklisted|bounced
    !recipient .... not [be|been|currently] reachable|reached|available|subscribed|registered|opted|active|accept|accepting|delivered|deliverable|in|on|have|able|capable|allow|enabled|verified|contactable
    !opted out
    !parcel|order|shipment|package has left
    !voting|registration|enrollment|submission|submissions|bidding|booking has|have ended|closed|finished
    !contact|recipient|user|subscriber has unsubscribed
    !shift|game|match|event|sale|auction|poll|call|session|meeting|round|season|contest is over
    !only drafts|pending|open|draft|active|paid|unpaid|completed|closed|published|failed .. can be
    !only [be] possible|allowed|permitted within|until|before|after|while
    !phone|device|handset|machine|subscriber is [switched|turned|powered] off
    !not pinned|mounted
    !has blocked
    !blocked by [the] user|recipient
    !bot was blocked by the user
    !user .. blocked
    !user|recipient|contact|member|subscriber has blocked the|your|this|our bot|account|sender|number|page|business|channel
    !unreachable destination|handset|recipient
    !do not disturb
    !inactive recipient
    bounced
    suppressed
    !suppression list
    !failed precondition
    !failedprecondition
    !illegal state
    !illegalstate*
    !storage class
    operation [is] not valid|allowed|permitted|possible|supported [for|in|on|while|when|because]
    !not allowed in the|its|this [current]
    !not possible
    !transition .... not|invalid|allowed
    can not transition
    !workflow .... not|state|transition
    !out of stock
    !sold out
    no longer in stock
    !not enough .. stock|inventory|quantity|seats
    !insufficient stock|inventory|quantity
    !insufficientstock
    !deadline .... passed
    !too late
    !too early
    !window .... closed|passed
    !not mergeable
    !is archived
    !is closed
    !is empty
    before .... can|be|completed|publishing
    must be in|cancelled|closed|published|approved|active|stopped|empty|paid|completed|draft|pending [first|before|state|status]
    !outside .... window|hours
    !message .... window
  `,
  locked: `
    !is|are|was|been [currently] locked
    !locked by another|other|a|user|process
    !already locked
    !unable|failed to lock
    !lock timeout
    locktimeout
    !lock wait timeout
    !deadlock
    !lock .... held|acquire|acquired|obtain|obtained|exists|taken|wait|conflict|timeout
    !unable|failed|could|not to|not acquire|obtain|get [a|the] lock
    !resource locked
    !resourcelocked
    !another api|request|operation|process|transaction|update|deployment|job|build|task|instance|change|import|export|sync|backup|migration|upload|run|restore|scan .... [in|is|already|running|accessing|progress|pending|processing|currently]
    !other operation .. progress
    !operation [is] [already|currently|still] in progress
    !operationinprogress
    in progress
    inprogress
    !already in progress
    !already has a|an [pending|active|running] event|action|operation|job
    !already running
    !wait until|for [the|your] current|running|previous|other .. finished|completed|done|ended
    !backup|sync|import|export|migration|build|deployment|scan|restore is [already|currently|still] running|ongoing|underway
    !is [currently] editing this|the
    is being processed|updated|modified|created|deleted|used|edited|provisioned|changed
    currently [being] in|processed|processing|used|updated|modified|locked|running|busy|updating|migrating|accessing
    !transaction .... ongoing|conflict|in|progress|pending
    !transaction conflict
    !transactionconflict*
    !transaction is ongoing
    busy
    !resource busy
    !resourcebusy
    !checked out by
    !edit lock
    !lease .... already|present|held|id|conflict|locked
    !pending operation
    !conflicting operation
    !can not be accessed right now
    !try again when .. finished|complete
    concurrent operation
    !state lock
    being edited
    exclusive
  `,
};
