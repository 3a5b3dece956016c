/** One of several windows that share a field. */
interface WindowCount {
  /** Tells it from the others of the field, and is the same in the field beside it. */
  readonly key: string;
  /** Where its length is not told. */
  readonly name: string | undefined;
  readonly count: number;
  readonly windowSeconds: number | undefined;
  /** Seconds for which the caller is locked out; 0 where the field does not say. */
  readonly lockedFor: number;
}

const LIST = /^\d{1,12}(?:\s?,\s?\d{1,12}){1,3}$/;
const WINDOWED = /^\d{1,12}:\d{1,9}(?::\d{1,9})?(?:,\s?\d{1,12}:\d{1,9}(?::\d{1,9})?){0,5}$/;

/** The last of several whose lengths are not told. */
export const LAST_WINDOW = 'the long window';

/**
 * Several windows in one field: `20:1,100:120` is 20 in a second and 100 in two minutes, with a third number for a lock;
 * `200,2000` leaves open how long they are, and has the longest last. Undefined of every other value.
 */
export function windowsIn(value: string): readonly WindowCount[] | undefined {
  if (WINDOWED.test(value)) {
    return value.split(',').map((item) => {
      const [count = 0, windowSeconds, lockedFor = 0] = item.trim().split(':').map(Number);
      return { key: `in ${windowSeconds}`, name: undefined, count, windowSeconds, lockedFor };
    });
  }
  if (!LIST.test(value)) return undefined;
  const counts = value.split(',').map(Number);
  return counts.map((count, at) => ({
    key: String(at),
    name: at === 0 ? 'the short window' : at === counts.length - 1 ? LAST_WINDOW : `window ${at + 1}`,
    count,
    windowSeconds: undefined,
    lockedFor: 0,
  }));
}
