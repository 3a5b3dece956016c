import { readFile } from 'node:fs/promises';
import type { RuleSpec } from '../../classifier/user-rules/rule-spec.ts';
import { compileRule, type UserRule } from '../../classifier/user-rules/user-rule.ts';

const FOLDER = new URL('../../classifier/providers/', import.meta.url);

/**
 * What providers document about their APIs, as it ships with the program. The build checks the YAML files and keeps them as
 * JSON, so that neither a YAML reader nor a validator has to be loaded; from source the YAML is read.
 */
export async function providerRules(): Promise<readonly UserRule[]> {
  return (await specs()).map(compileRule);
}

async function specs(): Promise<readonly RuleSpec[]> {
  if (import.meta.url.endsWith('.ts')) {
    const { readProviderFolder } = await import('./provider-folder.ts');
    return readProviderFolder(FOLDER);
  }
  return JSON.parse(await readFile(new URL('facts.json', FOLDER), 'utf8')) as readonly RuleSpec[];
}
