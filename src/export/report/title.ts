import type { AnnotatedExchange, Annotation } from '../../exchange/annotation.ts';
import type { CauseId } from '../../exchange/causes.ts';
import { isTunnel } from '../../exchange/extended-connect.ts';
import { unescapedPart } from '../../exchange/json-pointer.ts';
import { authorityOf, targetOf } from '../target.ts';
import { type Block, clip, code, heading, type Inline, paragraph, sentence, words } from './block.ts';

/** `POST /charges → 422 missing-field (amount)` */
export function title({ exchange, annotation }: AnnotatedExchange): Block {
  return heading(1, ...callInlines({ exchange, annotation }), ...fieldInlines(annotation));
}

/** Method, path and outcome on one line. */
export function callInlines({ exchange, annotation }: AnnotatedExchange): Inline[] {
  const { method, url } = exchange.request;
  const target = isTunnel(exchange.request) ? authorityOf(url) : targetOf(url).replace(/[?#].*$/s, '');
  return [code(clip(`${method} ${target}`, 120)), words(` → ${outcomeWords({ exchange, annotation })}`)];
}

/** `422 missing-field`, `no response`, `200` */
export function outcomeWords({ exchange, annotation }: AnnotatedExchange): string {
  const outcome = exchange.response?.status ?? (exchange.durationMs === null ? 'pending' : 'no response');
  const cause = annotation?.cause;
  return `${outcome}${cause ? ` ${cause}` : ''}`;
}

/** Causes that are about one field of what was sent. */
const ABOUT_FIELD: ReadonlySet<CauseId> = new Set<CauseId>([
  'missing-field',
  'unknown-field',
  'invalid-type',
  'invalid-value',
]);

function fieldInlines(annotation: Annotation | null): Inline[] {
  if (annotation === null || annotation.cause === null || !ABOUT_FIELD.has(annotation.cause)) return [];
  const named =
    annotation.evidence.map(({ where }) => /^request\.body[#?]\/?(.{1,60})$/.exec(where)?.[1]).find(Boolean) ??
    /^"([^"\s]{1,60})"/.exec(annotation.summary)?.[1];
  return named === undefined ? [] : [words(' ('), code(pathOf(named)), words(')')];
}

/** `items[0].quantity` from `items/0/quantity` */
function pathOf(pointer: string): string {
  return unescapedPart(pointer.replace(/\/(\d+)(?=\/|$)/g, '[$1]').replaceAll('/', '.'));
}

/** What happened, in one sentence, and how sure that is. */
export function opening({ exchange, annotation }: AnnotatedExchange): Block[] {
  if (annotation === null) return exchange.durationMs === null ? [paragraph(words('The call has not ended yet.'))] : [];
  if (annotation.summary === '') return [];
  return [paragraph(sentence(clip(annotation.summary, 500)), words(` (${annotation.confidence})`))];
}
