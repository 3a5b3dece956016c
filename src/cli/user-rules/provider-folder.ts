import { readdir, readFile } from 'node:fs/promises';
import type { RuleSpec } from '../../classifier/user-rules/rule-spec.ts';
import { parseRules } from './parse-rules.ts';

/**
 * The rules about providers from a folder of YAML files, each under the name of its file. Rejects where one of them is wrong:
 * that is our own mistake.
 */
export async function readProviderFolder(folder: URL): Promise<readonly RuleSpec[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const lists = await Promise.all(
    names.map(async (file) => {
      const { rules, problems } = parseRules(await readFile(new URL(file, folder), 'utf8'));
      const [first] = problems;
      if (first !== undefined) throw new Error(`${file}:${first.line}:${first.column}: ${first.message}`);
      return rules.map((rule) => ({ ...rule, name: `${file.slice(0, -'.yaml'.length)}: ${rule.name}` }));
    }),
  );
  return lists.flat();
}
