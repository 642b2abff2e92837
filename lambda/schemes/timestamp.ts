import { parseDigits } from '../crypto/encoding.ts';
import { defaultToleranceSeconds, type TimestampRule } from '../model/signature-scheme.ts';
import type { SignedTime } from '../model/time.ts';
import type { SignatureText } from './signature-format.ts';
import { type SingleValue, singleValue, type ValueSource } from './single-value.ts';
import type { SignatureReason } from './verdict.ts';

export interface ReadTimestamp extends SignedTime {
  /** As it stands in the request: this is what was signed. */
  readonly text: string;
}

/** The signed timestamp, or why there is none that could be used. Whether it is recent is the freshness check's business. */
export function readTimestamp(
  rule: TimestampRule,
  source: ValueSource,
  signature: SignatureText,
): ReadTimestamp | SignatureReason {
  const found = locate(rule, source, signature);
  if (found.kind === 'missing') return 'timestamp-missing';
  if (found.kind === 'duplicated') return 'signature-duplicated';
  const signedAtMs = instantOf(found.value, rule.unit ?? 'seconds');
  if (signedAtMs === undefined) return 'timestamp-malformed';
  return {
    text: found.value,
    signedAtMs,
    toleranceSeconds: rule.toleranceSeconds ?? defaultToleranceSeconds,
  };
}

function locate({ at }: TimestampRule, source: ValueSource, signature: SignatureText): SingleValue {
  if ('field' in at) return present(signature.fields.get(at.field));
  if ('position' in at) return present(signature.positions[at.position]);
  return singleValue(source, at);
}

const present = (value: string | undefined): SingleValue =>
  value === undefined || value === '' ? { kind: 'missing' } : { kind: 'one', value };

/** Milliseconds have 13 digits from 2001 to 2286, seconds have 10: an `epoch` of more than 11 digits is in milliseconds. */
const mostSecondsDigits = 11;

const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;

function instantOf(text: string, unit: NonNullable<TimestampRule['unit']>): number | undefined {
  if (unit === 'iso-8601') {
    const instant = isoInstant.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(instant) ? undefined : instant;
  }
  const number = parseDigits(text);
  if (number === undefined) return undefined;
  const isMilliseconds =
    unit === 'milliseconds' || (unit === 'epoch' && text.length > mostSecondsDigits);
  return isMilliseconds ? number : number * 1000;
}

/** The instant as this sender writes it. */
export function writeTimestamp(instantMs: number, unit: TimestampRule['unit'] = 'seconds'): string {
  if (unit === 'iso-8601') return new Date(instantMs).toISOString();
  return String(unit === 'milliseconds' ? instantMs : Math.floor(instantMs / 1000));
}
