import { Box, Text, useApp, useCursor, useInput, usePaste } from 'ink';
import { memo, useEffect, useSyncExternalStore } from 'react';
import type { Controller } from './controller.ts';
import { frameOf } from './frame.ts';
import { keysOf } from './keypress.ts';
import type { Line } from './line.ts';
import { mouseEventsOf } from './mouse.ts';
import type { Surroundings } from './surroundings.ts';
import type { Theme } from './theme.ts';

export interface AppProps {
  readonly controller: Controller;
  readonly surroundings: Surroundings;
  readonly theme: Theme;
  /** Is given the way to hand the terminal over for as long as a promise lasts. */
  readonly onTerminal: (suspend: (run: () => Promise<void>) => Promise<void>) => void;
}

/** Draws the frame of the present state, and hands keys on. All decisions are made elsewhere. */
export function App({ controller, surroundings, theme, onTerminal }: AppProps) {
  const state = useSyncExternalStore(controller.subscribe, controller.state);
  const { setCursorPosition } = useCursor();
  const { suspendTerminal } = useApp();
  useEffect(() => onTerminal(suspendTerminal), [onTerminal, suspendTerminal]);
  useInput((input, key) => {
    const events = mouseEventsOf(input);
    if (events !== undefined) {
      for (const event of events) controller.mouse(event);
      return;
    }
    for (const name of keysOf(input, key)) controller.press(name);
  });
  usePaste((text) => controller.paste(text));
  const { lines, caret } = frameOf(state, surroundings);
  setCursorPosition(caret);
  return (
    <Box flexDirection="column">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place on the screen
        <ScreenLine key={index} line={line} theme={theme} />
      ))}
    </Box>
  );
}

const ScreenLine = memo(function ScreenLine({ line, theme }: { readonly line: Line; readonly theme: Theme }) {
  // Ink gives an empty text no height.
  if (line.length === 0) return <Text> </Text>;
  return (
    <Text wrap="truncate">
      {line.map(({ text, tone }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spans have no other identity
        <Text key={index} {...theme[tone]}>
          {text}
        </Text>
      ))}
    </Text>
  );
});
