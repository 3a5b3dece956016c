import type { Vocabulary } from '../signal.ts';

/** What went wrong on the other side. */
export const ENGLISH_SERVER: Vocabulary = {
  exception: `
    !null pointer
    nullpointer*
    !nullreference*
    !object reference not set
    internal [server|service|api|application|system|processing] error|exception|failure
    internal error
    internalerror
    internalfailure
    internal failure
    server had|encountered|has [an] [error|internal]
    encountered an unexpected|internal|error [internal|error|condition] [error]
    unexpected server|internal|application|system|condition|exception|failure [error|condition|exception]
    unexpected error
    !unhandled exception|error|rejection|promise
    !configuration data|file|section .... invalid|missing|corrupt|malformed
    !uncaught exception|error|typeerror
    an error [has] occurred [while|on|processing|during|in]
    an [unknown|unexpected|internal|application|unspecified] error [has] occurred
    something went [wrong|terribly]
    oops
    whoops
    we are|re [very] sorry
    went wrong
    !stack trace
    stacktrace
    traceback
    !fatal error
    !segmentation fault
    ?panic
    !runtime error
    !runtimeerror
    ?exception
    !can not read property|properties
    !is not a function
    !is not defined
    !undefined method|variable|index|offset
    !undefined is not
    !division by zero
    !zerodivision*
    !zero division
    keyerror
    !key error
    !attributeerror
    !attribute error
    indexerror
    typeerror
    !type error
    !referenceerror
    !nomethoderror
    valueerror
    !assertionerror
    !assertion failed
    !recursionerror
    !maximum call stack
    !maximum recursion
    !out of memory
    outofmemory*
    !stack overflow
    !stackoverflow*
    !index out of range|bounds
    !array index
    !class cast
    classcast*
    !illegalstate*
    !nosuchelement*
    !concurrentmodification*
    !invocation target
    !deref* [of] [a] nil|null
    !nil pointer
    !invalid memory address
    !unhandledexception
    application error
    !function crashed
    !worker threw exception
    error reference|id|number|code .... [support|contact]
    report this issue|error|problem
    our team|engineers [has|have] been notified
    been notified
    we encountered an internal error
    unknown error
    server error
    unknown
    crash*
    ?error
    ?failed
  `,
  maintenance: `
    !maintenance
    !under maintenance
    !scheduled maintenance|downtime|outage
    !planned maintenance|downtime|outage
    !deploy* .... progress|underway|ongoing|now|currently
    !deployment in progress
    deploying
    !being upgraded|updated|deployed|migrated
    !upgrade in progress
    !upgrading our|the|system
    !back in a moment|minute|few|bit|shortly
    !back [online] soon|shortly
    !be right back
    !we will be back
    !will be back
    !be back
    !temporarily down|offline|closed [for]
    !temporarily offline
    !down for
    !offline for
    !read only mode
    !migration in progress
    !service window
    downtime
  `,
  overloaded: `
    !seconds lagged
    !overload*
    !overloaded
    !at capacity
    !no cluster|known|elected|active|raft leader
    !no leader [is] [available|elected|found]
    !leader [is] not available|elected|ready|known
    !over capacity
    !no capacity
    !capacity .... exceeded|limit|reached|full|insufficient|unavailable
    !insufficient capacity
    !out of [host|compute|instance|machine|zone|gpu] capacity
    !insufficient [host|compute|instance|machine|zone|gpu] capacity
    !not enough|sufficient [available] [free] capacity
    !not have sufficient|enough .. capacity
    !insufficient resources|memory|cpu|cpus|gpus .. to create|fulfill|fulfil|launch|start|place|schedule|satisfy
    !there are no [longer] [any] instances|machines|gpus|nodes [are] [currently] available
    !no provisionable
    !no valid host was found
    !during placement
    !allocation|placement failed
    !high load|traffic|demand|volume
    !heavy load|traffic
    !server [is|too] [currently|too] busy
    !too busy
    !system busy
    ?busy
    !server is busy
    service [is|temporarily|currently] [temporarily|currently] unavailable
    temporarily unavailable
    currently unavailable
    currently unable to handle
    serviceunavailable
    service unavailable
    !circuit breaker [is|open]
    !circuit [is] open
    !circuitbreaker*
    !queue [is] full
    !queue .. full|overflow|length
    !request queue
    ?backlog
    !reset reason .. overflow
    ?overflow
    !load shed*
    shed*
    !not ready
    !warming up
    !starting up
    !still starting
    !is starting
    !is loading
    !currently loading
    !cold start
    ?initializing
    !initialising
    too many [pending|queued]
    ?try again later
    !resources .... exhausted|unavailable
    !thread pool
    !rejected execution
    !no available [workers|instances|servers|slots]
    !node|replica|server|cluster|follower|chain is behind|lagging|syncing|catching
    !no|not any [available|free|idle] instance|instances available|free|left
    !no workers available
    !experiencing .... load|traffic|demand|issues
    !model .... loading|overloaded|capacity
    !worker .... limit|unavailable
  `,
  'not-implemented': `
    !not implemented
    !notimplemented
    !unimplemented
    !not [yet] implemented
    !not been implemented
    !functionality .... not implemented|supported
    !operation .... not implemented|supported
    operation not supported
    not supported .... [operation|protocol|version]
    !unsupported operation|feature|functionality
    !unsupportedoperation*
    !http version not supported
    !not yet supported
    !method not implemented
    does not support
    ?todo
  `,
  storage: `
    !no space left
    !disk [is] full
    !disk space
    !database|disk|storage|log|table space exceeded|exhausted
    !nospace
    diskfull
    !disk .. quota|full|space
    !insufficient storage|space|disk
    !insufficientstorage
    !out of disk|space|storage
    !not enough space|storage|disk
    !storage .... full|exceeded|insufficient|exhausted|space
    !volume is full
    !database .... full
    tablespace
    !could not extend file
    enospc
    !filesystem .. full
    !quota exceeded .. disk
    !read only file system
    !flood stage
    !index read only .. allow delete
    !mailbox full
    !over quota .. mailbox
    !no more storage
  `,
};
