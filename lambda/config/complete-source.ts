import type { Preset } from '../model/preset.ts';
import type { SignatureScheme, SignedPart } from '../model/signature-scheme.ts';
import type { EventIdRule, Source, ValueLocation } from '../model/source.ts';
import { maxBodyBytesLimit, type SourceInput } from './schema.ts';
import { parseSignedTemplate } from './signed-template.ts';

const defaultThrottle = { ratePerSecond: 50, burst: 100 };
const defaultToleranceSeconds = 300;

/** A validated source with its preset's values and all defaults filled in. */
export function completeSource(id: string, input: SourceInput, preset?: Preset): Source {
  return {
    id,
    provider: preset?.id ?? 'generic',
    methods: input.methods ?? preset?.methods ?? ['POST'],
    ...checksOf(input, preset),
    ...eventOf(input, preset),
    onConflict: input.onConflict ?? 409,
    maxBodyBytes: input.maxBodyBytes ?? maxBodyBytesLimit,
    throttle: input.throttle ?? defaultThrottle,
  };
}

function checksOf(
  input: SourceInput,
  preset?: Preset,
): Pick<Source, 'allowList' | 'token' | 'signature'> {
  const signature = input.signature === undefined ? preset?.signature : schemeOf(input.signature);
  return {
    ...(input.allowList === undefined ? {} : { allowList: input.allowList }),
    ...(input.token === undefined ? {} : { token: { header: input.token.header.toLowerCase() } }),
    ...(signature === undefined ? {} : { signature }),
  };
}

function eventOf(input: SourceInput, preset?: Preset): Pick<Source, 'eventId' | 'eventType'> {
  const eventId = input.eventId === undefined ? preset?.eventId : eventIdOf(input.eventId);
  const eventType = input.eventType === undefined ? preset?.eventType : locationOf(input.eventType);
  return {
    eventId: eventId ?? { kind: 'digest' },
    ...(eventType === undefined ? {} : { eventType }),
  };
}

function schemeOf(input: NonNullable<SourceInput['signature']>): SignatureScheme {
  const parameters = {
    algorithm: input.algorithm,
    header: input.header.toLowerCase(),
    grammar: { kind: 'plain', prefix: input.prefix ?? '' },
    encoding: input.encoding,
    secretEncoding: input.secretEncoding ?? 'utf8',
  } as const;
  if (input.kind === 'hmac') return { kind: 'hmac', ...parameters };
  return {
    kind: 'hmac-timestamped',
    ...parameters,
    timestamp: { kind: 'header', header: input.timestampHeader.toLowerCase() },
    timestampUnit: input.timestampUnit ?? 'seconds',
    signed: parsedTemplate(input.signed),
    toleranceSeconds: input.toleranceSeconds ?? defaultToleranceSeconds,
  };
}

function parsedTemplate(template: string): readonly SignedPart[] {
  const parts = parseSignedTemplate(template);
  if (typeof parts === 'string')
    throw new TypeError(`the schema let a bad template through: ${parts}`);
  return parts;
}

function locationOf(input: NonNullable<SourceInput['eventType']>): ValueLocation {
  return 'header' in input ? { header: input.header.toLowerCase() } : input;
}

function eventIdOf(input: NonNullable<SourceInput['eventId']>): EventIdRule {
  if (input === 'none') return { kind: 'none' };
  if ('json' in input) return { kind: 'located', at: input, trustUnsigned: false };
  return { kind: 'located', at: locationOf(input), trustUnsigned: input.trustUnsigned ?? false };
}
