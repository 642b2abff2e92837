const pad = (number: number, digits = 2): string => String(number).padStart(digits, '0');

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Local day of the month: `12 Mar`. */
export const formatDay = (date: Date): string => `${date.getDate()} ${months[date.getMonth()]}`;

/** Local time of day to the second: `14:03:22`. */
export const formatTimeOfDay = (date: Date): string =>
  `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;

const isSameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

/** Local time as lists show it: to the millisecond for today, with the date for other days. What is no instant comes back as it is. */
export function formatInstant(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const time = formatTimeOfDay(date);
  if (isSameDay(date, now)) return `${time}.${pad(date.getMilliseconds(), 3)}`;
  const day = formatDay(date);
  return date.getFullYear() === now.getFullYear()
    ? `${day} ${time}`
    : `${day} ${date.getFullYear()} ${time.slice(0, 5)}`;
}

/** Local date and time in full: `2026-03-12 14:03:22.512`. */
export function formatFullInstant(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${formatTimeOfDay(date)}.${pad(date.getMilliseconds(), 3)}`;
}

/** Time of day, or date, at which a bucket of a summary begins. */
export function formatBucket(seconds: number, bucketSeconds: number): string {
  const date = new Date(seconds * 1000);
  const time = formatTimeOfDay(date);
  const short = bucketSeconds % 60 === 0 ? time.slice(0, 5) : time;
  return isSameDay(date, new Date()) ? short : `${formatDay(date)} ${short}`;
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** How long ago it was, in its largest whole unit: `3 minutes ago`. */
export function formatAge(iso: string, nowMs = Date.now()): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1000));
  if (Number.isNaN(seconds)) return iso;
  if (seconds < 5) return 'just now';
  const [unit, length] = units.find(([, each]) => seconds >= each) ?? units[3];
  return relative.format(-Math.floor(seconds / length), unit);
}

/** Value of a `datetime-local` field for an instant, in local time. */
export const toLocalField = (iso: string): string =>
  Number.isNaN(Date.parse(iso)) ? '' : formatFullInstant(iso).slice(0, 19).replace(' ', 'T');

/** The instant that a `datetime-local` field names, ISO 8601; undefined where it is empty or half filled in. */
export function fromLocalField(value: string): string | undefined {
  const date = new Date(value);
  return value === '' || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The browser's offset from UTC: `UTC+02:00`. */
export function localOffset(): string {
  const minutes = -new Date().getTimezoneOffset();
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
