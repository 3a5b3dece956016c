import { expect, test } from 'vitest';
import { nameTest } from '../../../src/classifier/readers/name-test.ts';

test('a test of names answers the same a second time, and reads no more than the beginning of a name', () => {
  const isTelling = nameTest(/sunset|\$$/i);
  const names = ['Sunset', 'Date', `${'x'.repeat(200)}sunset`];
  for (let round = 0; round < 2; round += 1) expect(names.map(isTelling)).toEqual([true, false, false]);
});
