import { readdir } from 'node:fs/promises';
import type { Rule, RuleDefinition } from './rule.ts';

const RULES = new URL('./rules/', import.meta.url);

/** `malformed-json.js` once compiled, `malformed-json.ts` from source; source maps, types and notes are no rules. */
const RULE_FILE = /^([a-z0-9-]+)\.(?:js|ts)$/;

/** Every rule of the folder `rules/`, by name. Rejects where a file there exports no rule: that is our own mistake. */
export async function loadRules(): Promise<readonly Rule[]> {
  const names = (await readdir(RULES)).sort().flatMap((file) => {
    const name = RULE_FILE.exec(file)?.[1];
    return name === undefined ? [] : [{ name, file }];
  });
  return Promise.all(names.map(async ({ name, file }) => ({ name, ...(await definitionIn(file)) })));
}

async function definitionIn(file: string): Promise<RuleDefinition> {
  const module = (await import(new URL(file, RULES).href)) as { readonly rule?: RuleDefinition };
  if (module.rule === undefined || typeof module.rule.find !== 'function') {
    throw new TypeError(`${file} in the rules folder does not export a rule.`);
  }
  return module.rule;
}
