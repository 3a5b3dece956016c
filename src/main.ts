#!/usr/bin/env node
// Nothing else is imported before the check: on an old Node.js the SQLite binary would crash the process.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `httpwhy needs Node.js 22.19 or newer, this is ${process.version}. In a clone use \`npm start\`, which brings its own.\n`,
  );
  process.exit(2);
}
const { leanEnvironment, thisProcess } = await import('./cli/lean-memory.ts');
const environment = leanEnvironment(thisProcess());
if (environment !== undefined) {
  process.execve?.(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], environment);
}
let hasReader = true;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' || !hasReader) return;
  hasReader = false;
  // The reader of a pipe left, as `head` does: no failure of ours. What records ends in order, as on that signal.
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(0);
});
// Nobody reads what is said beside the output; that ends nothing.
process.stderr.on('error', () => {});
const { runCli } = await import('./cli/cli.ts');
const exitCode = await runCli(process.argv.slice(2));
// What was written to a pipe must be through before the process ends.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
process.exit(exitCode);
