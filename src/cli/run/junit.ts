import { printable } from '../../exchange/printable.ts';
import { causeOf, cut, reasonOf } from './summary.ts';
import type { Incident, RouteTally, Tally } from './tally.ts';

const LONGEST_NAME = 300;

export interface JUnitContext {
  /** Of the run: its name, or the command. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly durationMs: number;
}

/** JUnit XML as CI systems read it: a test case for each method and route, which fails when one of its exchanges did. */
export function junitXml({ routes }: Tally, { name, startedAt, durationMs }: JUnitContext): string {
  const failures = routes.filter(({ incidents }) => incidents.length > 0).length;
  const facts = `tests="${routes.length}" failures="${failures}" errors="0" skipped="0" time="${seconds(durationMs)}"`;
  const suite = `name="${attribute(cut(name, LONGEST_NAME))}" ${facts}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="httpwhy" ${facts}>
  <testsuite ${suite} timestamp="${new Date(startedAt).toISOString().slice(0, 19)}">
${routes.map(testCase).join('')}  </testsuite>
</testsuites>
`;
}

function testCase({ route, totalMs, incidents }: RouteTally): string {
  const host = route.replace(/^\S+ /, '').split('/', 1)[0]!;
  const head = `    <testcase classname="${attribute(cut(host, LONGEST_NAME))}" name="${attribute(cut(route, LONGEST_NAME))}" time="${seconds(totalMs)}"`;
  if (incidents.length === 0) return `${head}/>\n`;
  // One failure each: not every reader takes several.
  const [first] = incidents;
  const text = incidents.map(incidentText).join('\n');
  return `${head}>
      <failure type="${attribute(causeOf(first!.first))}" message="${attribute(reasonOf(first!.first))}">${content(text)}</failure>
    </testcase>
`;
}

function incidentText({ first, count, lastId }: Incident): string {
  const ids = count === 1 ? `#${first.id}` : `#${first.id} to #${lastId}, ${count} times`;
  return `${ids}: ${first.status ?? 'no response'}, ${reasonOf(first)}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** What `printable` lets through is allowed in XML 1.0, but for two noncharacters. */
function content(text: string): string {
  return text
    .split('\n')
    .map(printable)
    .join('\n')
    .replace(/[\ufffe\uffff]/g, '�')
    .replace(/[&<>]/g, (each) => ENTITIES[each]!);
}

function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
