import type { Vocabulary } from '../signal.ts';

/** Values of the right type that are not allowed. */
export const ENGLISH_VALUE: Vocabulary = {
  value: `
    !must|should|can|may [not] be [strictly] later|earlier|newer|older than
    !must|should [not] precede|follow|exceed
    !lower|less|higher|greater|larger|smaller|bigger|shorter|longer|more than .. minimum|maximum|min|max|limit|cap|floor|ceiling|threshold|allowed|permitted
    is|are|was [too] lower|higher|less|greater|smaller|larger|longer|shorter|bigger than
    !out of [the] permissible|permitted|available|given|allowed|supported|acceptable|expected|valid|legal .. range|limits|bounds
    !not in|within|inside [a|the] [given|allowed|permitted|valid|acceptable|expected|price|supported] .. range|interval|limit|limits|bounds
    !mutually exclusive
    !a valid .. is required
    !valid .. is|are required
    !filter failure
    !enter a valid
    !failed .. safety|moderation|content check|filter|policy
    !inclusion|use of prohibited|disallowed|forbidden content|words
    !must|should be given|provided|specified|sent|written in|as|using
    only valid|available for
    !is|are not offered
    !has|have to lie between
    !language|currency|country|locale|unit is not available
    !passwords|values|fields|accounts do not match
    !need|needs a|an .. prefix|suffix
    !not ship|deliver|operate|available to|in [this|that|your|the] country|region|area|address|location
    !not apply|applicable to|for [the|this|your|these] .. items|item|order|cart|product|products|plan
    !order|direction|value|mode|type may|can only be .. or
    !order|direction may|can be .. or
    !look like a valid
    !not in [a|an|our|the] deliverable|delivery|service|serviceable|coverage area|zone|region
    !extension|suffix .. not permitted|allowed|supported|accepted
    !points beyond retention
    !looks|seems|appears fake|invalid|wrong
    !must|should be a string at|of|with|between
    !provided|specified|requested|given location|region|zone|datacenter .. is not available|supported|valid for|in
    !entry|entries|sample|samples|event|record|datapoint|span|metric .... timestamp|timestamps [is|are] too old|far|new
    !oldest acceptable timestamp
    !out of order sample|samples|entry|entries
    !nonce .... not increased|increasing|greater|higher
    mismatch
    !only .... characters|letters|digits|alphanumeric|alphanumerics|numbers|hyphens|dashes|underscores .... allowed|permitted|accepted
    !must|should contain|have .... digits|characters|letters
    !identities failed the check
    !not a verified sender|domain|identity|number|caller|address
    !domain is not verified
    !incompatible with [an|the] earlier|previous|existing|latest schema|version
    !must|should|may|can|could include|contain|have|use|consist|contains [of] only
    !must|should|may|can only include|contain|have|use|consist|start|end
    !may|can|must|should contain|include .... only
    !can not start|begin|end with
    !must|should start|begin|end with
    !must be empty|blank|absent
    !from invalid string|int|integer|double|float|bool value
    !not [be] [allowed|permitted] [to] [be] sent|used|set|given|provided|specified|combined|passed|supplied together|simultaneously
    !not [be] [allowed|permitted] [to] [be] sent|used|set|given|provided|specified|passed|supplied at the same time
    !only one of .... may|can|is|are
    !only .. or .. can|may be
    !multiple|several .... given|provided|specified|supplied .. provide|use|specify|choose|send only|either|one
    !incompatible|conflicting parameters|params|options|arguments|fields|values|filters|settings
    !combination of .... invalid|unsupported|not
    !illegal|invalid|bad|special|forbidden|unsupported|disallowed|prohibited character|characters|chars|symbol|symbols
    contain|contains|containing .. bad|illegal|invalid|special|prohibited|forbidden|sensitive|unsupported|offensive|profane character|characters|content|word|words|symbols|letters|language
    !keywords not in content
    !precision|decimals .. over|exceeds|exceeded|invalid|error|maximum|max|large|high
    !decimal|price|amount|quantity|tick|step precision|accuracy [is] [over|invalid|error|wrong]
    !has|have|needs|need to be [a|an|the] one|between|greater|less|larger|smaller|higher|lower|before|after|positive|numeric|exactly
    !can only be one|between|numbers|letters|either|specified|positive|greater|less
    only .... is|are supported|accepted
    !value|argument|input .. not match [the|its] validator|schema|type
    !could|can not geocode|understand|recognize|recognise [the|that|this|your] address|location|place|phone|date|input
    please provide|enter|specify|use a valid
    !must|should have at least|most
    !out of [the|its] [valid|allowed|permitted|acceptable|supported] range|bounds
    !unsupported|invalid|unknown|disallowed url|uri scheme|protocol
    !content [management|usage|safety] filter|filtering|policy|policies|moderation|guidelines
    !flagged .... moderation|policy|unsafe|inappropriate|safety
    !violates|violate|violation|violated .... content|usage|safety|community policy|policies|guidelines
    !belongs|belong to a|the reserved|private
    !must|should be [a] greater|less|larger|smaller|more|bigger|higher|lower|at|between|one|in|before|after|positive|negative|equal|within|no|shorter|longer|exactly|either|different|non|different|earlier|later|on [than|least|most|of|the|a|or]
    !must|should be [a] greater|less|larger|smaller|more|bigger|higher|lower|between|before|after|positive|within|shorter|longer|exactly|earlier|later|non
    !must|should be at least|most
    !must|should be one of
    !not included in the list
    !dimension|dimensions|dim|vector|vectors|embedding .... length|lengths|error|mismatch|expected|match
    !wrong|illegal|improper input
    !ensure [that] this|there .... value|field|filename|digits|decimal|characters|elements
    !must|should be a multiple
    !invalid|incorrect ip|ipv|mac address
    !all .... elements|items|values|entries must be unique
    !conflict between|with [optional|forbidden] exclusive|forbidden peer|peers
    !contains|contain [a] duplicate value|values|item|items|element|elements
    !minimal|maximal|minimum|maximum allowed date|value|length
    !checksum|hash|sha .... error|mismatch|differs|differ
    !policy validation failed
    !too many filtered|failed|invalid|bad|rejected|erroneous|malformed|error rows|records|lines|entries|documents|items
    !nonce too low|high ... next|tx|state|transaction|account nonce
    must|should be in [the] range|future|past
    !must|should be [a] [valid|well] [formed] email|url|uri|phone|address|format|value|enum|iso
    must|should match|satisfy|contain|have|start|end|begin|consist|equal|only
    must|should not exceed|contain|be|have|start|end
    can|may not exceed|contain|be|have
    !can not be less|greater|more|longer|shorter|negative|zero|larger|lower|higher|before|after|in|the|earlier|later
    !not [a] [valid|one|an|permitted|allowed|acceptable|supported|recognized] choice|value|option|enum|email|url|uri|phone|format|address|country|currency|date|code|member|of|iso|time|timezone|locale
    is not [a] valid
    not valid
    !is not one of|in|among|supported|allowed
    !not in [the] list|range|enum|set|allowed|permitted
    not a valid
    invalid value
    invalidvalue
    invalid value for|at|provided|supplied|of|specified
    value [is] [not] .. invalid|allowed|permitted|valid|supported|accepted|acceptable|out
    value .... invalid|not|out|must|exceeds|exceed
    is not between
    !not have a valid value|format
    wrong latitude|longitude|format|value|number|date|length|size
    invalid redirect uri
    !out of range|bounds
    outofrange
    outside [of] [the] allowed|valid|permitted|acceptable [range|bounds|interval]
    above|below|exceeds|exceed|over|under [the] maximum|minimum|max|min|allowed|limit
    maximum|minimum|max|min allowed|value|length|amount|number [value|length|is|of|exceeded]
    too short|small|low|high|few|young|weak|common
    too long
    amount .. too small|large|low|high
    is too long|short|small|large|big
    !length .... must|between|exceed|exceeds|exceeded|least|most|less|greater|minimum|maximum|too
    !must|should contain at most|least|only
    !at least .... character|characters|digits|letters
    at most .... character|characters
    ?characters
    does not match [the|a|required|pattern|regex|format|any] [pattern|format|regex|expression|required|of]
    fails|failed to match
    !match pattern
    did not match [the|expected] pattern
    !pattern mismatch
    !patternmismatch
    regex|regexp|regular expression .... [match|failed]
    invalid email|phone|url|uri|country|currency|date|time|timezone|locale|language|postal|zip|amount|quantity|number|format|range|enum|option|choice|status|address|name|username|sku|color|colour|card|iban|code|cron|duration|interval|domain|port|size|length|limit|offset|page|order|sort|direction|latitude|longitude|coordinates|location|timestamp|mode|role|state|action|event|parameter|param|argument|field|attribute|property|input|data|entry [address|number|code|format|value|range|string|name|id|specified|provided]
    ?invalidparameter*
    ?invalidargument*
    invalid argument|arguments|parameter|parameters|param|params
    argument exception
    invalid format
    invalid email
    !unsupported|unknown value|currency|country|language|locale|option|enum|format|mode|event|status|operator
    not supported [currency|country|language|value]
    !allowed values|options
    valid values|options are
    possible values
    accepted values
    !expected one of
    !enum value
    !one of the following
    constraint violation
    failed to satisfy constraint
    violates check constraint
    check constraint
    ?validation .... failed|error
    unacceptable value
    date .... must|before|after|past|future|invalid|range|order|earlier|later
    in the past|future
    !is|be in the past|future
    end .... before|after .. start
    start .... after|before .. end
    expected .. value
    !decimal above|below
    !greater than|equal
    less than|equal
    !multiple of
    !more decimal places
    duplicate values|items|entries in
    !contains [invalid|illegal|disallowed|forbidden] characters
    is invalid
    is reserved
    is weak
    not strong enough
    !illegal value|argument
    !illegalargument*
    !well formed email
    isemail
    not a known|recognized|supported
    has an invalid
    has invalid [value|format]
    not accepted
    bad value|format|parameter
    ?invalid
    ?validation
    ?not allowed
    !must be a|an positive|negative|non [zero|negative] integer|number
  `,
};
