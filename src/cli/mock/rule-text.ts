import type { AppliedRule } from '../../exchange/applied-rule.ts';
import { printable } from '../../exchange/printable.ts';
import type { Rule } from '../../mock/rule.ts';
import { formatAuthority } from '../../proxy/target.ts';
import type { ListedRule } from './parse-mocks.ts';

/** Which requests a rule is for, as it is written: `POST api.example.com/v1/orders`. */
export function matchText({ written }: ListedRule): string {
  const { match } = written;
  if (typeof match === 'string') return match;
  if (typeof match !== 'object' || match === null) return '';
  const { url, method, host, path, ...rest } = match as Readonly<Record<string, unknown>>;
  const place = url ?? `${host ?? (path === undefined ? '*' : '')}${path ?? ''}`;
  const more = Object.entries(rest).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  return [...(method === undefined ? [] : [String(method)]), String(place), ...more].join(' ');
}

/** What a rule does, in a few words: `402 after 300 ms, 3 times`. */
export function actionText({ action, fault, times, match }: Rule): string {
  const words = [
    ...(action.kind === 'pass' && fault !== null ? [] : [actionWords(action)]),
    ...faultWords(fault),
    ...(match.probability < 1 ? [`${Math.round(match.probability * 1000) / 10} % of the time`] : []),
    ...(times === null ? [] : [times === 1 ? 'once' : `${times} times`]),
  ];
  return words.join(', ');
}

function actionWords(action: Rule['action']): string {
  switch (action.kind) {
    case 'answer': {
      const statuses = action.answers.map(({ status }) => status);
      const shown = statuses.length > 6 ? `${statuses.slice(0, 6).join(', ')} …` : statuses.join(', ');
      const then = { last: '', again: ' and again', pass: ' then the server' }[action.afterLast];
      return statuses.length === 1 ? `answers ${shown}` : `answers ${shown}${then}`;
    }
    case 'cause':
      return `answers ${action.cause} (${action.style})`;
    case 'change': {
      const { to } = action.change;
      return to === null ? 'changes it' : `sends it to ${to.scheme}://${formatAuthority(to, to.scheme)}`;
    }
    case 'block':
      return 'blocks it';
    case 'pass':
      return 'lets it pass';
  }
}

function faultWords(fault: Rule['fault']): readonly string[] {
  if (fault === null) return [];
  const { latency, bytesPerSecond, slowBodyMs, breakage } = fault;
  return [
    ...(latency === null
      ? []
      : [latency.fromMs === latency.toMs ? `${latency.fromMs} ms late` : `${latency.fromMs}-${latency.toMs} ms late`]),
    ...(bytesPerSecond === null ? [] : [`${bytesPerSecond} bytes/s`]),
    ...(slowBodyMs === null ? [] : [`the body takes ${slowBodyMs} ms`]),
    ...(breakage === null ? [] : [breakage.kind === 'tls' ? `TLS failure (${breakage.problem})` : breakage.kind]),
  ];
}

const EFFECTS: Readonly<Record<AppliedRule['effect'], string>> = {
  answered: 'answered in place of the server',
  changed: 'changed the call',
  failed: 'broke the call',
  delayed: 'slowed the call down',
};

/** What a rule did to an exchange, for the page about it. */
export function appliedRuleLines({ name, effect, changes }: AppliedRule): readonly string[] {
  return [
    `The rule "${printable(name)}" ${EFFECTS[effect]}.`,
    ...changes.map(({ where, before, after }) => {
      const from = before === null ? '' : `${printable(before)} → `;
      const to = after === null ? '(removed)' : printable(after);
      return `  ${printable(where)}  ${from}${to}`;
    }),
  ];
}
