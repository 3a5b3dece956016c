import { spawn } from 'node:child_process';
import type { Terminal } from './command.ts';

/** Terminals cut longer OSC 52 sequences or ignore them (xterm: 1 MB by default, others from 74 kB). */
const MAX_OSC52_BYTES = 70_000;

/**
 * Puts text into the clipboard: with OSC 52, which also works over ssh, and with the desktop's own program
 * where there is one, because some terminals ignore OSC 52. False where neither was possible.
 */
export async function copyToClipboard(text: string, terminal: Terminal): Promise<boolean> {
  const bytes = Buffer.from(text);
  const sent = terminal.stdout.isTTY && bytes.length <= MAX_OSC52_BYTES;
  if (sent) terminal.stdout.write(`\x1b]52;c;${bytes.toString('base64')}\x07`);
  const program = desktopProgram(terminal.env, process.platform);
  const copied = program !== undefined && (await feed(program, text));
  return sent || copied;
}

function desktopProgram(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] | undefined {
  // tmux keeps OSC 52 of its programs to itself by default; `-w` hands it on to the terminal outside.
  if (env.TMUX) return ['tmux', 'load-buffer', '-w', '-'];
  if (platform === 'darwin') return ['pbcopy'];
  if (platform === 'win32') return ['clip'];
  if (env.WAYLAND_DISPLAY) return ['wl-copy'];
  if (env.DISPLAY) return ['xclip', '-selection', 'clipboard'];
  return undefined;
}

function feed([program = '', ...args]: readonly string[], text: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] });
  child.once('error', () => resolve(false));
  child.once('exit', (code) => resolve(code === 0));
  child.stdin.on('error', () => undefined);
  child.stdin.end(text);
  return promise;
}
