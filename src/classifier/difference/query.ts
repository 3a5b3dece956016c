import type { DifferenceItem } from '../../exchange/difference.ts';
import type { KeptRequest } from '../../exchange/history.ts';
import { type Compared, weigh } from './compared.ts';

/** Against caches and replays: another with every call. */
const VOLATILE =
  /^(?:_|t|ts|cb|rand|nonce|timestamp|_?cache_?bust(?:er)?|x-amz-(?:date|signature|credential)|sig(?:nature)?|expires)$/i;

const MOST_PARAMETERS = 100;

export function queryDifferences(compared: Compared): readonly DifferenceItem[] {
  const { before, after } = compared;
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const items: DifferenceItem[] = [];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const isCredential = [before, after].some(
      ({ credential }) => credential?.place === 'query' && credential.name === name,
    );
    if (isCredential || VOLATILE.test(name)) continue;
    const read = (request: KeptRequest) => request.fingerprints.get(`?${name}`) ?? valuesOf(request).get(name);
    if (read(before) === read(after)) continue;
    const [oldValue, nowValue] = [old.get(name), now.get(name)];
    items.push({
      kind: 'query',
      name,
      before: oldValue ?? null,
      after: nowValue === undefined ? null : nowValue === oldValue ? `another ${nowValue}` : nowValue,
      weight: weigh(compared, read, { missing: 65, added: 60, changed: 45 }),
    });
  }
  return items;
}

/** The values of a repeated parameter joined. */
function valuesOf({ search }: KeptRequest): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  if (search === '') return values;
  let count = 0;
  for (const [name, value] of new URLSearchParams(search)) {
    count += 1;
    if (count > MOST_PARAMETERS) break;
    const known = values.get(name);
    values.set(name, known === undefined ? value : `${known}, ${value}`);
  }
  return values;
}
