import { redactAll } from '../../exchange/redact.ts';
import { UserError } from '../../exchange/user-error.ts';
import type { MockRule } from '../../tui/source.ts';
import { itemOf } from '../export-selection.ts';
import { addRules, freeName, readMocks, setEnabled } from '../mock/edit-mocks.ts';
import { projectMocksFile } from '../mock/mocks-file.ts';
import { actionText, matchText } from '../mock/rule-text.ts';
import { rulesFromCapture } from '../mock/rules-from-capture.ts';
import { readRedactionRules } from '../redaction-rules.ts';
import { mustFind } from '../stored.ts';
import { type ActionSurroundings, maskedRemark } from './surroundings.ts';

/** The rules of the file that the proxy reads, in the order in which they count. */
export async function mockRules(surroundings: ActionSurroundings): Promise<readonly MockRule[]> {
  return readMocks(fileOf(surroundings)).rules.map((listed) => ({
    name: listed.rule.name,
    isEnabled: listed.isEnabled,
    match: matchText(listed),
    action: actionText(listed.rule),
  }));
}

/** Puts a rule into force, or lets it rest. */
export async function useMockRule(
  surroundings: ActionSurroundings,
  { name }: MockRule,
  isEnabled: boolean,
): Promise<string> {
  setEnabled(fileOf(surroundings), name, isEnabled);
  return isEnabled ? `"${name}" is in force within a second` : `"${name}" rests`;
}

export async function mockQuestion(surroundings: ActionSurroundings, id: number): Promise<string> {
  mustFind(surroundings.reader, id);
  return `Answer calls like #${id} as it was answered, by a rule in ${fileOf(surroundings)}, instead of asking the server?`;
}

/** A rule that answers from now on as the server did, secrets masked; it stands before all others. */
export async function mockFrom(surroundings: ActionSurroundings, id: number): Promise<string> {
  const { reader, session } = surroundings;
  const file = fileOf(surroundings);
  const { items, masked } = redactAll([itemOf(reader, id)], await readRedactionRules(session.folder));
  const { rules, skipped } = rulesFromCapture(items);
  const [rule] = rules;
  if (rule === undefined) {
    const [reason = 'nothing to answer with'] = skipped.keys();
    throw new UserError('no-rules', `#${id} cannot become a rule: ${reason}.`, 'Select another call.');
  }
  const name = freeName(String(rule.name), readMocks(file).rules);
  addRules(file, [{ ...rule, name }]);
  return `Added rule "${name}" (${maskedRemark(masked.length)}); R lists the rules`;
}

function fileOf({ session, workingFolder }: ActionSurroundings): string {
  return session.settings.mocks?.file ?? projectMocksFile(workingFolder);
}
