import type { Annotation, Evidence } from '../annotation.ts';
import type { Difference, DifferenceItem } from '../difference.ts';
import type { Ledger } from './ledger.ts';
import { isPlaceholder, type Mask } from './mask.ts';
import type { Spread } from './spread.ts';
import { maskText } from './text.ts';

type Rewrite = (text: string) => string;

/** Masks what is said about an exchange; what is returned completes it once all secrets are known. */
export function readAnnotation(annotation: Annotation, ledger: Ledger): (spread: Spread) => Annotation {
  const mask = ledger.maskAt('annotation');
  const read = rewritten(annotation, (text) => maskText(text, mask));
  const difference = annotation.difference && readDifference(annotation.difference, mask);
  return (spread) => {
    const finish: Rewrite = (text) => ledger.withLabels(spread(text, 'annotation'));
    const done = rewritten(read, finish);
    return difference === undefined ? done : { ...done, difference: mapDifference(difference, finish) };
  };
}

function rewritten(annotation: Annotation, rewrite: Rewrite): Annotation {
  const { summary, advice, evidence, runnersUp } = annotation;
  return {
    ...annotation,
    summary: rewrite(summary),
    advice: rewrite(advice),
    evidence: evidence.map(({ where, what }): Evidence => ({ where: rewrite(where), what: rewrite(what) })),
    ...(runnersUp === undefined
      ? {}
      : { runnersUp: runnersUp.map((runnerUp) => ({ ...runnerUp, summary: rewrite(runnerUp.summary) })) }),
  };
}

function readDifference(difference: Difference, mask: Mask): Difference {
  return {
    ...difference,
    items: difference.items.map((item) => {
      const secret = item.kind === 'credential' ? undefined : mask.nameOf(item.name, placeOf(item));
      const hide = (value: string): string => {
        // The value is that of another exchange, whose own rules nobody has asked here.
        if (secret?.isStrong !== true || /<[^<>]+>/.test(value)) return maskText(value, mask);
        const [, type = '', inner = value] = /^((?:string|number) )(.*)$/s.exec(value) ?? [];
        return type + mask.hide(inner, { rule: `${item.kind} ${item.name.slice(0, 64)}`, kind: secret.kind });
      };
      return mapItem(item, hide, (name) => maskText(name, mask));
    }),
  };
}

function placeOf({ kind }: DifferenceItem): 'header' | 'query' | 'field' {
  return kind === 'header' || kind === 'query' ? kind : 'field';
}

function mapDifference(difference: Difference, rewrite: Rewrite): Difference {
  return { ...difference, items: difference.items.map((item) => mapItem(item, rewrite, rewrite)) };
}

function mapItem(item: DifferenceItem, value: Rewrite, name: Rewrite): DifferenceItem {
  const { before, after } = item;
  return {
    ...item,
    name: name(item.name),
    before: before === null ? null : value(before),
    after: after === null ? null : value(after),
  };
}

/** Gives placeholders that were written without a label the one of the secret they stand for, where only one can be meant. */
export function labelled(text: string, byUnlabelled: ReadonlyMap<string, string | null>): string {
  if (!text.includes('<')) return text;
  return text.replace(/<[a-z][^<>"\\\n]{0,158}>/g, (whole) =>
    isPlaceholder(whole) ? (byUnlabelled.get(whole) ?? whole) : whole,
  );
}
