import type { Vocabulary } from '../signal.ts';

/** What is wrong with what the request says. */
export const ENGLISH_MEANING: Vocabulary = {
  required: `
    !required field|parameter|attribute|property not found|present
    !please enter [a|the] value|values
    !needs|need to be provided|supplied|specified
    !parameter|parameters|param|params|field|fields|argument|arguments|value|values|string|id|ids|identifier|identifiers|name|text|message|query .. is|was|are|were [left] empty|blank|null|undefined
    are|was|were empty|blank
    !must|should be selected|chosen|filled
    !no .. provided|specified|supplied|submitted|entered
    !missing either|one [of]
    !no file|files|image|attachment [was|were] submitted|uploaded|attached
    !field|parameter|param|property|argument|attribute|header|value|key|element|column|input|variable|body .... required|missing|mandatory|absent
    !field required
    !required [query|body|path|request|form|header|http|input|json] field|fields|parameter|parameters|param|params|property|properties|argument|arguments|attribute|attributes|value|values|header|headers|key|keys|element|input
    !required .... missing|not|absent|empty
    !missing [a|the|one|some|or|required|query|body|path|request|form|header|http|mandatory|value] [required|query|body|more|request|form|json|for] [required|query|request|path|of] field|fields|parameter|parameters|param|params|property|properties|argument|arguments|attribute|attributes|value|values|header|headers|key|keys|element|elements|data|input
    !missing required
    !request|body|payload|message|call lacks|lack a|an|the
    !forgot to
    !must be attached|enclosed
    can not continue|proceed without
    !need|needs to supply|provide|pass|send|specify|give|include [a|an|the|at|either]
    no .. given|passed
    please pass|send|add|include|give a|an|the|your
    is|are needed to|for
    !has|have to be present|provided|set|given|specified|supplied
    !not find [a|an|the|any] .. in [your|the] request|body|payload|query
    !required key not provided|given|found
    !mandatory error
    required for this operation|request|call|endpoint
    !contain property
    !missing at
    !missing mandatory
    !missing [a|the|your] search|query term|terms|text|string|keyword|word
    !missing|no value [was] [given|provided|supplied] for [the] required|mandatory parameter|field|property|argument|attribute|header|option|variable
    !missing field
    !missingfield
    !missing param*
    !missingparam*
    !missingrequired*
    !missing argument
    !missing .... in .. request|body|item|payload|object
    is|are required
    !is a required
    !is [a] mandatory
    is missing
    was|were|is|are not supplied|provided|specified|present|set|given|included
    not supplied|provided|specified|present
    !can not be blank|empty|null|omitted|nil|none|undefined
    must not be blank|empty|null|nil|none|undefined
    !may not be blank|empty|null|nil
    !should not be blank|empty|null|nil
    !must|should be defined
    !no value associated with
    !field|property|attribute|parameter|member .... not found|present|included|contained in [the|your] [request|posted|sent|submitted|json] request|body|payload|document|input|json|form
    !not found|present|included|contained in [the|your] [request|posted|sent|submitted|json] request|body|payload|document|input|json|form
    !can not send an empty
    must be provided|specified|present|set|supplied|included|given|filled|defined
    must have [a|the|required] property
    !nothing to geocode|search|parse|process|import|translate
    must provide|specify|supply|include|contain|set|pass [a|an|the|at|either|one]
    !should have required property
    have to provide|specify
    needs to be provided|specified|set
    !required property
    !required field
    !required parameter
    !requiredfieldmissing
    !requiredparameter*
    !parameter missing
    !parametermissing
    !no [value] [was] given|provided|specified|supplied for
    !this field is required
    !failed on the required tag
    !value error missing
    !blank value
    is [the] empty
    !value is empty
    !param is missing or the value is empty
    !null value in column
    !violates not null
    not null constraint
    notnull
    not blank
    notblank
    notempty
    isnotempty
    !any required
    anyrequired
    !string empty
    stringempty
    !valueisrequired
    !missing value
    !argument .... missing|required
    !argument .. not given|provided|supplied|specified|set|passed
    you must specify
    !expected .... but got|received|found|was undefined|null|none|nothing|missing
    !received undefined
    ?required
    ?missing
    ?empty
    please enter|provide|specify|supply|select|choose a|an|the|your
    !must contain a non empty query
    !must provide query string
    !must provide an operation
  `,
  type: `
    !read int|uint|float|string|bool|number [8|16|32|64] unexpected|expects
    !must|should be [a|an|of|the] [valid|type|positive] [a|an] string|integer|int|number|numeric|boolean|bool|array|list|object|dictionary|dict|map|float|decimal|uuid|guid|date|datetime|timestamp|hash|collection|double|long
    !must|should be of type
    !not [a|an] [valid] string|integer|int|number|numeric|boolean|bool|array|list|object|dictionary|float|decimal|uuid|guid|date|datetime|timestamp|double
    !is not of [a] type
    !must|should be [an] instance of
    !expected [a|an] date|datetime|time but got|received
    !not of type
    !expected [a|an|type|to|value] [be|of] [a|an|type] string|integer|int|number|numeric|boolean|bool|array|list|object|dictionary|float|decimal|double|uuid|map|vec|i|u
    !invalid|wrong|incorrect|unexpected|mismatched|bad [data|value|field|parameter|argument|input|json|value's] type
    !invalid type
    invalidtype
    !type error
    !typeerror .... field|parameter|value
    !type mismatch
    !need|needs|has|have to be a|an uuid|integer|number|string|boolean|date|timestamp|array|list|object
    !could|can not read .. as a|an
    !dates|date|times|timestamps|numbers need|needs|must|should [to] be given|sent|formatted|written as
    !field|column|value type conflict
    !already exists as type
    !conflicting types|type
    !typemismatch
    !type .... mismatch|incorrect|invalid|wrong|expected
    !wrong type|kind of|in value|variable|data|type
    !wrong type
    wrongtype
    !can|could not convert|deserialize|cast|coerce|parse|construct|unmarshal|transform
    !can|could not be converted|deserialized|cast|coerced|parsed
    !not convert|deserialize|cast|coerce
    !unable to convert|deserialize|cast|coerce|parse [string|value|the] [as|to|into]
    !failed to convert|deserialize|cast|coerce
    !failed to bind parameter
    !failed to parse .... [as|to|into|integer|number|date|boolean]
    !conversion failed|error
    !can not unmarshal
    !unmarshal type error
    !int can not represent
    !can not represent
    !invalid digit found
    !uuid|guid|string|integer|number|boolean|array is expected
    !invalid integer|number|boolean|float|decimal|uuid|guid|array|object|string|int|numeric|hash|timestamp|date
    !invalid input syntax for type|integer|uuid
    !invalid uuid
    !invalid date
    !valid integer|number|boolean|string|list|dictionary|array|object|uuid|float|decimal|date|datetime|timestamp|bool
    !parse string as an|a
    !unable to parse string
    !int|bool|float|date|datetime|uuid|decimal|string|list|dict parsing|type
    casterror
    !cast to .. failed
    !cast error
    !number base
    numberbase
    !string base
    stringbase
    !array base
    !boolean base
    !object base
    !data type
    !parameter invalid integer
    !a valid number is required
    ?nan
    !instead of [a|an] string|integer|number|array|object|list
    !got [a|an] string|integer|number|array|object|list|null|boolean [instead]
    !received [a|an|type] string|integer|number|array|object|null|boolean|nan
    !numeric value
    !illegal|invalid base 64
    ?isstring
    isint|isnumber|isboolean|isarray|isuuid
    !invalid value at .... type int|string|bool|enum|double|float|uint
  `,
};
