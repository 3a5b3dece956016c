import type { Machine } from '../trust/machine.ts';

/** A way to make a client call a server. */
export interface DoctorClient {
  /** For example `python3 requests`. */
  readonly name: string;
  /** What must be installed; any of these. */
  readonly programs: readonly string[];
  /** Guide in `certs/` for whoever cannot use `httpwhy run`; null where the system's is the one. */
  readonly guide: string | null;
  /** The arguments after the program. `folder` is empty and removed afterwards. */
  readonly args: (url: string, folder: string) => readonly string[];
  /** A file that the arguments name. */
  readonly file?: { readonly name: string; readonly text: string };
  /** Compiles something or starts a browser: tried only when it is asked for. */
  readonly isSlow?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** The exit code by which a script says that the library is not installed. */
export const NOT_INSTALLED = 77;

const PYTHON = ['python3', 'python'];

function python(library: string | null, code: string): DoctorClient {
  const guarded =
    library === null
      ? code
      : `import importlib.util, sys\nif importlib.util.find_spec("${library}") is None: sys.exit(${NOT_INSTALLED})\n${code}`;
  return {
    name: library === null ? 'python3 urllib' : `python3 ${library}`,
    programs: PYTHON,
    guide: 'python',
    args: (url) => ['-c', guarded, url],
  };
}

const NODE_HTTPS = `
const request = require('https').get(process.argv[1], (response) => response.resume());
request.on('error', (error) => { console.error(error.code || error.message); process.exitCode = 1; });`;

const NODE_FETCH = `
if (typeof fetch === 'undefined') process.exitCode = ${NOT_INSTALLED};
else fetch(process.argv[1]).then((response) => response.text()).catch((error) => {
  console.error((error.cause && error.cause.code) || error.message);
  process.exitCode = 1;
});`;

const AIOHTTP = `
import asyncio, aiohttp, sys
async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get(sys.argv[1]) as response:
            await response.text()
asyncio.run(main())`;

const JAVA = `
import java.net.URI;
import java.net.http.*;
public class Doctor {
  public static void main(String[] args) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(args[0])).build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}`;

const GO = `
package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	if _, err := http.Get(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}`;

export const CLIENTS: readonly DoctorClient[] = [
  { name: 'curl', programs: ['curl'], guide: null, args: (url) => ['-sS', '-o', '/dev/null', url] },
  { name: 'wget', programs: ['wget'], guide: null, args: (url) => ['-q', '-t', '1', '-O', '/dev/null', url] },
  { name: 'http (HTTPie)', programs: ['http'], guide: 'python', args: (url) => ['--ignore-stdin', '--body', url] },
  { name: 'node fetch', programs: ['node'], guide: 'node', args: (url) => ['-e', NODE_FETCH, url] },
  { name: 'node https', programs: ['node'], guide: 'node', args: (url) => ['-e', NODE_HTTPS, url] },
  python(null, 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1]).read()'),
  python('requests', 'import requests; requests.get(sys.argv[1])'),
  python('httpx', 'import httpx; httpx.get(sys.argv[1])'),
  python('aiohttp', AIOHTTP),
  {
    name: 'ruby',
    programs: ['ruby'],
    guide: null,
    args: (url) => ['-rnet/http', '-e', 'Net::HTTP.get(URI(ARGV[0]))', url],
  },
  {
    name: 'php',
    programs: ['php'],
    guide: null,
    // A program on the command line does not get what `auto_prepend_file` names.
    args: (url, folder) => [`${folder}/doctor.php`, url],
    file: { name: 'doctor.php', text: '<?php exit(file_get_contents($argv[1]) === false ? 1 : 0);' },
  },
  {
    name: 'perl',
    programs: ['perl'],
    guide: null,
    args: (url) => [
      '-e',
      `eval { require LWP::UserAgent; require LWP::Protocol::https; 1 } or exit ${NOT_INSTALLED};
       my $ua = LWP::UserAgent->new; $ua->env_proxy; my $r = $ua->get($ARGV[0]); die $r->status_line unless $r->is_success;`,
      url,
    ],
  },
  {
    name: 'java',
    programs: ['java'],
    guide: 'java',
    args: (url, folder) => [`${folder}/Doctor.java`, url],
    file: { name: 'Doctor.java', text: JAVA },
  },
  {
    name: 'git',
    programs: ['git'],
    guide: null,
    args: (url) => ['ls-remote', `${url}.git`],
    env: { GIT_TERMINAL_PROMPT: '0' },
  },
  {
    name: 'npm',
    programs: ['npm'],
    guide: 'node',
    args: (url) => ['ping', '--registry', `${url}/`, '--fetch-retries=0'],
  },
  {
    name: 'deno',
    programs: ['deno'],
    guide: null,
    args: (url) => ['eval', `await (await fetch(${JSON.stringify(url)})).text()`],
  },
  {
    name: 'bun',
    programs: ['bun'],
    guide: 'node',
    args: (url) => ['-e', `await (await fetch(${JSON.stringify(url)})).text()`],
  },
  {
    name: 'go',
    programs: ['go'],
    guide: null,
    isSlow: true,
    args: (url, folder) => ['run', `${folder}/doctor.go`, url],
    file: { name: 'doctor.go', text: GO },
    env: { GO111MODULE: 'off', GOFLAGS: '' },
  },
  {
    name: 'chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge'],
    guide: 'chromium',
    isSlow: true,
    args: (url) => [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--headless',
      '--disable-gpu',
      '--dump-dom',
      url,
    ],
  },
];

/** A client with the program that was found for it. */
export interface FoundClient {
  readonly client: DoctorClient;
  readonly program: string;
}

/** The clients that are installed and quick; or, where a command is named, those that stand for it, slow or not. */
export function findClients(machine: Machine, command?: string): readonly FoundClient[] {
  if (command === undefined) {
    return CLIENTS.filter(({ isSlow }) => isSlow !== true).flatMap((client) => {
      const program = client.programs.map((name) => machine.which(name)).find((path) => path !== undefined);
      return program === undefined ? [] : [{ client, program }];
    });
  }
  const name = command.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '');
  const program = name === command ? machine.which(command) : machine.exists(command) ? command : undefined;
  if (program === undefined) return [];
  return CLIENTS.filter(({ programs }) => programs.some((known) => isSameProgram(known, name))).map((client) => ({
    client,
    program,
  }));
}

/** The slow ones that are installed, for a remark. */
export function slowClients(machine: Machine): readonly string[] {
  return CLIENTS.filter(({ isSlow, programs }) => isSlow === true && programs.some((name) => machine.which(name))).map(
    ({ name }) => name,
  );
}

/** `python3.12` is a `python3`, and `node` is a `nodejs`. */
function isSameProgram(known: string, name: string): boolean {
  return (
    known === name ||
    name.replace(/[\d.]+$/, '') === known.replace(/[\d.]+$/, '') ||
    (known === 'node' && name === 'nodejs')
  );
}
