/** What a first digit means; the fall-back for every number that the client does not know (RFC 9110 §15). */
export interface StatusClass {
  readonly digit: number;
  readonly name: string;
  readonly means: string;
  readonly react: readonly string[];
}

export const STATUS_CLASSES: readonly StatusClass[] = [
  {
    digit: 1,
    name: 'Informational',
    means:
      'An interim answer: the final one is still to come. There may be several, and a client must be able to skip those that it does not know.',
    react: ['Go on reading until a status of 200 or more.'],
  },
  {
    digit: 2,
    name: 'Successful',
    means:
      'Received, understood and accepted. Many APIs still report failures in the body of a 200, which is why httpwhy reads it.',
    react: [
      'Look at the number (204 has no body, 202 is not finished) and at the envelope before you use the content.',
    ],
  },
  {
    digit: 3,
    name: 'Redirection',
    means:
      'Something more is needed to complete the request, mostly another URL. 304 is the exception: the stored copy is still good.',
    react: [
      'Follow for GET and HEAD with a limit of hops; decide for yourself for anything that writes.',
      'After a permanent one, change the URL that you call.',
    ],
  },
  {
    digit: 4,
    name: 'Client Error',
    means:
      'The server holds the request responsible: its address, form, content, credentials or pace. The same request will fail again, with a few exceptions.',
    react: [
      'Correct it, and do not let a retry policy repeat it.',
      'The exceptions are 408, 421, 425, 429, often 423, and 409 where something is in progress.',
    ],
  },
  {
    digit: 5,
    name: 'Server Error',
    means:
      'The server, or a gateway in front of it, failed at a request that looks valid. It may have been carried out in part or in full.',
    react: [
      'Repeat idempotent methods with growing, random pauses and an upper bound.',
      'For POST and PATCH use an idempotency key, or look at the state before the second attempt.',
    ],
  },
];
