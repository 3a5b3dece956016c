import type { ServerConnection, TlsFacts } from '../exchange/connection.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { namedPhases, phasesOf } from '../exchange/phases.ts';
import { printable } from '../exchange/printable.ts';
import { formatDuration } from '../exchange/units.ts';

/** The way an exchange took and the time it took on it, one fact a line. */
export function connectionLines(exchange: Exchange): string[] {
  const { client, app, clientTls, server, isReused } = exchange.connection;
  const phases = namedPhases(phasesOf(exchange)).map(([name, ms]) => `${name} ${formatDuration(ms)}`);
  const facts: (readonly [name: string, value: string])[] = [];
  if (client !== null) facts.push(['client', [client, ...tlsWords(clientTls)].join(', ')]);
  if (app !== undefined) facts.push(['app', app.pid === null ? app.name : `${app.name} (process ${app.pid})`]);
  if (server !== null) facts.push(...serverFacts(server, isReused));
  if (phases.length > 0) facts.push(['time', phases.join(' · ')]);
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${printable(value)}`);
}

function serverFacts({ server, via, tls }: ServerConnection, isReused: boolean): (readonly [string, string])[] {
  const reuse = isReused ? ['connection used before'] : [];
  const [certificate] = tls?.chain ?? [];
  return [
    ['server', [via === null ? server : 'behind an upstream proxy', ...tlsWords(tls), ...reuse].join(', ')],
    ...(via === null ? [] : [['via', `${via} at ${server}`] as const]),
    ...(certificate === undefined
      ? []
      : [
          ['cert', `${certificate.subject}, until ${certificate.validTo}`] as const,
          ['issuer', certificate.issuer] as const,
        ]),
    ...(tls?.distrust ? [['trust', `not trusted (${tls.distrust})`] as const] : []),
  ];
}

function tlsWords(tls: TlsFacts | null): string[] {
  return tls === null ? [] : [tls.protocol, tls.cipher, ...(tls.alpn === null ? [] : [tls.alpn])];
}
