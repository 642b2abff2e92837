const secondsPer = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of `15m`, `2h`, `3d`, or of a whole number of seconds; undefined for anything else and for nothing. */
export function durationSeconds(duration: unknown): number | undefined {
  const form = /^([1-9]\d{0,8})([smhd]?)$/.exec(
    typeof duration === 'number' || typeof duration === 'string' ? String(duration) : '',
  );
  return form === null
    ? undefined
    : Number(form[1]) * secondsPer[form[2] as keyof typeof secondsPer];
}
