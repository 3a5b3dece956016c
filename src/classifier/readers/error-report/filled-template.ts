import { isObject, type Members } from './members.ts';

const PARAMETERS = [
  'parameters',
  'params',
  'messageparameters',
  'messageparams',
  'messagearguments',
  'args',
  'arguments',
];
const PLACEHOLDER = /%(\w{1,40})|\{(\w{1,40})\}/g;
const LONGEST_VALUE = 100;

/**
 * A sentence whose gaps stand beside it: `{"message": "\"%fieldName\" is required", "parameters": {"fieldName": "sku"}}`, and
 * `%1` or `{0}` with a list. What has no value there stays as it is.
 */
export function filledTemplate(text: string, members: Members): string {
  if (!/[%{]/.test(text)) return text;
  const name = PARAMETERS.find((key) => members.has(key));
  const values = name === undefined ? undefined : members.get(name)!.value;
  if (!isObject(values) && !Array.isArray(values)) return text;
  return text.slice(0, 2000).replace(PLACEHOLDER, (whole, percent?: string, brace?: string) => {
    const key = percent ?? brace ?? '';
    const value: unknown = Array.isArray(values)
      ? // `%1` counts from one, `{0}` from zero.
        values[percent === undefined ? Number(key) : Number(key) - 1]
      : Object.hasOwn(values, key)
        ? values[key]
        : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, LONGEST_VALUE) : whole;
  });
}
