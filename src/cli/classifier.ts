import { type Classify, createClassifier } from '../classifier/classify.ts';
import { loadRules } from '../classifier/load-rules.ts';
import type { UserRule } from '../classifier/user-rules/user-rule.ts';
import { withRules } from '../classifier/user-rules/with-rules.ts';
import { providerRules } from './user-rules/provider-rules.ts';

/**
 * Loads the rules of the program, those about providers included, once; the result makes the whole classifier for a set of
 * own rules, as often as these change.
 */
export async function loadClassifier(
  onRuleError: (ruleName: string, error: unknown) => void,
): Promise<(own: readonly UserRule[]) => Classify> {
  const [rules, providers] = await Promise.all([loadRules(), providerRules()]);
  const classify = createClassifier(rules, onRuleError);
  return (own) => withRules(classify, { own, providers }, onRuleError);
}
