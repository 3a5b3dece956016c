import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { environmentText } from '../../../src/cli/run/shells.ts';

describe('the text for a shell', () => {
  const odd = { PLAIN: 'a b', EMPTY: '', ODD: `it's $HOME "x" \\ \`id\` ‘y’ %PATH% !!` };

  test('sh reads back every value as it was', () => {
    const text = environmentText(odd, 'sh');
    const { stdout } = spawnSync('sh', ['-c', `${text}printf '%s|%s|%s' "$PLAIN" "$EMPTY" "$ODD"`], {
      encoding: 'utf8',
    });
    expect(stdout).toBe(`${odd.PLAIN}|${odd.EMPTY}|${odd.ODD}`);
  });

  test('sh', () => {
    expect(environmentText({ A: "it's", B: '' }, 'sh')).toBe("export A='it'\\''s'\nexport B=''\n");
  });

  test('fish', () => {
    expect(environmentText({ A: "it's $x \\", B: '' }, 'fish')).toBe("set -gx A 'it\\'s $x \\\\'\nset -gx B ''\n");
  });

  test('powershell', () => {
    expect(environmentText({ A: "it's $x ’", B: '' }, 'powershell')).toBe("$env:A = 'it''s $x ’’'\n$env:B = ''\n");
  });

  test('what is undefined is taken away', () => {
    expect(environmentText({ A: undefined, B: 'x' }, 'bash')).toBe("unset A\nexport B='x'\n");
    expect(environmentText({ A: undefined }, 'zsh')).toBe('unset A\n');
    expect(environmentText({ A: undefined }, 'fish')).toBe('set -e A\n');
    expect(environmentText({ A: undefined }, 'powershell')).toBe('Remove-Item -ErrorAction Ignore Env:A\n');
  });
});
