/** What was worked out about one exchange, each answer at the place of its question. */
export type Kept = unknown[];

let questions = 0;

/** An answer that is undefined is one, too. */
const NOTHING = Symbol('nothing');

/** Room for the answers about one more exchange. */
export function nothingKept(): Kept {
  return new Array<unknown>(questions);
}

/**
 * The question, worked out when it is first asked about an exchange and kept with its facts: several rules ask the same.
 * One that throws throws again each time.
 */
export function perExchange<Subject extends { readonly kept: Kept }, Answer>(
  workOut: (about: Subject) => Answer,
): (about: Subject) => Answer {
  const place = questions;
  questions += 1;
  return (about) => {
    const known = about.kept[place];
    if (known !== undefined) return (known === NOTHING ? undefined : known) as Answer;
    const answer = workOut(about);
    about.kept[place] = answer === undefined ? NOTHING : answer;
    return answer;
  };
}
