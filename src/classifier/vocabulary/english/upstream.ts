import type { Vocabulary } from '../signal.ts';

/** What stands behind or before the server. */
export const ENGLISH_UPSTREAM: Vocabulary = {
  'bad-gateway': `
    !bad gateway
    badgateway
    !no healthy upstream|host|hosts|backend|endpoints|instances
    !no [live|available|healthy] upstream|upstreams|backend|backends|server|servers|instances|endpoints|hosts
    !upstream .... unavailable|invalid|refused|reset|failed|closed|error|failure|unreachable|unhealthy|down|malformed|prematurely|connect|connection
    !upstream connect error
    !upstream server
    !invalid response .... upstream|received|server|backend|origin
    !backend .... unavailable|failed|error|down|unreachable|invalid|unhealthy|refused|fetch
    !backend fetch failed
    !origin [server] .... unreachable|down|error|unavailable|failed|resolve|refused|dns|invalid|bad
    !origin dns error
    !origin is unreachable
    !web server is down
    !web server is returning an unknown error
    !host error
    !ssl handshake failed
    !invalid ssl certificate
    !connection failure|refused|reset .... [upstream|backend|origin|server|peer]
    !reset reason .. connection
    !reset before headers
    !remote connection failure
    !proxy error
    !error from [an] intermediate proxy
    !name resolution failed
    !lookup [failed] .. no such host
    !failed|unable to resolve [the] address|host|hostname|name
    !unable to find|locate [an|any] instance|instances|server|servers [for|of]
    !not contain|have an instance|instances|server for [the] service
    !no [available] instances|instance|servers|server available for
    !could not connect to [the] requested|remote|origin|destination|upstream|backend|endpoint [server] [host]
    !failed|unable to establish [a] backside|backend|upstream|origin connection
    !dns resolution [failed|failure|error]
    !dns failure
    !failure to get a peer
    !no server is available
    !tunnel error
    !error reading from remote server
    !error communicating with upstream|origin|backend
    !could not connect to .... origin|upstream|backend
    !unable to connect to .... origin|upstream|backend
    !failed to connect to .... origin|upstream|backend
    !application failed to respond
    !function invocation failed
    !malformed lambda proxy response
    !invalid lambda
    !lambda .... error|failed
    !cloudfront .... connect|resolve|origin
    !not connect to the origin
    !the server returned an invalid or incomplete response
    !received an invalid response
    !service endpoint .. not found
    !no peers available
    ?502
  `,
  'gateway-timeout': `
    !gateway time out|timeout
    !gatewaytimeout
    !gateway timed
    !gateway time
    !upstream .... timeout|timed|timing
    !upstream request timeout
    !upstream server is timing out
    !endpoint request timed out
    !backend .... timeout|timed
    !origin .... timeout|timed|time
    !origin time out
    !a timeout occurred
    timeout occurred
    !stream timeout
    !request timeout .... [upstream|backend|gateway]
    !first byte timeout
    connection timed out
    deadline exceeded
    deadlineexceeded
    !function invocation timeout
    !task timed out
    !execution timed out
    !execution timeout
    request timed out
    operation timed out
    !query timed out
    !query timeout
    !statement timeout
    timed out
    timeout
    !did not respond [in|within]
    !no response from
    took too long [to|for]
    taking too long
    ?504
  `,
  'request-timeout': `
    !too|took long to send|transmit|upload|arrive
    !took too long [to] [send|transmit|upload|sending|transmitting]
    !request timeout
    !requesttimeout
    !request time out
    !socket connection .... not read from or written to
    !not read from or written to within
    !client .... timeout|timed|slow
    !client .... too long|slow|slowly
    !idle connection*
    !body .... timeout|timed|not received|slow
    !did not receive|send .... [request|body] [in|within]
    !waiting for [the] client|request|body
    !timeout while reading|receiving|waiting
    !request .... not received|completed in|within
    !slow client|upload|request
    !read timeout
    !reading .. request .. timed
  `,
  dependency: `
    !database .... unavailable|error|connection|failed|down|unreachable|timeout|refused|exception|connect
    !could not connect to [the] .. database|db|server|redis|mysql|postgres|mongo|host|service
    !connection to .... refused|failed|timed|lost|closed|unavailable
    !connection refused
    !econnrefused
    !econnreset
    !enotfound
    !etimedout
    !ehostunreach
    !eai again
    !connect econnrefused
    getaddrinfo
    !could not open .... [entity|jpa|connection|session]
    !entity manager
    !jdbc
    !sqlexception
    !sql state
    !sqlstate
    !sqlnontransient*
    !psqlexception
    psycopg*
    !operationalerror
    !operational error
    !connectionnotestablished
    !connection not established
    !connection pool [exhausted|timeout|timed|is|full]
    !pool .. exhausted|timeout
    !no connection could be made
    !redis .... error|unavailable|down|refused|exception|connection
    ?redis
    memcached
    ?kafka
    rabbitmq
    amqp
    !elasticsearch .... unavailable|down|error
    !mongo* .... error|exception|timeout|network|server|selection
    postgres*
    ?mysql
    !dependency .... failed|unavailable|failure|error|timeout
    !dependenc* failed|failure
    !failed dependency
    !dependentservice*
    !downstream service|error|failure|api|system|dependency .. [unavailable|failed|error|timeout]
    ?downstream
    !third party [service|provider|api|system] .. [unavailable|failed|error|down]
    !external service|api|provider|system|dependency .. [unavailable|failed|error|down|timeout]
    !provider .... unavailable|down|error|failed|timeout
    !payment|shipping|pricing|billing|email|sms|search|auth|authentication|identity|inventory|storage|notification|user service|provider|processor|gateway .. unavailable|down|failed|unreachable|error
    !service .... unreachable
    !institution .... unavailable|down
    !bank .... unavailable|down|not
    !issuer [is] .. unavailable
    !could|can not reach the .. provider|service|database|processor
    !redis|mysql|postgres|mongo|kafka|elasticsearch|rabbitmq|memcached|database|ldap [is] [currently] not reachable|available|responding|running
    !institution|bank|issuer|acquirer|provider|carrier|processor|airline|supplier|switch [is|are|was] not [currently] responding|reachable|available
    !institution|bank|issuer|acquirer|provider|carrier|processor|airline|supplier not responding|reachable
    !carrier .... unavailable|error
    !remote [server|service|host|procedure] .... error|failed|unavailable|unreachable
    !webhook .... failed
    !ldap .... error|unavailable|connection
    !smtp .... error|failed|connection
    !no route to host
    !name or service not known
    !host unreachable
    !communications link failure
    !too many connections for role
    !lost connection to
    !server closed the connection
    !broken pipe
    !socket hang up
    !fetch failed
    unknownhost*
  `,
  'network-auth': `
    !network authentication
    !authenticate with the [local] network
    !captive portal
    hotspot
    !wifi .... login|sign|access|connect
    !wi fi
    !accept .... terms .... [internet|network|wifi]
    !access the internet
    !internet access
    !guest network
    !gain access
    !network login
  `,
  'sign-in': `
    sign in to your|continue|access
    log in to your|continue|access
    sign in|into
    log in
    login
    signin
    forgot .. password
    remember me
    single sign on
    sso
    enter your username|email|password|credentials
    create an account
    redirecting to login
    keep me signed
  `,
};
