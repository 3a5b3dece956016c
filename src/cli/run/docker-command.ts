/** Options of `docker` itself that take the next word. */
const VALUED = new Set([
  '-H',
  '--host',
  '-c',
  '--context',
  '--config',
  '-l',
  '--log-level',
  '--tlscacert',
  '--tlscert',
  '--tlskey',
]);

export interface DockerRun {
  /** Where options for the container may be inserted: the place behind `run` or `create`. */
  readonly place: number;
  readonly network: 'bridge' | 'host';
}

/** Finds `run` or `create` in the arguments of docker; undefined for all else that docker does. */
export function dockerRun(args: readonly string[]): DockerRun | undefined {
  let place = 0;
  while (args[place]?.startsWith('-')) place += VALUED.has(args[place]!) ? 2 : 1;
  if (args[place] === 'container') place += 1;
  if (args[place] !== 'run' && args[place] !== 'create') return undefined;
  const rest = args.slice(place + 1);
  const isHost = rest.some((word, index) => {
    return /^--net(?:work)?=host$/.test(word) || (/^--net(?:work)?$/.test(word) && rest[index + 1] === 'host');
  });
  return { place: place + 1, network: isHost ? 'host' : 'bridge' };
}
