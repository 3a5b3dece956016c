import { Box, Text, useApp, useInput, useIsScreenReaderEnabled, usePaste } from 'ink';
import { useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import type { Controller } from './controller.ts';
import { keysOf } from './keypress.ts';
import { spokenLines } from './spoken-lines.ts';
import type { Surroundings } from './surroundings.ts';

export interface AppProps {
  readonly controller: Controller;
  readonly surroundings: Surroundings;
  /** Is given the way to hand the terminal over for as long as a promise lasts. */
  readonly onTerminal: (suspend: (run: () => Promise<void>) => Promise<void>) => void;
  /** The terminal is about to be given back. */
  readonly onLeave: () => void;
}

/**
 * Hands keys on; all decisions are made elsewhere. Frames are whole lines of a known width, and drawn by `Drawing`: laid out
 * as a tree of boxes they would cost ten times as much. For screen readers Ink has ways of its own.
 */
export function App({ controller, surroundings, onTerminal, onLeave }: AppProps) {
  const { suspendTerminal } = useApp();
  useEffect(() => onTerminal(suspendTerminal), [onTerminal, suspendTerminal]);
  useLayoutEffect(() => onLeave, [onLeave]);
  useInput((input, key) => {
    for (const name of keysOf(input, key)) controller.press(name);
  });
  usePaste((text) => controller.paste(text));
  return useIsScreenReaderEnabled() ? <SpokenFrame controller={controller} surroundings={surroundings} /> : null;
}

function SpokenFrame({ controller, surroundings }: Pick<AppProps, 'controller' | 'surroundings'>) {
  const state = useSyncExternalStore(controller.subscribe, controller.state);
  return (
    <Box flexDirection="column">
      {spokenLines(state, surroundings).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
        <Text key={index}>{line}</Text>
      ))}
    </Box>
  );
}
