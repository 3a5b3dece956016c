import type { DifferenceItem } from '../../exchange/difference.ts';
import { headerValue } from '../../exchange/headers.ts';
import type { KeptRequest } from '../../exchange/history.ts';
import { type Compared, hasWorked, variesAmong } from './compared.ts';

/** The credential that decides: absent, another one, or in another place. At most one item. */
export function credentialDifference(compared: Compared): readonly DifferenceItem[] {
  const { before, after } = compared;
  const [old, now] = [before.credential, after.credential];
  if (old === null && now === null) return [];
  const isSame = old?.fingerprint === now?.fingerprint;
  if (isSame && old?.name.toLowerCase() === now?.name.toLowerCase()) {
    // The same token under another scheme: `Bearer` for `bearer`, or none.
    const [oldText, nowText] = [credentialInWords(before), credentialInWords(after)];
    return oldText === nowText ? [] : [item(now?.name ?? '', oldText, nowText, 80)];
  }
  const read = (request: KeptRequest) => request.credential?.fingerprint;
  if (hasWorked(compared, read)) return [];
  const name = now?.name ?? old?.name ?? '';
  const isMoved = old !== null && now !== null && old.name.toLowerCase() !== now.name.toLowerCase();
  const oldText = old === null ? null : `${isMoved ? `${old.name}: ` : ''}${credentialInWords(before)}`;
  const nowText = now === null ? null : `${isMoved ? `${now.name}: ` : ''}${credentialInWords(after)}`;
  if (isMoved) return [item(name, oldText, nowText, 75)];
  const weight = nowText === null ? 90 : oldText === null ? 50 : variesAmong(compared, read) ? 8 : 55;
  return [item(name, oldText, nowText === oldText ? `another ${nowText}` : nowText, weight)];
}

function item(name: string, before: string | null, after: string | null, weight: number): DifferenceItem {
  return { kind: 'credential', name, before, after, weight };
}

/** As it was sent, masked: `Bearer <jwt, 300+ characters>`. */
function credentialInWords({ credential, headers, search }: KeptRequest): string {
  if (credential === null) return '';
  const { place, name } = credential;
  if (place === 'query') return new URLSearchParams(search).get(name) ?? '<sent>';
  if (place === 'url') return '<user in the URL>';
  const value = headerValue(headers, place === 'cookie' ? 'cookie' : name) ?? '<sent>';
  if (place === 'header') return value;
  const pair = value.split(';').find((part) => part.trim().startsWith(`${name}=`));
  return pair?.slice(pair.indexOf('=') + 1) ?? '<cookie>';
}
