import type { CauseEntries } from '../entry.ts';

export const MEANING: CauseEntries<'meaning'> = {
  'missing-field': {
    title: 'Something required is absent',
    means:
      'The request was understood, and a field, parameter or header that the API demands is not in it, or is null or empty where that counts as absent. Credentials have a cause of their own.',
    commonCauses: [
      'A misspelt name: the value was sent, under a key that nobody reads.',
      'snake_case against camelCase.',
      'The right field at the wrong level, or without the wrapper that the API wants ({"user": {…}}).',
      'undefined in JavaScript, which JSON.stringify leaves out silently.',
      'A parameter in the body that belongs in the query, or the reverse.',
    ],
    debug: [
      'Read the path in the evidence, and see what the recorded body has at that level.',
      'Look for a near miss in spelling; httpwhy names one where it finds it.',
      'Check Content-Type: if the body was not parsed at all, every field is "missing".',
    ],
    handle: [
      'Validate against the schema before sending, or use a client generated from it.',
      'Show the field to the user; nothing was stored, so the corrected request may be sent again.',
    ],
    related: ['invalid-type', 'unknown-field', 'wrong-content-type'],
    example: '"amount" is required; the request has "amout": POST /v1/charges',
  },
  'invalid-type': {
    title: 'A value of the wrong type or format',
    means:
      'A field is there and its value cannot be read as what the API expects: a string for a number, an object for a list, a text that is no date, UUID or address.',
    commonCauses: [
      'Numbers from forms or environment variables, which are strings: "12.50".',
      'A single value where a list is wanted.',
      'A date without time zone, or in local notation, where RFC 3339 is expected.',
      'Money as a fraction where the API wants whole cents.',
      'A 64-bit id that went through a JavaScript number and lost its last digits.',
    ],
    debug: [
      'Look at the evidence: it shows the value that was sent, with its JSON type.',
      'Compare with the same field in the last call that succeeded.',
      'Check the serialiser, which may turn dates, decimals or enums into something unexpected.',
    ],
    handle: [
      'Convert at the border of the program, once, and let types or a schema guard it.',
      'Send the corrected value; repeating the old one is pointless.',
    ],
    related: ['invalid-value', 'missing-field', 'malformed-json'],
    example: '"amount" must be an integer; the request sent "12.50" (string)',
  },
  'invalid-value': {
    title: 'The right type, and not allowed',
    means:
      'The value is readable, and a rule forbids it: out of range, too long, not one of the list, a pattern that does not match, an end before the start. The rule is the server’s, so the limit is best read from its message.',
    commonCauses: [
      'An enum in another case or with another word ("EUR" against "eur", "cancelled" against "canceled").',
      'Length counted in characters here and in bytes there.',
      'A date in the past, or two dates in the wrong order.',
      'A page size above the maximum.',
      'A test value, such as an invalid card number or a blocked e-mail domain, in a stricter environment.',
    ],
    debug: [
      'Read the constraint in the error (min, max, allowed values) beside the value in the evidence.',
      'Look at sibling fields when the rule spans several.',
      'Compare the documentation for this API version; lists of values grow and shrink.',
    ],
    handle: [
      'Map the field path of the error to the input of the form and show the message there.',
      'Repeat with a permitted value. Clamping silently hides mistakes.',
    ],
    related: ['invalid-type', 'related-resource-missing', 'invalid-state'],
    example: '"currency" must be one of eur, usd, gbp; the request sent "EURO"',
  },
  'unknown-field': {
    title: 'A field that the API does not know',
    means:
      'The server is strict and refuses names that are not in its schema. Most servers ignore them, which is worse: the value is lost without a word.',
    commonCauses: [
      'A typing error in a name, which often comes together with a "missing" field.',
      'A field of a newer or older API version.',
      'A whole object sent back after a read, with its read-only fields (id, createdAt, _links).',
      'A GraphQL selection that does not exist on this type.',
    ],
    debug: [
      'Compare the name with the nearest one in the schema.',
      'Check the API version in use.',
      'For an update, compare with the list of writable fields.',
    ],
    handle: [
      'Send only what you mean to change, from a type of its own for writing.',
      'Remove or rename the field, then send it again.',
    ],
    related: ['missing-field', 'unsupported-api-version', 'invalid-type'],
    example: '"colour" is not a known field (did you mean "color"?): PATCH /v1/products/7',
  },
  'related-resource-missing': {
    title: 'It refers to something that does not exist',
    means:
      'The URL is fine; a value in the body or query names another object that the server cannot find: a customer, a price, a parent folder, a foreign key.',
    commonCauses: [
      'An id of another environment, in fixtures or seeds.',
      'The step that should have created the object failed or has not run yet.',
      'The object was deleted while a form was open.',
      'A name or slug where an id is expected.',
    ],
    debug: [
      'Take the value from the evidence and fetch it directly with the same credential.',
      'Look in the history for the call that made it, and for its outcome.',
      'Check account and environment of both ids.',
    ],
    handle: [
      'Create or choose the missing object first, then repeat the call.',
      'Where things are created in parallel, order the steps by their references.',
    ],
    related: ['resource-not-found', 'invalid-value', 'wrong-environment'],
    example: 'no such customer cus_404 ("customer"): POST /v1/subscriptions',
  },
  'already-exists': {
    title: 'A duplicate',
    means:
      'Something with the same unique key (name, e-mail, external id) is there already. If it is your own earlier attempt, the wanted state has been reached.',
    commonCauses: [
      'A repeat after a time-out whose first attempt had in fact worked.',
      'Two workers on the same job, or a double click.',
      'Tests that do not clean up, or a seed that runs twice.',
      'A soft-deleted record that still holds the name.',
    ],
    debug: [
      'Look in the history for an earlier successful create with the same values.',
      'Read which field must be unique; it is not always the id.',
      'Fetch the existing object and compare it with what you wanted.',
    ],
    handle: [
      'Treat it as success when the existing object equals yours; otherwise update it or choose another key.',
      'Use PUT with an id of your own, an upsert, or an idempotency key, so that repeats are harmless.',
    ],
    related: ['idempotency-conflict', 'version-conflict', 'invalid-state'],
    example: 'a user with the e-mail ann@example.com exists already: POST /v1/users',
  },
  'version-conflict': {
    title: 'Someone else changed it first',
    means:
      'The write was based on an older state than the server has: If-Match or a revision number does not fit any more. It is optimistic locking doing its work, and it has just prevented a lost update.',
    commonCauses: [
      'Two people or processes edit the same object.',
      'An ETag kept from an earlier read, or a weak one (W/"…"), which If-Match never matches.',
      'A Kubernetes-style resourceVersion that is out of date.',
      'A gateway that compresses and thereby changes the ETag.',
    ],
    debug: [
      'Compare the version that was sent (If-Match, _rev, resourceVersion) with the ETag of the answer or of a fresh read.',
      'See in the history who wrote in between.',
      'Check that the ETag was sent with its quotation marks.',
    ],
    handle: [
      'Read again, apply your change to the new state, write with the new version; loop a few times with a little random pause.',
      'Where a person edits, show both versions. Writing with If-Match: * gives up the protection.',
    ],
    related: ['already-exists', 'resource-locked', 'invalid-state'],
    example: 'If-Match: "v41" no longer holds: /v1/articles/7 has changed (ETag "v42")',
  },
  'invalid-state': {
    title: 'Not allowed in its present state',
    means:
      'The request would be right at another time: the order is shipped and cannot be cancelled, the charge is refunded already, the recipient blocks messages, the branch is protected.',
    commonCauses: [
      'A workflow step taken twice or out of order.',
      'A state that changed between reading and writing.',
      'A dependency that still exists: a bucket that is not empty, a plan with subscribers.',
      'The other side: an unreachable phone, a user who has left.',
    ],
    debug: [
      'Read the object and its status field as they are now.',
      'Compare with the transitions that the documentation allows from there.',
      'Look in the history whether an earlier call made this very transition.',
    ],
    handle: [
      'Check whether the state you wanted is there already; then you are done.',
      'Otherwise bring it into the required state first. Repeating is sensible only where the state changes by itself, and then with long pauses.',
    ],
    related: ['version-conflict', 'resource-locked', 'already-exists'],
    example: 'ord_87 is shipped and cannot be cancelled: POST /v1/orders/ord_87/cancel',
  },
  'idempotency-conflict': {
    title: 'The idempotency key clashes',
    means:
      'The key was used before with other parameters, or the first request with it is still running. The server protects you from doing a thing twice, and from taking one result for another.',
    commonCauses: [
      'A key made from too little, such as the user id or the minute.',
      'A key kept while the body was corrected after an error.',
      'A time stamp or random value in the body that differs on each attempt.',
      'Two attempts at the same time, because the first was given up too early.',
    ],
    debug: [
      'Find the other call with the same Idempotency-Key in the history, and compare the bodies.',
      'See whether the first is finished: a 409 "in use" passes, a mismatch does not.',
      'Check how long the provider keeps keys (24 hours is common).',
    ],
    handle: [
      'Make one key per intended operation, store it before the first attempt, and send exactly the same bytes with it.',
      'For "in use", wait a second and repeat with the same key. For a mismatch, use a new key only if you are sure that the old operation is not yours.',
    ],
    related: ['already-exists', 'concurrency-limited', 'version-conflict'],
    example: 'the Idempotency-Key of #31 was sent with another "amount" (1200, now 1500)',
  },
  'resource-locked': {
    title: 'Locked, or busy with another operation',
    means:
      'The object is held: by a WebDAV lock, a deploy, a migration, a checkout or an operation that has not finished. It passes when the holder lets go.',
    commonCauses: [
      'A long operation on the same object, such as a resize, a restore or a build.',
      'A client that died and left its lock until the time-out.',
      'A store, account or database that the provider has locked for maintenance.',
      'Two pipelines that deploy at once.',
    ],
    debug: [
      'Read who holds it and until when: lock token, owner, operation id.',
      'Look in the history for your own operation that still runs.',
      'Query the status of that operation where the API has one.',
    ],
    handle: [
      'Poll the operation or wait with growing pauses and an upper bound; the request was not carried out, so it may be sent again.',
      'Take turns: one queue per object in your own program prevents most of it.',
    ],
    related: ['invalid-state', 'concurrency-limited', 'version-conflict'],
    example: 'an operation on db-prod is still running (op_77): PATCH /v1/instances/db-prod',
  },
};
