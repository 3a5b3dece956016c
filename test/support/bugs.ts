import { endBrokenExchange } from '../../src/proxy/steps.ts';

/** What an uncaught exception said, and the name of what it broke. */
export type ToldBug = readonly [message: string, broken: string | undefined];

/** Handles uncaught exceptions as the proxy's thread does, and hands out what the first was. */
export async function hearingBugs(use: (told: Promise<ToldBug>) => Promise<void>): Promise<void> {
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  const { promise, resolve } = Promise.withResolvers<ToldBug>();
  const onBug = ({ message }: Error) => resolve([message, endBrokenExchange()]);
  process.on('uncaughtException', onBug);
  try {
    await use(promise);
  } finally {
    process.off('uncaughtException', onBug);
    for (const listener of others) process.on('uncaughtException', listener);
  }
}
