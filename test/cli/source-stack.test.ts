import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { sourceStack } from '../../src/cli/source-stack.ts';

test('places in a stack are those of the sources, where there is a map; others stay as they are', () => {
  const folder = mkdtempSync(join(tmpdir(), 'httpwhy-stack-'));
  try {
    const dist = join(folder, 'dist');
    mkdirSync(dist);
    // Line 2, column 1 of the file is line 7, column 3 of the source.
    const map = { version: 3, sources: ['../src/cli/a.ts'], names: [], mappings: ';AAME' };
    writeFileSync(join(dist, 'a.js.map'), JSON.stringify(map));
    writeFileSync(join(dist, 'broken.js.map'), '{');
    const [mapped, broken, without] = ['a.js', 'broken.js', 'c.js'].map((name) => pathToFileURL(join(dist, name)).href);
    const stack = (place: string) =>
      `Error: no\n    at f (${place})\n    at ${broken}:1:1\n    at async g (${without}:3:4)\n    at node:internal/x:1:2`;
    expect(sourceStack(stack(`${mapped}:2:1`))).toBe(stack(`src/cli/a.ts:7:3`));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
