import type { Vocabulary } from '../signal.ts';

/** Whether the server could read the request at all. */
export const ENGLISH_FORM: Vocabulary = {
  'malformed-json': `
    !json parse|parsing|decode|decoding|syntax|deserialize|deserialization error|exception|failure|failed
    !invalid|malformed|bad|broken|unparsable|unparseable|incorrect [request] json
    !json is broken|corrupt|wrong|incorrect
    !not understand|read [the|your] json
    !not [a] [valid|well] [formed] json
    !parse|parsing|decode|decoding|read|reading|deserialize|unmarshal|process|understand [the|your|request] [request|body|http|input] [body|as|message|of] [as] json
    !problems parsing json
    !could not parse .... json
    !can not parse .... json
    !unable to parse .... json
    !failed to parse .... json
    !error parsing .... json
    error .... json
    jsonparse*
    jsondecode*
    jsonsyntax*
    jsonreader*
    !jsonexception
    invalidjson
    !json invalid
    !malformedjson
    !unexpected token|character|end|eof|identifier|string|number|non
    !unexpected end of json|input|file|data|stream
    !unexpected eof
    !expecting property name
    !expecting value
    !expecting .. delimiter
    !expected .... in json at position
    !in json at position
    !at position .... json
    !double quoted property name
    !unterminated string|object|array
    !trailing comma|data|characters|garbage
    !extra data .. line
    !invalid character .... looking|string|literal|after
    !looking for beginning of
    syntaxerror
    !syntax error .... json
    !unrecognized token
    !unexpected character
    !start marker at
    !end of input
    !invalid control character
    !no json object could be decoded
    !message not readable
    !http message not readable
    notreadable
    !parse error
    !parser error
    parseerror
    !serialization exception
    !serializationexception
    !could not read json
    !could not read document
    !request body .... parse|parsed|parsing|unreadable
    !error occurred while parsing request parameters
    !invalid json payload
    !json .... invalid|malformed|unparsable|parse|parsed|syntax|decode
    json .... error|failed
    !json .. not valid|well|parsed|parse
  `,
  'malformed-body': `
    !invalid|partial .. line protocol
    !failed|unable to read|decode|consume [the] [http] request|body [body|message]
    !malformed|invalid|broken|corrupt|bad multipart [form|mime] [data|body|request|payload|content]
    !malformed [request|xml|multipart|form|message|post] body|xml|multipart|form|message|data|payload|document|content
    !malformedxml
    !must|should [be] end|ends|terminated|ended with|by a newline
    !missing [a|the] [trailing|final] newline
    !form|multipart|upload|stream|body [data] ended too early|soon
    !form|multipart|upload|stream|body [data] ended prematurely|unexpectedly
    !not a png|jpeg|jpg|gif|pdf|zip|csv|wav
    !csv|spreadsheet|sheet .. no header
    !archive|zip|file|image|document is damaged|corrupt|broken|corrupted|unreadable
    !text format parsing error
    !failed|unable|could|not|can to|not|parse [parse] [the] line protocol
    !snappy|gzip|zlib|zstd|deflate|brotli|flate .... corrupt|corrupted|invalid|checksum|unexpected
    !illegal|unexpected|invalid wire type
    !must not have a selection
    !can not parse entities|markdown|markup
    !must have a selection
    ?malformed
    !xml .... not|malformed|invalid|parse|parsing|error|well
    !invalid|bad xml|multipart|protobuf|yaml|csv|form|soap [body|document|data|message]
    !error in xml document
    !not well formed
    !multipart .... boundary|invalid|malformed|error|parse|missing|failed
    !missing boundary
    !no multipart boundary
    !multipart [reader|parser] .. nextpart|eof
    !boundary .... missing|not found|required
    !unexpected end of form|multipart
    !syntax error .... expected|unexpected|query|document|graphql
    !graphql parse failed
    !graphqlparsefailed
    !syntax error
    !unable to read .... [request|body|stream|message]
    !body .... empty|missing|required|invalid|malformed|unreadable|can|parse|parsed|not
    !empty [request] body|payload|content|document
    emptybody
    !missing [request|a|the|required] [request|http] body|payload|content
    !no [request|post] body|payload|data|content|json
    !request body .... missing|required|empty|invalid|expected|not
    !required request body is missing
    !body [is] required|missing|empty
    !payload .... empty|missing|invalid|malformed|required|parse
    !could|can not parse|decode|read [the|your] [request] body|payload|request|message|entity|form|content|input
    !unable|failed to parse|decode|read|deserialize [the|your] [request] body|payload|request|message|entity|form|content|input
    !invalid [request] body|payload|form|content
    !invalid utf 8
    !invalid utf
    !invalid encoding
    !incorrect padding
    !not in gzip format
    !decompress* .. failed|error
    !failed to decompress
    !truncated body|upload|request
    !corrupt|corrupted|damaged [or] [unsupported|invalid|file|image|audio|video|media] data|file|image|audio|video|media|archive|pdf|document
    !failed|unable to process|decode|open [the|your] image|audio|video|media|pdf|archive
    !unsupported or corrupt*
    !digest mismatch
    !bad digest
    baddigest
    !content md 5 .. match|mismatch|invalid
    !incomplete body
    !incompletebody
    !content length .... match|mismatch|body
    !invalid form body
    !query [string] [must] .. provided
    !deserialization|deserialize .. error|failed
    unmarshal*
    !protobuf .. error|failed|invalid
    !proto .. parse
  `,
  'content-type': `
    !accepted media types [include|are]
    !body .. request .. in an unknown|unsupported format
    !unsupported [media|content|mime] type
    !unsupportedmediatype
    !media type .... not|unsupported|invalid|supported
    !content type .... not|unsupported|invalid|must|missing|required|expected|wrong|should|set|mismatch|header|accepted|specify|specified|needs
    !content type header
    !content type
    !invalid|missing|wrong|bad|incorrect|unexpected|unknown [request|the] content type
    !expected content type
    contenttype*
    !mime type .... not|unsupported|invalid|allowed
    !file type .... not|unsupported|invalid|allowed
    !only accepts|accept|supports|support [application|json|multipart|xml|form]
    !must be application|json|multipart [json|encoded]
    !should be application json
    !expected .... application json
    !not the expected type
    !unsupported file|image|video|audio type|format
    !request .. not json
    !only speak|speaks|understand|understands|take|takes|read|reads json|xml|multipart
    !expected [a] json
    !body must be [a] json
    !not multipart
    !did not attempt to load json data
    !valid dictionary or object to extract fields from
  `,
  accept: `
    !not acceptable
    !notacceptable
    !accept header .... not|invalid|unsupported|satisf*|must|missing
    !accept header
    !request accept
    !could not satisfy .... accept
    !unsupported accept
    !no acceptable representation
    !could not find acceptable
    !acceptable representation
    !requested [representation|format|media|content] .... not|unsupported
    !response format .... not|unsupported|invalid
    !must accept
    !unsupported [response] format
    !accept encoding
    !accept language
    !acceptlanguage
    !client must accept
    !unknown|unacceptable format
    !unknownformat
  `,
  'malformed-request': `
    !unclosed|unbalanced|unmatched|unterminated bracket|brackets|brace|braces|parenthesis|parentheses|paren|quote|quotes|string
    !can|could not parse|lex|compile|interpret [the|your|search|filter|label|metric] query|expression|filter|filters|search|selector|matcher|promql|lucene|kql
    !failure|failed|error|errors|problem [in|while|when|to] parsing|lexing|compiling|parse [the|your|a|sql|search] query|expression|statement|filter|selector
    !request filtering .... deny|denied
    !malformed [http] request|url|uri|header|query|host
    !malformed request
    !invalid [http] request line
    !invalid|illegal|bad [http|request] header|headers|host|hostname|uri|url|path|encoding|escape|query|cookie
    !invalid header [name|value|format|line]
    !invalid host
    !blocked host|hosts
    !disallowed host
    !disallowedhost
    !host header
    !host .... not allowed|permitted|recognized|match
    !invalid hostname
    !plain http request was sent to https port
    !plain http
    !https [is] required
    !must use https
    !use https
    !requires https|ssl|tls
    !ssl|tls|https required
    !http request .. https
    !client sent an http request to an https server
    !failed to decode param
    !uri malformed
    urierror
    !percent encod*
    !url decod* .. error|failed
    !invalid percent
    !illegal character .... [path|query|url|uri|request]
    !invalid character .... [path|query|url|uri|request|target|header]
    !invalid|illegal character|characters [found] in [the] [http|request] target|uri|url|path|header|line|protocol|method
    !content length .... required|missing|header|must|invalid
    !length required
    !missing content length
    !lengthrequired
    !missing host
    !transfer encoding .. not|invalid
    !chunked .... not|invalid|error
    !expectation failed
    !misdirected request
    !precondition required
    !must be conditional
    !send if match
    !if match .... required|missing|header
    !upgrade required
    !error in .. jql|soql|sql|query|filter|odata|cql|fql|kql|expression
    !query .... syntax|malformed|parse|invalid|error
    !malformed query
    !malformedquery
    !invalid filter|query|sort|order|search|jql|odata|expand|select|where|cql|field|fields [string|syntax|expression|clause|query|language|filter]
    !syntax error .... filter|query|expression|jql|soql|sql|near|at line
    !query string .... invalid|malformed|parse
    !query string can not be decoded|parsed|read
    !parse .... query|filter|expression
    !could not parse .... query|filter|expression|url
    !filter .... invalid|malformed|syntax|parse|unsupported
    !search query .... invalid|malformed
    !expecting .... but got
    !unexpected .... in query|filter|expression
    !no viable alternative
    !queryparsing*
    !parsing exception
    !parsingexception
    !query shard exception
    !bad request .. url
    !invalid url
    !badly formed request|url
    !request header .... invalid|malformed
    !http version .... not|unsupported
    !range header
    !invalid range header|request|value|specifier
    ?invalid range
    !double slash
    !invalid path
    !illegal path
  `,
};
