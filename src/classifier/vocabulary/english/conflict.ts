import type { Vocabulary } from '../signal.ts';

/** What the request would collide with. */
export const ENGLISH_CONFLICT: Vocabulary = {
  idempotency: `
    !idempotency
    !idempotent
    !idempotencykey*
    !keys for idempotent requests
    !same idempotency
    !duplicate request id
    !client token .... different|parameters|mismatch
    !idempotentparametermismatch
    !request token .... used|different
    !same [client] [request] token|nonce|reference .... different
    !duplicate [client] request
    !idempotency key
    !idempotency key .... use|used|reused|conflict|different|same|mismatch|progress
    !idempotent request|requests|operation
  `,
  'version-conflict': `
    !index|version|revision|data|copy|object is stale|outdated
    !compare and swap .... failed|mismatch
    !cas failed|mismatch|error
    !changed|modified|updated|edited by someone else
    !someone else .... editing|edited|changed|modified|updated|saved
    !you and someone else were working
    !conflict .. while|during saving|updating|writing
    !edited|modified|saved since
    !unexpected revision|version
    !mismatched|conflicting|unexpected [upload] offset
    !offset mismatch|conflict
    !etag .... not|match|mismatch|does|changed|stale|invalid|different
    ?etag
    !if match
    !if unmodified since
    !if none match
    !precondition .... failed|not|fail
    !precondition failed
    !preconditionfailed
    !pre conditions|condition .. [specified] .. not|failed
    !conditional request failed
    !conditional check failed
    !conditionalcheckfailed*
    !condition not met
    !conditionnotmet
    !conditional update .. failed
    !version conflict
    !versionconflict*
    !version mismatch
    !version .... mismatch|conflict|stale|match|outdated|old|expected|current|newer
    !revision .... mismatch|conflict|stale|match|outdated|old|expected
    !document update conflict
    !update conflict
    !optimistic lock|locking|concurrency
    !optimisticlock*
    !concurrency exception|conflict|violation|check|error|token|stamp
    !concurrent .. modification|update|edit|change
    !concurrentmodification*
    !stale configuration|config|object|data|version|state|record|resource|revision|update|read|entity
    staleobject*
    !row was updated or deleted by another transaction
    !been modified|changed|updated [since|by|in] [another|someone|you|other|the|meantime]
    !has been modified
    !modified by another|someone|other
    !changed since
    !out of date
    !outdated version|revision|data|copy
    !does not match [the] [expected] current|latest|version|revision|sha|etag|state
    !does not match .. sha|current|head
    !sha|revision|version|etag|commit does not match
    does not match
    !sha .... match|mismatch
    !latest version
    !lost update
    !not [the] [latest|current] version|revision
    !the object has been modified
    !update is not a fast forward
    !non fast forward
    !write conflict
    !writeconflict
    !seq no
    !conflicting update|edit|change|changes
    !at least one of the pre conditions
    optimistic
    !lock token .... mismatch
    !edit conflict
    !editconflict
  `,
  duplicate: `
    !already exists
    !exists with [the|this] same
    !record|user|account|item with .... exists
    is taken
    !previously published
    !already following|friends|liked|voted|starred|joined|invited
    !alreadyexists
    !already exist
    !already [been|in|is] taken|used|registered|use|subscribed|assigned|added|claimed|enrolled|member|associated|connected|linked|present|created|booked|reserved|occupied|submitted|existing|a
    !is already [in] taken|used|registered|use|subscribed|assigned|added|claimed|member|a|associated|linked|invited
    !already taken
    already [been] uploaded|imported|installed|provisioned|bound|allocated
    !repushing|republishing|reuploading|overwriting|republish|reupload|overwrite|repush .... not [be] allowed|permitted|possible|supported
    !already registered
    !already in use
    !already used
    !already have a|an $thing
    has already been taken|used|registered|added|created|submitted|claimed
    !duplicate key|entry|value|record|resource|item|name|entity|email|user|object|document|request|transaction|row|id|identifier|field|submission|order|content|key|external
    duplicate
    duplicated
    !duplicatekey*
    !duplicateentry
    !e 11000
    23505
    1062
    !unique constraint|key|violation|index
    !uniqueness constraint|violation
    !uniqueconstraint*
    !violates unique
    !must be unique
    !not unique
    is not available .. please|name|choose|select|username|namespace
    name [is] not available
    !requested bucket name is not available
    !user|record|resource|object|entity|item|email|account|name with .... already exists|exist
    !with that .... already exists
    !conflicts with [an] existing
    !conflict with existing
    existing .... with [the|this] same
    same name|email|key|id|value
    !record .. exists
    !table already exists
    resource in use
    !email .. exists
    emailexists
    !email exists
  `,
  'invalid-state': `
    !can not be created|refunded|cancelled|canceled|captured|deleted|changed|updated|modified|edited|sent|processed|completed|started|archived|published|moved|merged|closed|reopened|voided|shipped|paid|activated|removed before|until|unless|while|once|after|because|since|when|as|during
    !players|users|recipients|contacts|subscribers|devices|members|customers .. not subscribed|reachable|registered|opted|available
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
    !dependency violation
    !dependencyviolation
    !unsubscribed recipient
    !recipient .... unsubscribed|blocked|opted|unreachable|blacklisted|bounced
    !recipient .... not [be|been|currently] reachable|reached|available|subscribed|registered|opted|active|accept|accepting|delivered|deliverable|in|on|have|able|capable|allow|enabled|verified|contactable
    !opted out
    !has blocked
    !blocked by [the] user|recipient
    !bot was blocked by the user
    !user .. blocked
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
    !another api|request|operation|process|transaction|update|deployment|job|build|task|instance|change .... [in|is|already|running|accessing|progress|pending|processing|currently]
    !other operation .. progress
    !operation [is] [already|currently|still] in progress
    !operationinprogress
    in progress
    inprogress
    !already in progress
    !already has a|an [pending|active|running] event|action|operation|job
    !already running
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
