/** What a person may write behind a number of bytes, in lower case. */
export const SIZE_UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

/** `87 B`, `1.2 kB`, `34 kB`, `345 kB`, `5.6 MB`: decimal units, one digit behind the point below ten. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** `8 ms`, `1.4 s`, `42 s`, `3 min 5 s`, `2 h 10 min`, `5 d 3 h`: what a reader needs, no more. */
export function formatDuration(ms: number): string {
  if (ms > 0 && ms < 0.05) return '<0.1 ms';
  if (ms < 999.5) return `${ms.toFixed(ms < 9.95 && ms > 0 && !Number.isInteger(ms) ? 1 : 0)} ms`;
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const parts: [number, string, number, string] | undefined =
    whole < 3600
      ? [Math.floor(whole / 60), 'min', whole % 60, 's']
      : whole < 86_400
        ? [Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min']
        : [Math.floor(whole / 86_400), 'd', Math.floor((whole % 86_400) / 3600), 'h'];
  return parts[2] === 0 ? `${parts[0]} ${parts[1]}` : `${parts[0]} ${parts[1]} ${parts[2]} ${parts[3]}`;
}

/** `1 message`, `1200 messages` */
export function formatMessages(count: number): string {
  return `${count} ${count === 1 ? 'message' : 'messages'}`;
}
