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
    !idempotency key belongs to a|another different|other|request
    !idempotency key .... use|used|reused|conflict|different|same|mismatch|progress
    !idempotent request|requests|operation
  `,
  'version-conflict': `
    !index|version|revision|data|copy|object is stale|outdated
    !compare and swap .... failed|mismatch
    !cas failed|mismatch|error
    !changed|modified|updated|edited by someone else
    !been changed|modified|updated|edited [in] [the] [meantime] by another user|person
    !updated|modified|changed|deleted by another transaction|session|request|process|client
    !updated|modified|changed|deleted .. concurrently
    !concurrently updated|modified|changed|deleted
    !does|did not match [the] [current|latest|stored] version|revision|generation
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
    !not current any|anymore
    !is no longer current
    !changed|modified|updated|edited while you
    !out of date
    !outdated version|revision|data|copy
    !does not match [the] [expected] current|latest|version|revision|sha|etag|state
    !does not match .. sha|current|head
    !sha|revision|version|etag|commit does not match
    does not match
    !sha .... match|mismatch
    !latest version
    !revision|version|copy|data [is] not [the] latest|newest
    !job modify index
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
    !conflicting modification|modifications
    !sequence mismatch
    !editconflict
  `,
  duplicate: `
    id|ids|name|email|key|reference|number exist|exists
    file|folder|directory|path exists
    !non unique
    !is|was|been used before|previously|already
    !repeated .. request|requests|submission|submissions|operation|transaction|order|orders|record|name|id
    !on list already
    !already on list
    !already in|on|part [of] the|this|your|a campaign|list|group|team|cart|queue|project|audience|segment|playlist|collection|board|basket|album|channel
    !with the same .... already|exists
    has been registered
    !already exists
    !conflict file|folder
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
    !somebody|someone|else|user|account already uses|has|owns|took
    !is|are registered|taken|used|listed already
    !have that|this .. on file
    !already have|has such
    !already on file
    !identical order|request|payment|transaction|record|entry|message
    !belongs to an existing account|user|customer|contact
    !choose another|different name|username|email|slug
    !username|email|name|phone|slug|handle|subdomain|hostname|alias|reference|sku|login|nickname|prefix [is] in use
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
    !must make|form [a|an] unique set|combination|pair
    !unique together
    !not unique
    !already hosted
    is not available .. please|name|choose|select|username|namespace
    name [is] not available
    !domain|subdomain|username|handle [name] is not available
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
};
