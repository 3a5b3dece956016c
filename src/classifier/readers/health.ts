import { isObject, step } from './error-report/members.ts';

/** A component that a health check reports as not well. */
export interface UnhealthyPart {
  readonly name: string;
  readonly state: string;
  readonly where: string;
  readonly what: string;
}

/** Members under which health checks list their components (Spring Boot, ASP.NET, MicroProfile, go-healthcheck, …). */
const LISTS: ReadonlySet<string> = new Set([
  'checks',
  'components',
  'details',
  'entries',
  'services',
  'dependencies',
  'results',
  'info',
  'error',
  'errors',
  'health',
]);
const SICK =
  /^(?:down|unhealthy|error|errored|fail|failed|failing|failure|critical|unavailable|out_of_service|offline|disconnected|unreachable|not ?ok|nok|degraded|timeout|dead|false)$/i;
const SICK_WORDS =
  /ECONN|ENOTFOUND|ETIMEDOUT|refused|timed? ?out|unreachable|unavailable|no route to host|not connected|connection (?:failed|lost|closed|error)|^down\b/i;
const STATE_MEMBERS = ['status', 'state', 'health', 'healthy', 'ok', 'up', 'result', 'output', 'message', 'error'];

const MOST_PARTS = 40;

/** The components of a health check that are not well: `{"checks":{"redis":"ECONNREFUSED …"}}`, `{"components":{"db":{"status":"DOWN"}}}`. */
export function unhealthyParts(json: unknown): readonly UnhealthyPart[] {
  if (!isObject(json)) return [];
  const found: UnhealthyPart[] = [];
  for (const key of Object.keys(json).slice(0, 40)) {
    if (!LISTS.has(key.toLowerCase())) continue;
    found.push(...partsIn(json[key], step('', key)));
  }
  return found;
}

function partsIn(list: unknown, pointer: string): readonly UnhealthyPart[] {
  if (Array.isArray(list)) {
    return list.slice(0, MOST_PARTS).flatMap((item, index) => {
      const name = isObject(item) ? (item.name ?? item.key ?? item.service ?? item.component) : undefined;
      return typeof name === 'string' ? partOf(name, item, step(pointer, index)) : [];
    });
  }
  if (!isObject(list)) return [];
  return Object.keys(list)
    .slice(0, MOST_PARTS)
    .flatMap((name) => partOf(name, list[name], step(pointer, name)));
}

function partOf(name: string, value: unknown, pointer: string): readonly UnhealthyPart[] {
  // A list of what is wrong with the request has such names as well.
  if (/^(?:message|code|type|field|reason|detail|status|title)$/i.test(name)) return [];
  const made = (state: string, where: string): readonly UnhealthyPart[] => [
    { name: name.slice(0, 60), state: state.slice(0, 120), where: `response.body#${where}`, what: state.slice(0, 200) },
  ];
  if (typeof value === 'string')
    return SICK.test(value.trim()) || SICK_WORDS.test(value.slice(0, 300)) ? made(value, pointer) : [];
  if (Array.isArray(value)) return isObject(value[0]) ? partOf(name, value[0], step(pointer, 0)) : [];
  if (!isObject(value)) return [];
  for (const member of STATE_MEMBERS) {
    const state = value[member];
    if (state === false && /^(?:healthy|ok|up)$/.test(member)) return made(`${member}: false`, step(pointer, member));
    if (typeof state === 'string' && SICK.test(state.trim())) {
      const reason = [value.error, value.message, value.output, value.description].find(
        (text) => typeof text === 'string' && text !== state,
      );
      return made(typeof reason === 'string' ? `${state}, ${reason}` : state, step(pointer, member));
    }
  }
  return [];
}
