import { UserError } from '../../exchange/user-error.ts';
import { mustFind } from '../stored.ts';
import type { ActionSurroundings } from './surroundings.ts';

/** New connections to the host of this exchange pass unread from now on; where they do already, they are read again. */
export async function tunnelHost(
  { reader, session }: ActionSurroundings,
  id: number,
  tunnelled: Set<string> = new Set(),
): Promise<string> {
  const { url } = mustFind(reader, id).exchange.request;
  if (!url.startsWith('https:') || !URL.canParse(url)) {
    throw new UserError(
      'not-encrypted',
      `#${id} did not come in a TLS connection.`,
      'Only those can pass unread; select an https call.',
    );
  }
  const { hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (tunnelled.delete(host)) {
    session.tunnel(host, true);
    return `New connections to ${host} are read again`;
  }
  tunnelled.add(host);
  session.tunnel(host);
  return `New connections to ${host} pass unread; to keep it so, start with --tunnel ${host}`;
}
