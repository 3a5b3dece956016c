import { describe, expect, test } from 'vitest';
import { filledTemplate } from '../../../../src/classifier/readers/error-report/filled-template.ts';
import { membersOf } from '../../../../src/classifier/readers/error-report/members.ts';

const filled = (text: string, parameters: unknown) => filledTemplate(text, membersOf({ message: text, parameters }));

describe('a sentence with gaps', () => {
  test('is filled by name and by place', () => {
    expect(filled('"%fieldName" is required', { fieldName: 'sku' })).toBe('"sku" is required');
    expect(filled('%1 of %2 are left', ['3', 7])).toBe('3 of 7 are left');
    expect(filled('{0} must be {kind}', ['age'])).toBe('age must be {kind}');
  });

  test('stays as it is where nothing fits', () => {
    expect(filled('Save 20% today', { x: 'y' })).toBe('Save 20% today');
    expect(filled('%name is bad', undefined)).toBe('%name is bad');
    expect(filled('%constructor is bad', {})).toBe('%constructor is bad');
    expect(filled('%name is bad', { name: { deep: true } })).toBe('%name is bad');
  });
});
