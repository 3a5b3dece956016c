/** What gives the software of an application away. All expressions are matched on bounded text. */
export interface FrameworkFacts {
  readonly name: string;
  readonly language: string;
  readonly fields?: readonly (readonly [field: string, value?: RegExp])[];
  /** On the first kilobytes of an error's body. */
  readonly body?: readonly RegExp[];
  /** Members that the root of a JSON error has, all of them, and `absent` none. */
  readonly members?: { readonly all: readonly string[]; readonly absent?: readonly string[] };
}

/** The more exact sign first. */
export const FRAMEWORKS: readonly FrameworkFacts[] = [
  {
    name: 'NestJS',
    language: 'JavaScript',
    members: { all: ['statusCode', 'message', 'error'], absent: ['code', 'errorCode'] },
  },
  {
    name: 'Fastify',
    language: 'JavaScript',
    body: [/"code":"(?:FST_|FAST_JWT_)/, /"message":"Route [A-Z]{3,7}:\/.{0,200} not found"/],
  },
  {
    name: 'Express',
    language: 'JavaScript',
    fields: [['x-powered-by', /^Express/i]],
    body: [
      /<pre>Cannot (?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \//,
      /node_modules\/(?:express|body-parser|raw-body|router)\//,
    ],
  },
  {
    name: 'Next.js',
    language: 'JavaScript',
    fields: [['x-powered-by', /^Next\.js/i], ['x-nextjs-cache']],
    body: [/__NEXT_DATA__/],
  },
  {
    name: 'Apollo Server',
    language: 'JavaScript',
    body: [
      /"(?:GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED|PERSISTED_QUERY_NOT_FOUND|OPERATION_RESOLUTION_FAILURE)"/,
    ],
  },
  {
    name: 'FastAPI',
    language: 'Python',
    body: [/"detail":\s?\[\{"(?:type|loc)":/, /"loc":\s?\["(?:body|query|path|header)"/],
  },
  {
    name: 'Django',
    language: 'Python',
    body: [
      /class="exception_value"|You're seeing this error because you have <code>DEBUG = True|Using the URLconf defined in|CSRF verification failed\. Request aborted/,
    ],
    fields: [['server', /^WSGIServer/]],
  },
  {
    name: 'Django REST framework',
    language: 'Python',
    body: [
      /"detail":\s?"(?:Authentication credentials were not provided\.|Method \\"[A-Z]+\\" not allowed\.|JSON parse error - |Unsupported media type|Request was throttled|Invalid token|You do not have permission to perform this action\.|CSRF Failed)/,
      /"non_field_errors":/,
    ],
  },
  {
    name: 'Flask',
    language: 'Python',
    fields: [['server', /^Werkzeug/i]],
    body: [
      /werkzeug|<title>\d{3} [A-Za-z ]{3,40}<\/title>\s{0,4}<h1>[A-Za-z ]{3,40}<\/h1>\s{0,4}<p>(?:The requested URL was not found on the server|The method is not allowed|The browser \(or proxy\) sent)/i,
    ],
  },
  { name: 'ASGI server', language: 'Python', fields: [['server', /^(?:uvicorn|hypercorn|daphne)/i]] },
  { name: 'Gunicorn', language: 'Python', fields: [['server', /^gunicorn/i]] },
  {
    name: 'Spring Boot',
    language: 'Java',
    members: { all: ['timestamp', 'status', 'error', 'path'] },
    body: [/Whitelabel Error Page/],
    fields: [['x-application-context']],
  },
  {
    name: 'Quarkus',
    language: 'Java',
    body: [/"details":\s?"Error id [0-9a-f-]{36}/, /Error id [0-9a-f-]{36}-\d{1,6}/],
  },
  { name: 'Micronaut', language: 'Java', body: [/"_embedded":\s?\{"errors":\s?\[\{"message":/] },
  {
    name: 'Tomcat',
    language: 'Java',
    body: [/<title>HTTP Status \d{3} [–-]/, /<h3>Apache Tomcat\/[\d.]+<\/h3>/],
    fields: [['server', /^Apache-Coyote/i]],
  },
  { name: 'Jetty', language: 'Java', body: [/Powered by Jetty/], fields: [['server', /^Jetty/i]] },
  {
    name: 'ASP.NET Core',
    language: 'C#',
    body: [/"traceId":\s?"(?:00-[0-9a-f]{32}-|\|)/, /"title":\s?"One or more validation errors occurred\."/],
    fields: [['server', /^Kestrel/i]],
  },
  {
    name: 'ASP.NET',
    language: 'C#',
    body: [
      /Server Error in '\/.{0,80}' Application|"ExceptionMessage":|"MessageDetail":\s?"No (?:type|action) was found/,
    ],
    fields: [['x-aspnet-version'], ['x-aspnetmvc-version'], ['x-powered-by', /^ASP\.NET/i]],
  },
  {
    name: 'Rails',
    language: 'Ruby',
    body: [
      /Action Controller: Exception caught|"exception":\s?"#<[A-Z]|"traces":\s?\{"Application Trace"|We're sorry, but something went wrong/,
    ],
    fields: [['x-runtime', /^\d\.\d{4,}/]],
  },
  { name: 'Sinatra', language: 'Ruby', body: [/Sinatra doesn[’'&rsquo;#39]{1,8}t know this ditty/] },
  {
    name: 'Laravel',
    language: 'PHP',
    body: [
      /Illuminate\\\\|laravel|"message":\s?"(?:The given data was invalid\.|Unauthenticated\.|CSRF token mismatch\.|No query results for model|Server Error|Too Many Attempts\.)/,
    ],
    fields: [['set-cookie', /^laravel_session=|^XSRF-TOKEN=/]],
  },
  {
    name: 'Symfony',
    language: 'PHP',
    body: [/Symfony Exception|"class":\s?"Symfony\\\\|"violations":\s?\[\{"propertyPath"/],
    fields: [['x-debug-token']],
  },
  {
    name: 'WordPress',
    language: 'PHP',
    body: [/"code":\s?"(?:rest_|woocommerce_|wp_)\w+".{0,400}"data":\s?\{"status":/s],
    fields: [['x-wp-total'], ['link', /api\.w\.org/]],
  },
  {
    name: 'PHP',
    language: 'PHP',
    body: [/<b>(?:Fatal error|Parse error|Warning)<\/b>:|PHP (?:Fatal error|Parse error)/],
    fields: [['x-powered-by', /^PHP\//i]],
  },
  {
    name: 'Phoenix',
    language: 'Elixir',
    body: [
      /"errors":\s?\{"detail":\s?"(?:Not Found|Internal Server Error|Bad Request)"\}|Plug\.Parsers|Phoenix\.Router\.NoRouteError/,
    ],
    fields: [['server', /^Cowboy/i]],
  },
  {
    name: 'Go net/http',
    language: 'Go',
    body: [/^404 page not found\s*$/, /^Key: '[\w.]+' Error:Field validation/, /json: cannot unmarshal /],
  },
  {
    name: 'Actix or Axum',
    language: 'Rust',
    body: [/^(?:Json deserialize error|Failed to (?:parse|deserialize|buffer) the (?:request body|JSON body))/],
  },
  { name: 'PostgREST', language: 'SQL', body: [/"code":\s?"PGRST\d{3}"/], fields: [['server', /^postgrest/i]] },
  { name: 'Hasura', language: 'SQL', body: [/"extensions":\s?\{"path":\s?"\$/] },
  {
    name: 'Keycloak',
    language: 'Java',
    body: [
      /"error_description":\s?"(?:Invalid user credentials|Invalid client or Invalid client credentials|Token is not active|Account is not fully set up)"/,
    ],
  },
  { name: 'Elasticsearch', language: 'Java', body: [/"root_cause":\s?\[/], fields: [['x-elastic-product']] },
];
