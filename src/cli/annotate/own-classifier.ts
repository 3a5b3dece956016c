import type { Classify } from '../../classifier/classify.ts';
import { UserError } from '../../exchange/user-error.ts';
import { loadClassifier } from '../classifier.ts';
import { RulesFiles, rulesFilesFor } from '../rules-files.ts';

/**
 * The classifier with the rules that people wrote for this project and data folder; those of `rulesFile` go first.
 * @throws UserError `no-rules-file`
 */
export async function ownClassifier(
  folder: string,
  rulesFile: string | undefined,
  complain: (line: string) => void,
): Promise<Classify> {
  const found = rulesFilesFor(folder, process.cwd());
  const files = new RulesFiles(rulesFile === undefined ? found : [rulesFile, ...found]);
  const [classifier, own] = await Promise.all([
    loadClassifier((rule, error) => complain(`the rule ${rule} failed and was skipped: ${String(error)}`)),
    files.readChanges(),
  ]);
  if (rulesFile !== undefined && !files.exists(rulesFile)) {
    throw new UserError('no-rules-file', `There is no rules file ${rulesFile}.`, 'Check its path.');
  }
  for (const line of own?.complaints ?? []) complain(line);
  return classifier(own?.rules ?? []);
}
