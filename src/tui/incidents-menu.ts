import { redactUrl } from '../exchange/redact.ts';
import { formatDuration } from '../exchange/units.ts';
import { cellsOf, fitted, safeText } from './cells.ts';
import { FOLDED_FROM, type Incident } from './incidents.ts';
import { type Line, span } from './line.ts';
import { type Menu, PLAIN_MENU } from './menu.ts';
import { signOf } from './signs.ts';

const WIDEST_ROUTE = 48;

/** Failures by what is wrong, the one that came last first. */
export function incidentsMenu(incidents: readonly Incident[]): Menu {
  const routes = incidents.map(({ route }) => safeText(redactUrl(route.slice(0, 2000))));
  const widest = Math.min(WIDEST_ROUTE, Math.max(0, ...routes.map(cellsOf)));
  return {
    ...PLAIN_MENU,
    kind: 'incidents',
    title: titleOf(incidents),
    ifEmpty: 'Nothing has failed so far.',
    items: incidents.map((incident, index) => ({
      key: incident.key,
      name: String(incident.latest.id),
      line: incidentLine(incident, fitted(routes[index]!, widest)),
      help: incidentText(incident),
    })),
  };
}

/** As many incidents as the log says there are; what has not come often enough for that is listed too. */
function titleOf(incidents: readonly Incident[]): string {
  const repeated = incidents.filter(({ count }) => count >= FOLDED_FROM).length;
  const rare = incidents.length - repeated;
  const parts = [
    ...(repeated === 0 ? [] : [`${repeated} ${repeated === 1 ? 'incident' : 'incidents'}`]),
    ...(rare === 0 ? [] : [`${rare} ${repeated === 0 ? '' : 'rarer '}${rare === 1 ? 'failure' : 'failures'}`]),
  ];
  return parts.length === 0 ? 'incidents' : parts.join(', ');
}

function incidentLine({ latest, count, cause }: Incident, route: string): Line {
  const { glyph, tone } = signOf(latest);
  return [
    span(`${glyph} `, tone),
    span(fitted(count === 1 ? '' : `×${count}`, 6), count >= FOLDED_FROM ? 'strong' : 'plain'),
    span(fitted(latest.status === null ? '–––' : String(latest.status), 4), tone),
    span(fitted(cause ?? '', 26), tone),
    span(`${route}  `),
    span(safeText(latest.summary.slice(0, 300)), 'dim'),
  ];
}

function incidentText({ latest, count, firstAt, lastAt, addresses }: Incident): string {
  const forMs = Math.round((lastAt - firstAt) / 1000) * 1000;
  const often =
    count === 1 ? 'Once' : `${count} times${forMs === 0 ? ' within a second' : ` in ${formatDuration(forMs)}`}`;
  const where = count === 1 ? '' : addresses === 1 ? ', at one address' : `, at ${addresses} addresses`;
  return `${often}${where}; the latest is #${latest.id}: ${latest.summary}`;
}
