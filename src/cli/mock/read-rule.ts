import { CAUSE_IDS, type CauseId } from '../../exchange/causes.ts';
import { PROVOKABLE, UNPROVOKABLE } from '../../mock/causes/provoke.ts';
import { type Answer, CAUSE_STYLES, type CauseStyle, type Rule, type RuleAction } from '../../mock/rule.ts';
import { didYouMean, type Issue, type IssuePath, Issues, listed, type Plain } from './issues.ts';
import { readAnswer } from './read-answer.ts';
import { readChange } from './read-change.ts';
import { readFault } from './read-fault.ts';
import { readMatch } from './read-match.ts';

const ACTIONS = ['answer', 'sequence', 'cause', 'change', 'block', 'pass'] as const;
export const RULE_KEYS = ['name', 'match', 'enabled', ...ACTIONS, 'after_last', 'style', 'fault', 'times'] as const;
const MOST_ANSWERS = 1000;
const AFTER_LAST = ['last', 'again', 'pass'] as const;

export type CheckedRule = { readonly rule: Rule; readonly isEnabled: boolean } | { readonly issues: readonly Issue[] };

/** Checks one rule as it stands in a file. `folder`: paths in it are relative to that. */
export function checkRule(value: unknown, defaultName: string, folder: string): CheckedRule {
  const issues = new Issues();
  const map = issues.map(value, [], RULE_KEYS, 'a rule');
  if (map === undefined) return { issues: issues.list };
  const name = map.name === undefined ? defaultName : map.name;
  if (typeof name !== 'string' || name.trim() === '' || name.length > 80) {
    issues.add(['name'], 'name is text of at most 80 characters');
  }
  const match =
    map.match === undefined
      ? issues.add([], 'match is missing: say for which requests, for example GET api.example.com/v1/orders')
      : readMatch(map.match, ['match'], issues);
  const fault = map.fault === undefined ? null : readFault(map.fault, ['fault'], issues);
  const action = readAction(map, folder, fault !== null, issues);
  const times = map.times === undefined ? null : readTimes(map.times, issues);
  if (map.enabled !== undefined && typeof map.enabled !== 'boolean') {
    issues.add(['enabled'], 'enabled is true or false');
  }
  if (issues.list.length > 0 || match === undefined || action === undefined || fault === undefined) {
    return { issues: issues.list };
  }
  const fingerprint = `${name}\n${JSON.stringify(value)}`;
  return { rule: { name: String(name), fingerprint, match, action, fault, times }, isEnabled: map.enabled !== false };
}

function readAction(map: Plain, folder: string, hasFault: boolean, issues: Issues): RuleAction | undefined {
  const given = ACTIONS.filter((key) => map[key] !== undefined);
  const [kind, second] = given;
  if (second !== undefined) return issues.add([second], `a rule does one thing, not ${listed(given)}`);
  if (map.style !== undefined && kind !== 'cause') issues.add(['style'], 'style goes with cause');
  if (map.after_last !== undefined && kind !== 'sequence') issues.add(['after_last'], 'after_last goes with sequence');
  switch (kind) {
    case undefined:
      if (hasFault) return { kind: 'pass' };
      // A key that is misspelt is likely to be it.
      if (issues.list.some(({ isKey, path }) => isKey && path.length === 1)) return undefined;
      return issues.add([], `a rule has one of ${listed(ACTIONS, 'or')}, or a fault`);
    case 'answer': {
      const answer = readAnswer(map.answer, ['answer'], folder, issues);
      return answer && { kind: 'answer', answers: [answer], afterLast: 'last' };
    }
    case 'sequence':
      return readSequence(map, folder, issues);
    case 'cause':
      return readCause(map, issues);
    case 'change': {
      const change = readChange(map.change, ['change'], issues);
      return change && { kind: 'change', change };
    }
    case 'block':
    case 'pass':
      return map[kind] === true ? { kind } : issues.add([kind], `${kind} is true or left out`);
  }
}

function readSequence(map: Plain, folder: string, issues: Issues): RuleAction | undefined {
  const list = map.sequence;
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_ANSWERS) {
    return issues.add(['sequence'], 'sequence is a list of answers, for example [{status: 503}, {status: 200}]');
  }
  const answers: Answer[] = [];
  for (const [index, value] of list.entries()) {
    const answer = readAnswer(value, ['sequence', index], folder, issues);
    if (answer !== undefined) answers.push(answer);
  }
  const wanted = map.after_last ?? 'last';
  const afterLast = AFTER_LAST.find((word) => word === wanted);
  if (afterLast === undefined) {
    return issues.add(
      ['after_last'],
      'after_last is last (stay with the last answer), again (from the first) or pass (on to the server)',
    );
  }
  return answers.length < list.length ? undefined : { kind: 'answer', answers, afterLast };
}

function readCause(map: Plain, issues: Issues): RuleAction | undefined {
  const style = map.style === undefined ? 'problem' : CAUSE_STYLES.find((name) => name === map.style);
  if (style === undefined) {
    issues.add(['style'], `style is ${listed(CAUSE_STYLES, 'or')}${didYouMean(String(map.style), CAUSE_STYLES)}`);
  }
  const cause = causeNamed(map.cause, ['cause'], issues);
  return cause === undefined || style === undefined
    ? undefined
    : { kind: 'cause', cause, style: style satisfies CauseStyle };
}

function causeNamed(value: unknown, path: IssuePath, issues: Issues): CauseId | undefined {
  const cause = CAUSE_IDS.find((id) => id === value);
  if (cause === undefined) {
    const name = String(value).slice(0, 60);
    return issues.add(path, `"${name}" is no cause${didYouMean(name, PROVOKABLE) || '; httpwhy explain lists them'}`);
  }
  const why = UNPROVOKABLE[cause];
  return why === undefined ? cause : issues.add(path, `${cause} cannot be provoked: ${why}`);
}

function readTimes(value: unknown, issues: Issues): number | null {
  const times = Number(value);
  if (Number.isInteger(times) && times >= 1 && times <= 1e9) return times;
  issues.add(['times'], 'times is how often the rule acts: a number from 1 on');
  return null;
}
