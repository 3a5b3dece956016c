import { modulesIn } from '../exchange/modules-in.ts';
import type { Rule, RuleDefinition } from './rule.ts';

const RULES = modulesIn<{ readonly rule?: RuleDefinition }>(new URL('./rules/', import.meta.url));

/** Every rule of the folder `rules/`, by name. Rejects where a file there exports no rule: that is our own mistake. */
export async function loadRules(): Promise<readonly Rule[]> {
  return Promise.all(Object.keys(RULES).map(async (name) => ({ name, ...(await definitionOf(name)) })));
}

async function definitionOf(name: string): Promise<RuleDefinition> {
  const { rule } = await RULES[name]!();
  if (rule === undefined || typeof rule.find !== 'function') {
    throw new TypeError(`${name} in the rules folder does not export a rule.`);
  }
  return rule;
}
