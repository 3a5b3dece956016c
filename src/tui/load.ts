let loading: Promise<typeof import('./start.tsx')> | undefined;

/** The interface, loaded once and when it is wanted; calling it early, while other threads start, saves that time. */
export function loadTui(): Promise<typeof import('./start.tsx')> {
  loading ??= import('./start.tsx');
  return loading;
}
