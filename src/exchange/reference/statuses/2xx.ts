import type { CodeEntry } from '../entry.ts';

export const SUCCESS_STATUSES: readonly CodeEntry[] = [
  {
    code: 200,
    name: 'OK',
    source: 'RFC 9110 §15.3.1',
    means:
      'The request succeeded as far as HTTP is concerned. What that means depends on the method, and whether the operation succeeded too is, in many APIs, a matter of the body.',
    look: [
      'Content-Type first: HTML where JSON was wanted is a page of somebody else.',
      'Then the body for errors, ok, success, code or fault, and for gRPC the grpc-status in the trailers.',
      'Deprecation and Sunset, which nobody reads as long as it works.',
    ],
    react: ['Check type and envelope before you use the content. Nothing is to be repeated.'],
    likelyCauses: ['error-in-success', 'unexpected-html', 'deprecated-endpoint'],
  },
  {
    code: 201,
    name: 'Created',
    source: 'RFC 9110 §15.3.2',
    means:
      'Something new exists. Its address is in Location; if that is missing, it is the URL of the request, as after a PUT.',
    look: ['Location, an id in the body, and ETag, which is the version that you may change next with If-Match.'],
    react: ['Store the address. Do not send the POST a second time to learn what came of it.'],
    likelyCauses: ['created-without-location', 'error-in-success'],
  },
  {
    code: 202,
    name: 'Accepted',
    source: 'RFC 9110 §15.3.3',
    means:
      'Taken, and not done yet. The outcome is open: the work can still fail, and HTTP has no way to tell you later.',
    look: [
      'Location, Operation-Location, Azure-AsyncOperation or a job id in the body: where to ask for the state.',
      'Retry-After: how long to wait between two questions.',
    ],
    react: [
      'Poll the status URL with pauses, or wait for the webhook, until it says succeeded or failed.',
      'An answer that is lost after this point is found again through the job, so a new POST would start a second one.',
    ],
    likelyCauses: ['error-in-success'],
  },
  {
    code: 203,
    name: 'Non-Authoritative Information',
    source: 'RFC 9110 §15.3.4',
    means: 'A 200 that a proxy on the way has changed: filtered, transformed, translated or compressed.',
    look: ['Via, and what differs from the origin’s own answer: signatures and ETags no longer fit the body.'],
    react: ['Use it like a 200. If exact bytes matter, go around the proxy or send Cache-Control: no-transform.'],
    likelyCauses: [],
  },
  {
    code: 204,
    name: 'No Content',
    source: 'RFC 9110 §15.3.5',
    means: 'Done, and there is nothing to show: the usual answer to DELETE and to updates. It never has a body.',
    look: [
      'ETag, which describes the new version after a PUT.',
      'A Content-Length above zero is a fault of the server.',
    ],
    react: ['Do not parse. A client that calls json() here fails on a success.'],
    likelyCauses: ['body-on-no-content'],
  },
  {
    code: 205,
    name: 'Reset Content',
    source: 'RFC 9110 §15.3.6',
    means: 'Done, and the form or editor from which the request came should be emptied. It carries no content either.',
    look: ['Check that the body is empty; servers get this one wrong more often than 204.'],
    react: ['Treat it like 204, unless you have a form to clear.'],
    likelyCauses: ['body-on-no-content'],
  },
  {
    code: 206,
    name: 'Partial Content',
    source: 'RFC 9110 §15.3.7',
    means: 'The slice that Range asked for. Content-Range tells which bytes these are, and how many there are in all.',
    look: [
      'Content-Range against Range: a server may send less than was asked.',
      'ETag across the pieces, which must stay the same.',
    ],
    react: ['Append at the stated offset, and ask for the next piece with If-Range. Not complete until the sum fits.'],
    likelyCauses: ['partial-content'],
  },
  {
    code: 207,
    name: 'Multi-Status',
    source: 'RFC 4918 §13 (WebDAV)',
    means:
      'Several results in one answer, each with a status of its own in the body. The overall number says only that the list exists, even if each entry failed.',
    look: ['Every response/status element, or status field in JSON variants, with its href or id.'],
    react: ['Evaluate the entries one by one, and repeat those that failed for a passing reason.'],
    likelyCauses: ['error-in-success'],
  },
  {
    code: 208,
    name: 'Already Reported',
    source: 'RFC 5842 §7.1 (WebDAV)',
    means:
      'Appears inside a 207 only: this member was listed before through another binding, and is not described again.',
    look: ['The first entry for the same resource in the same answer.'],
    react: ['Skip it. As a status line of its own it is a mistake of the server.'],
    likelyCauses: [],
  },
  {
    code: 226,
    name: 'IM Used',
    source: 'RFC 3229 §10.4.1',
    means: 'The body is a difference against the version that the client named, to be applied with the method in IM.',
    look: ['A-IM in the request, IM and Delta-Base in the response.'],
    react: ['Apply the delta to your stored instance. Feed readers see it as "only new entries", often without IM.'],
    likelyCauses: [],
  },
];
