/** ISO 8601 in UTC with milliseconds; a time that no date can hold, in an imported capture, becomes the epoch. */
export function isoTime(epochMs: number): string {
  const date = new Date(epochMs);
  return (Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString();
}
