/** Whose commands `httpwhy env` prints. */
export type Shell = 'sh' | 'bash' | 'zsh' | 'fish' | 'powershell';

export const SHELLS: readonly Shell[] = ['sh', 'bash', 'zsh', 'fish', 'powershell'];

interface Syntax {
  set(name: string, value: string): string;
  unset(name: string): string;
}

const POSIX: Syntax = {
  set: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  unset: (name) => `unset ${name}`,
};

const SYNTAX: Readonly<Record<Shell, Syntax>> = {
  sh: POSIX,
  bash: POSIX,
  zsh: POSIX,
  fish: {
    set: (name, value) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`,
    unset: (name) => `set -e ${name}`,
  },
  powershell: {
    // PowerShell takes typographic quotes for straight ones (about_Quoting_Rules), and doubles them to mean themselves.
    set: (name, value) => `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`,
    unset: (name) => `Remove-Item -ErrorAction Ignore Env:${name}`,
  },
};

/** Variables as commands of a shell, one a line; undefined takes a variable away. */
export function environmentText(variables: Readonly<Record<string, string | undefined>>, shell: Shell): string {
  const { set, unset } = SYNTAX[shell];
  return Object.entries(variables)
    .map(([name, value]) => `${value === undefined ? unset(name) : set(name, value)}\n`)
    .join('');
}
