/**
 * Sentences of a few words that say of a thing that it is wrong or absent, and nothing else: `Invalid destination zip code`,
 * `Interval illegal`, `Missing label of the address`. Of the whole request or of the caller they would say nothing.
 */
const LONGEST = 90;

const WORDS: Readonly<Record<'invalid' | 'missing', string>> = {
  invalid: 'invalid|incorrect|wrong|unsupported|unknown|bad|illegal|improper|unacceptable',
  missing: 'missing|empty|mandatory|absent',
};

/** What may not be the thing. */
const WHOLE =
  /\b(?:requests?|input|data|parameters?|params?|arguments?|payload|body|json|xml|credentials?|token|\w{0,12}key|api|user|username|login|account|password|signature|session|call|operation|command|action|method|syntax|content|headers?|url|uri|path|route|endpoint|error|exception|problem|reason|failure|something|response|gateway|certificate|permissions?|scope|auth\w*|access|otp|nonce|state|status|version)\b/i;
/** What is behind them says more than the sentence does. */
const MORE = /\b(?:not|no|because|but|if|please|cannot|while|already|expired|exceed\w*|found|exist\w*)\b/i;

const SENTENCES = {
  invalid: shapes(WORDS.invalid),
  missing: shapes(WORDS.missing),
} as const;

/** The word before the thing, or behind it: `invalid side`, `side is invalid`. */
function shapes(words: string): readonly RegExp[] {
  const thing = "([a-z][\\w'./()-]{1,30}(?: [\\w'\"./()-]{1,30}){0,4})";
  return [
    new RegExp(`^(?:the |an? |sorry, )?(?:${words}) ${thing}(?:: ?\\S.{0,40})?[.!]?$`, 'i'),
    new RegExp(`^(?:the |your |this )?${thing} (?:(?:is|are|was|were) )?(?:${words})[.!]?$`, 'i'),
  ];
}

export function isOfThing(sentence: string, fault: 'invalid' | 'missing'): boolean {
  if (sentence.length > LONGEST || MORE.test(sentence)) return false;
  return SENTENCES[fault].some((shape) => {
    const thing = shape.exec(sentence)?.[1];
    return thing !== undefined && !WHOLE.test(thing);
  });
}
