const counts = new Intl.NumberFormat('en');

/** A whole number with its thousands apart. */
export const formatCount = (count: number): string => counts.format(count);

/** A count and its noun: `1 attempt`, `3 attempts`. */
export const plural = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${formatCount(count)} ${count === 1 ? noun : nouns}`;

const twoUnits = (large: number, small: number, names: readonly [string, string]): string =>
  small === 0 ? `${large} ${names[0]}` : `${large} ${names[0]} ${small} ${names[1]}`;

/** A length of time with its unit: `12 ms`, `1.24 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${ms < 10 && !Number.isInteger(ms) ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(ms < 10_000 ? 2 : 1))} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return twoUnits(minutes, Math.floor((ms % 60_000) / 1000), ['min', 's']);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return twoUnits(hours, minutes % 60, ['h', 'min']);
  return twoUnits(Math.floor(hours / 24), hours % 24, ['d', 'h']);
}

/** A size: exact below 10 KB, rounded above. */
export function formatBytes(bytes: number): string {
  if (bytes < 10_240) return plural(bytes, 'byte');
  const kb = bytes / 1024;
  return kb < 1024 ? `${kb.toFixed(1)} KB` : `${(kb / 1024).toFixed(1)} MB`;
}
