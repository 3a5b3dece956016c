import type { Vocabulary } from '../signal.ts';

/** How much and how often. */
export const ENGLISH_LIMITS: Vocabulary = {
  'rate-limit': `
    !once|twice every|per|in|within .. second|seconds|minute|minutes|hour|hours
    !too frequent
    !complexity|cost|query budget .... exhausted|exceeded
    !over qps|rps|rpm|tpm
    !over .. queries|requests|calls per
    !rate limit|limits|limited|limiting|limiter|exceeded
    ratelimit*
    !rate .. exceeded
    !throttl*
    !throttled
    !slow down
    slowdown
    !too many requests|calls|queries|messages|hits|api|tries|attempts|operations|transactions|connections [per|in|from|for|within|recently|please|within]
    !too many requests
    !toomanyrequests
    !request rate
    !requests|calls|queries|tokens|messages per|a|each|every second|minute|hour|sec|min|user
    !per [second|minute|hour|sec|min] per|limit|quota|exceeded|allowed
    !per second|minute|hour|sec|min
    !requests per
    !request weight
    !too much request|requests
    !rpm|tpm|rps|qps|rpd
    !too quickly|fast|frequently|often
    !exceeded .... [calls|requests|queries] per
    !exceeded [the|your] rate|request|api|call|calls|max|maximum|number|secondary [of] [rate|requests|calls|limit|call|request] [limit|per]
    !exceeded a secondary
    !secondary rate
    !reduce .... rate|rates|frequency
    !reduce request
    !please wait .... [seconds|minutes|before|and|second|minute|moment]
    !wait .... before [you|trying|retrying|sending|making|try]
    !try|retry again|after in|after .... second|seconds|minute|minutes|hour|ms|s|sec
    !available in .... seconds|minutes
    !retry after
    !retry in .... seconds|s|ms|minutes
    !flood wait|control|limit
    floodwait
    !burst limit|capacity|exceeded
    !over .. rate
    !over query limit
    !overquerylimit
    !api calls|requests .... exceeded|limit|minute|second|hour
    !application request limit reached
    !request limit .... reached|exceeded|second|minute|hour
    !request limit exceeded
    !requestlimitexceeded
    !limit of .... requests|calls|queries [per|in|every]
    backoff
    !back off
    !provisioned throughput
    !throughput .... exceeded
    !spike arrest
    cooldown
    !cool down
    !hourly .. limit|quota
    !minute .. limit|quota
    !calls within|in .... minute|second|hour
    !user .. making too many
    !making too many
    !sending .... too [fast|many|quickly]
  `,
  quota: `
    !limited|allowed|permitted number of .. requests|calls|queries .. exceeds|exceeded|reached
    !quota
    !quotas
    !quota|quotas|limit exceeded .... requested .... used|available|allowed|limited
    !quota|quotas exceeded|exhausted [for|on|of|in]
    !exceeded|exceeds quota .... requested .... used|limited|available
    !quotaexceeded
    !daily|monthly|weekly|yearly|annual .... limit|quota|allowance|cap|exceeded|maximum
    !daily limit
    !dailylimitexceeded
    !per day|month|week|year
    !day|month .... limit|quota|exceeded
    !today .... limit|quota
    !limit .... day|month|week|today|daily|monthly
    !limit exceeded
    !limitexceeded
    !usage limit|cap|exceeded|quota|reached
    !usage .... exceeded|limit|exhausted
    !plan limit|limits|quota
    !plan .... limit|limits|exceeded|allows|quota
    !limit .... [your] plan|subscription|tier|account
    !limit of .... reached|exceeded|plan
    !limit [has] [been] reached|hit|exceeded
    !reached .... limit|maximum|cap|quota
    !hit .... limit|cap|quota
    !maximum number of .... reached|exceeded|allowed|created
    !maximum .... reached|exceeded
    !max|maximum .... reached
    !attempted to create more .... than allowed
    !more .... than allowed|permitted
    !can not [create|add|have] [any] more
    !no .. calls|requests|messages|searches|lookups left
    !used all [of] [your|the]
    !free|trial .. allows|includes
    !max projects|users|members|seats|devices|accounts|keys|webhooks|domains|sites|teams|apps|servers|instances .. exceeded|reached
    !seats|licenses|licences|units|invites|slots exhausted
    !no more .... [allowed|can|available|be]
    !too many [buckets|projects|users|members|seats|devices|keys|tokens|repositories|collaborators|webhooks|rules|instances|databases|tables|indexes|accounts|subscriptions|open|active|pending|contacts|workspaces|apps|applications|domains|sites|environments|teams|groups]
    !toomanybuckets
    !allowance .... exceeded|exhausted|used
    ?exhausted
    !resource exhausted
    !resourceexhausted
    !seats .... limit|exceeded|available|no
    !license limit
    !credits .... used|month
    !bandwidth limit|exceeded
    !storage quota|limit
    !service quota
    !vcpu limit
    !account limit
    !over [the|your] .. limit|quota
    !exceeded .... monthly|daily|plan|usage|quota|allowance|limit
    !exceeds .... quota|allowance
    !exceed|exceeds your|the|this .. limit|quota|maximum
    !credits exceeded|exhausted|depleted
    !cap exceeded|reached
    !maximum credits
    !requests remaining
    ?limit|cap
    !daily|monthly|weekly .... limit|quota reached|exceeded
    !exceeded .. daily|monthly
  `,
  concurrency: `
    !concurren*
    !simultaneous*
    !in parallel
    !parallel requests|calls|connections|jobs|queries|uploads
    !many|much|concurrent|simultaneous|requests|calls|jobs|connections|sessions|streams|more|one .... at the same time
    at the same time
    !too many [open|active|concurrent|simultaneous|parallel|running|pending|in] [flight] [connections|sessions|jobs|queries|executions|requests|streams|tasks|uploads]
    !too many connections
    !too many open
    !too many running
    !too many active [connections|sessions|jobs]
    !connection limit
    !maximum [number] [of] [concurrent|open|active|simultaneous|parallel] .. connections|sessions|jobs|queries|executions|requests|streams
    !requests in flight
    !in flight
    !reserved function concurrent
    !connections .... exceeded|limit|maximum|reached
    !max [concurrent|connections|user|client] connections
    !sessions .... limit|exceeded|maximum
    !too many concurrent|simultaneous|parallel [requests|calls|connections]
  `,
  'too-large': `
    !exceeded|exceeds|exceed [the] [maximum|allowed] object|array|entry|element|node|attribute|nesting|container|json|xml [entry|element|value|name] count|depth|level
    !request|message|payload|body too big
    !request|message|payload|body|frame [was|is] larger than
    !not enough memory|ram .. process*|execut*|evaluat*|run|complete
    !too large
    toolarge
    !too big
    !entity|payload|request|body|file|upload|header|headers|message|image|document|uri|url|content|object|cookie|attachment|input .... too large|long|big
    !entitytoolarge
    !payload too large
    !payloadtoolarge
    !maxmessagelength
    !exceeds|exceed|exceeded|exceeding [the] [maximum|max|allowed|upload|file|size|limit|request|body|payload|message] [allowed|permitted|upload|file|body|size|content|request|payload|message] size|length|limit|bytes
    !exceeds .... size
    !exceeds the [maximum] allowed size
    !maximum [allowed|file|upload|request|body|payload|message|content|object] [upload|request|file|body] size|length .... exceeded|is|of
    !max|maximum [file|upload|request|body|payload|message] size
    !size [limit] .... exceeded|exceeds|exceed|large|limit|maximum
    !file size
    !size limit
    !larger than [the] [max|maximum|allowed|limit]
    !bigger than
    !request [entity|body|header|headers|uri|url] [is|or] .. too large|long
    !header fields too large
    !uri too long
    !url too long
    !too long [uri|url|query]
    !request line too long
    !maximum context length
    !context length .... exceeded|exceeds|maximum
    !context window
    !context lengthexceeded
    !maximum .. tokens
    !too many [input|output|prompt] tokens
    !tokens .... exceed|exceeds|exceeded|maximum|limit .... context|model|length
    !reduce the length
    !prompt [is] too long
    !too many items|elements|entries|records|ids|rows|objects|operations|requests|keys|recipients|parameters|files|parts|values|rows|documents|events|messages|emails|addresses|fields|filters|terms|clauses|products|lines|users|contacts .... [batch|single|request|one|maximum|limit|allowed]
    !too many items|elements|entries|records|ids|rows|objects|operations|keys|recipients|files|parts|values|documents|events
    !maximum [number] [of] .. items|elements|entries|records|ids|rows|objects|operations|keys|recipients|documents .... [batch|request|exceeded|is]
    !batch size
    !batch .... too large|exceeds|maximum|limit|many
    !at most .... items|elements|entries|records|ids|rows|objects|operations|keys|recipients|documents .... [request|batch|call|time|once]
    !no more than .... [items|elements|records|ids|rows|objects|operations|keys|recipients] per|in|at request|a|one|batch|once
    !query complexity
    !complexity .... exceeds|exceeded|limit|too
    !depth .... exceeds|exceeded|limit
    !query .. too complex|deep|large
    !result window .. too large
    !at most .. contacts|users|events|messages|products .... once|call|request|batch
    !no more than .. events|items|records|ids|rows|objects|messages|entries per call
    !list|array|batch .... may|can hold|contain|have [at] [most] .. entries|items|elements
    !exceeded|exceeds [the] maximum resolution|samples|points|cardinality [of]
    !response .... too large
    !string too long
    !item size .... exceeded
    !stringtoolong
    !map value must satisfy constraint .... length less
    !request size
    !size exceeded
    !bytes .... limit|maximum|exceeds|allowed|max
  `,
};
