import { spawn } from 'node:child_process';
import type { Terminal } from './command.ts';

/** Terminals cut longer OSC 52 sequences or ignore them (xterm: 1 MB by default, others from 74 kB). */
const MAX_OSC52_BYTES = 70_000;
/** A program that waits for a display which does not answer must not hold us up. */
const PATIENCE_MS = 3000;

/**
 * Puts text into the clipboard: with OSC 52, which also works over ssh, and with the desktop's own program
 * where there is one, because some terminals ignore OSC 52. False where neither was possible.
 */
export async function copyToClipboard(text: string, terminal: Terminal): Promise<boolean> {
  const bytes = Buffer.from(text);
  const screen = [terminal.stdout, terminal.stderr].find((stream) => stream.isTTY);
  const sent = screen !== undefined && bytes.length <= MAX_OSC52_BYTES;
  if (sent) screen.write(`\x1b]52;c;${bytes.toString('base64')}\x07`);
  for (const program of desktopPrograms(terminal.env, process.platform)) {
    if (await feed(program, terminal.env, text)) return true;
  }
  return sent;
}

interface ClipboardProgram {
  readonly words: readonly string[];
  readonly encoding: 'utf8' | 'utf16le';
}

/** Those that may be there, the likeliest first. */
export function desktopPrograms(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly ClipboardProgram[] {
  const program = (...words: string[]): ClipboardProgram => ({ words, encoding: 'utf8' });
  // It takes UTF-16 where the text begins with a byte-order mark, else the code page of the console.
  const windows: ClipboardProgram = { words: ['clip.exe'], encoding: 'utf16le' };
  if (platform === 'darwin') return [program('pbcopy')];
  if (platform === 'win32') return [windows];
  return [
    // tmux keeps OSC 52 of its programs to itself by default; `-w` hands it on to the terminal outside.
    ...(env.TMUX ? [program('tmux', 'load-buffer', '-w', '-')] : []),
    ...(env.WAYLAND_DISPLAY ? [program('wl-copy', '--type', 'text/plain')] : []),
    ...(env.DISPLAY ? [program('xclip', '-selection', 'clipboard'), program('xsel', '--clipboard', '--input')] : []),
    ...(env.WSL_DISTRO_NAME ? [windows] : []),
    ...(env.TERMUX_VERSION ? [program('termux-clipboard-set')] : []),
  ];
}

function feed({ words, encoding }: ClipboardProgram, env: NodeJS.ProcessEnv, text: string): Promise<boolean> {
  const [program = '', ...args] = words;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(program, args, { env, stdio: ['pipe', 'ignore', 'ignore'], timeout: PATIENCE_MS });
  child.once('error', () => resolve(false));
  child.once('exit', (code) => resolve(code === 0));
  child.stdin.on('error', () => undefined);
  child.stdin.end(encoding === 'utf8' ? text : Buffer.from(`\ufeff${text}`, 'utf16le'));
  return promise;
}
