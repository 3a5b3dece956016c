import type { Vocabulary } from '../signal.ts';

/** Whether there is such a route, a method for it, and a thing at its end. */
export const ENGLISH_ADDRESS: Vocabulary = {
  'no-route': `
    !can not get|post|put|patch|delete|head|options
    !no route|routes [matches|matched|found|for|defined|with]
    !no matching route|endpoint|handler|operation|path
    !route .. not [be] found|defined|exist|exists|matched|registered
    !route not found
    !route .... not [be] found|defined|exist|exists|matched|registered
    !404 page not found
    !page not found at
    !srve 0190 e
    !webhook|hook ... not registered
    !tried these url patterns
    !action not found
    !no such child resource
    !unable to find matching [target] resource method|methods
    !not find resource for full|relative path
    !controller|handler class [could|can] [not] [be] [found|loaded]
    !handler for request not found
    !file or directory not found
    !the server could not find the requested resource
    !service not found error|exception
    !unable to resolve the request
    !resource not found for the segment
    !routenotfound
    !routing error
    !context root not found
    !not found on accelerator
    !not find|resolve [an|the|any] entity set|sets
    !not find|resolve [the] singleton|function [import]
    !routingerror
    !unrecognized|unknown|invalid|unsupported [request|api|resource] url|uri|path|route|endpoint|resource|operation|action
    !unknown [api] endpoint|route|path|url|method|operation|action|command|function
    !unknown method
    !unknownoperation
    !unknown operation
    !no such [api] endpoint|route|path|url|method|operation|action|command|function|handler|page
    !endpoint .... not found|exist|exists|supported|available|unknown|invalid|recognized
    !no [such] handler|controller|action [found|for|matching]
    !no handler found for
    !could not find resource for .. path
    !no static resource
    !no mapping [found|for]
    !no http resource was found
    !no action was found
    !no resource .... matches|found .. path|uri|url
    !requested url|uri|path|page|endpoint|route .... not|could found|exist|not
    !requested url .... not found
    !url .... not found|exist|match
    urlconf
    path .... not found|exist|match|matched|defined
    path not found
    the method .... does not exist
    method .... does not exist
    method not found
    methodnotfound
    page .... not found|exist
    page not found
    !not found on this server
    !not [be] found on .. server
    !resource path
    !api .. not found|exist
    !no api .... found|matches
    !no such service
    unknown service
    service .. not found
    !unimplemented .. unknown service|method
    !append slash
    trailing slash
    !default backend
    !application not found
    !there is nothing here
    !site not found
    !no such app
    !deployment not found
    !no such host
    !unknown host|virtual
    could not find that|page
    the resource you are looking for
    did you mean
    ?requested resource
    ?not find
  `,
  'not-found': `
    !$thing .... not [be] found|exist|exists|located
    !$thing .. not [be] available
    !$thing not found
    !$thing does|do not exist
    !$thing|resources .. not exist
    !no such [a] $thing
    !no objects|resources|entities|items|records|documents|hosts|users|devices|nodes|containers|jobs|entries|files|topics|queues|keys|models [were] found|exist|match|matched|available
    !no|impossible route|path|connection between
    !no $thing [was|were] [found|matches|matched|with|exists|for|matching]
    !no $thing ... found|matches|exists
    !no .. with [the|this|that] key|id|name|identifier|uuid|slug
    !no matching .. with|for|found
    !no .. found corresponding|matching
    no such
    nosuch*
    could not [be] find|found|resolve|locate|retrieve
    can not [be] find|found|resolve|locate
    could not find
    unable to find|locate|resolve
    failed to find|locate
    could|can not be resolved to
    no link|node|child|member|part|branch named|called
    was|were|is|are not found
    not found
    notfound
    !resource|entity|record|object|document|item notfound|missing
    !resource missing
    !unknown $thing
    !$thing not known
    !unknown [local|remote|distributed|global|external] table|tables|index|indexes|view|views|relation|collection|collections|dataset
    !unknown revision|branch|commit|tag|ref
    !invalid version unknown revision|branch|commit|tag
    relation|table|view|database|collection|keyspace|function .. unknown
    !invalid $thing id|identifier
    does not exist
    !doesnotexist
    not exist
    !non existent
    nonexistent
    nothing found
    !no [matching|such|valid|suitable|corresponding] location|address|place|city|station|route|response|results|result|data|records|rows|entries|match|matches|flight|flights|airport|offer|offers|price|prices|rate|rates [was|were|are|is] found|available|returned
    !recordnotfound
    !record not found
    ?missing $thing
    !index not found
    404
    !no matches the given query
    !no rows in result set
    !no row|rows was|were found
    !contain|contains|contained|returned|matched 0|zero rows|records|documents|results
    !no such file or directory
    !matches the given query
    !unknown .. id
  `,
  'related-missing': `
    !must exist
    !foreign key [constraint|violation|violates|fails]
    foreignkey
    !violates foreign key
    !is not present in table
    !not [a|an] [valid|known|currently] registered|subscribed [push] [notification|notifications] recipient|recipients|device|subscriber|endpoint|token|installation
    !device|recipient [token] [is] not registered
    !devicenotregistered
    !referenced .... not|exist|found|missing|invalid
    !references [a] non|nonexistent|missing|an [existent|unknown|invalid]
    !reference .... not found|exist|invalid|resolve
    !related .... not found|exist|missing
    !parent .... not found|exist|missing
    !invalid pk
    !object does not exist
    !invalid reference
    specified .... does|do|could|was not exist|found|be
    provided .... does|do|could|was not exist|found
    given .... does|do|could|was not exist|found
    selected .. is invalid
    !no such [customer|product|price|plan|coupon|source|charge|account|user|channel|recipient]
    !channel|recipient|assignee|customer|model|template|category|user|sender|parent not found
    !dependency not found
    !linked .... not|exist
    !does not exist for .. field
    model .... does not exist|found
    model not found
    !unknown model
    !deployment for this resource does not exist
    can not resolve .. to
    !could not resolve to
  `,
  gone: `
    !$thing .... [been] deleted|removed|purged|destroyed|erased
    has been [permanently] deleted|removed|purged|archived|unpublished
    was [permanently] deleted|removed
    !is|are gone
    !permanently removed|deleted|gone
    no longer available|exists|exist|accessible|valid|here|hosted|offered
    already deleted|removed
    !cursor .... expired|invalid|no|longer
    !expired cursor|iterator|scroll|page|continuation|sync|delta|snapshot|search
    !iterator .. expired
    !sync|delta|continuation|page|next|scroll|resume|change token|cursor|context|id .... expired|no|invalid|old|longer|stale
    !full sync required
    !fullsyncrequired
    !resync required
    !revision has been compacted
    !sync|delta state .. not found|valid|recognized
    !start a full sync
    !sync token is|was expired|invalid|stale
    !resyncrequired
    !scroll .... expired|missing|not found
    !search context .. missing|not found
    !no search context
    !too old resource version
    !resource version .... too old
    !history .... expired|too old|not available
    !link|url|invitation|invite|upload|download .. expired
    !upload .... expired|not exist
    !nosuchupload
    !offset out of range
    !snapshot .. expired
    tombston*
    deleted
    !sync|delta|continuation|page|next|resume|cursor|change token .. is|are no longer valid
  `,
  method: `
    !method [is] not allowed|supported|permitted
    !methodnotallowed
    !method .... not allowed|supported|permitted|available
    !unsupported [http|request] method|verb
    !http method .... not|unsupported|invalid
    !only [supports|support|accepts|accept|allows|allow] get|post|put|patch|delete
    !get|post|put|patch|delete|head requests|request|method|is|are [only|not|is|are] .. [allowed|supported|permitted]
    !request method .... not|invalid
    !not configured|set to|up [to] allow|accept|support .. [request] method|methods|verb
    !must be a get|post|put|patch|delete request
    !must use get|post|put|patch|delete
    !use get|post|put|patch|delete instead
    !verb .... not|allowed
    !allowed methods
    !requests only support
  `,
  version: `
    !api version .... not|invalid|unsupported|unknown|required|deprecated|retired|sunset|removed|expired|missing|no
    !invalid|unsupported|unknown|deprecated|retired|obsolete|bad|missing|outdated [stripe|api|client|protocol|service|graph|rest|requested] [api] version
    !version .... not supported|found|available|valid|recognized|exist|longer
    !version .... unsupported|deprecated|retired|sunset|discontinued|removed|invalid|expired|obsolete
    !not a [supported|valid] [api] version
    !supported versions
    !supported api versions
    !maximum|minimum|max|min|highest|lowest supported [api|protocol|client] version
    !client|api|protocol|server version .. is|too too|new|old|low|high
    !is not a supported version
    !unsupportedapiversion
    !no longer supported|maintained
    !not longer supported
    has been deprecated|retired|sunset|sunsetted|discontinued|decommissioned|removed|shut|turned
    is|are|was|were deprecated|retired|discontinued|decommissioned|obsolete|sunset
    deprecated
    deprecation
    sunset
    !decommissioned
    !discontinued
    !end of life
    !endpoint|api|method|resource|operation .... removed|retired|deprecated|discontinued|disabled|shut
    !requested api .. removed
    please migrate|upgrade|update to|your
    migrate to
    use .. [v] .. instead
    replaced by|with
    !upgrade .. client|app|sdk|version
    !client .. outdated|too old
    !update required
    !upgrade to version
    !unsupported protocol version
    !x api version
    !anthropic version
    !accept version
    !invalid version in
    !endpoint|api|method .. moved to
  `,
};
