import type { Destination } from '../model/destination.ts';
import type { HandshakeRecipe } from '../model/handshake.ts';
import type { Preset } from '../model/preset.ts';
import type { ReplyRecipe } from '../model/reply-template.ts';
import type { SignatureRecipe, SignatureScheme } from '../model/signature-scheme.ts';
import type { EventIdRule, ReplyRules, Source, TokenRule } from '../model/source.ts';
import type { TenantRules } from '../model/tenant.ts';
import type { ValueLocation } from '../model/value-location.ts';
import { compileRecipe } from './compile-recipe.ts';
import { compileHandshake, compileReply } from './compile-reply.ts';
import { intervalSeconds, maxBodyBytesLimit, type SourceInput } from './schema.ts';

const defaultThrottle = { ratePerSecond: 50, burst: 100 };

/** A validated source with its preset's values and all defaults filled in. */
export function completeSource(id: string, input: SourceInput, preset?: Preset): Source {
  const { publicUrl, settings, expectEvery } = input;
  return {
    id,
    provider: preset?.id ?? 'generic',
    methods: input.methods ?? preset?.methods ?? ['POST'],
    ...checksOf(input, preset),
    ...(input.callbacks && { callbacks: true }),
    ...tenantsOf(input),
    ...(publicUrl && { publicUrl }),
    ...(settings && { settings }),
    ...eventOf(input, preset),
    ...repliesOf(input, preset),
    onConflict: input.onConflict ?? 409,
    maxBodyBytes: input.maxBodyBytes ?? maxBodyBytesLimit,
    throttle: input.throttle ?? defaultThrottle,
    ...(expectEvery && { expectEverySeconds: intervalSeconds(expectEvery) }),
    ...laneOf(input),
    ...destinationsOf(input),
  };
}

/** What was agreed to is not carried along. */
function destinationsOf({ destinations = [] }: SourceInput): Pick<Source, 'destinations'> {
  if (destinations.length === 0) return {};
  return {
    destinations: destinations.map(({ filterUnsigned: _agreed, ...rest }) => rest as Destination),
  };
}

function tenantsOf({ tenants }: SourceInput): Pick<Source, 'tenants'> {
  if (tenants === undefined) return {};
  return { tenants: tenants === true ? {} : (tenants as TenantRules) };
}

/** One handler at a time is what a queue that keeps the order gives; Lambda's own limit begins at 2. */
function laneOf({ concurrency, ordered }: SourceInput): Pick<Source, 'lane'> {
  if (concurrency === undefined && ordered === undefined) return {};
  const isOrdered = ordered !== undefined || concurrency === 1;
  const byKey =
    typeof ordered === 'object' ? lowerHeader(ordered.byKey as ValueLocation) : 'source';
  return {
    lane: {
      ...(concurrency !== undefined && concurrency > 1 && { concurrency }),
      ...(isOrdered && { orderedBy: concurrency === 1 ? 'source' : byKey }),
    },
  };
}

function repliesOf(input: SourceInput, preset?: Preset): Pick<Source, 'replies' | 'handshakes'> {
  const replies = (input.replies as ReplyRules<ReplyRecipe> | undefined) ?? preset?.replies;
  const handshakes =
    (input.handshakes as readonly HandshakeRecipe[] | undefined) ?? preset?.handshakes;
  const { accepted, ...rest } = replies ?? {};
  return {
    ...(replies && { replies: { ...rest, ...(accepted && { accepted: compileReply(accepted) }) } }),
    ...(handshakes && { handshakes: handshakes.map(compileHandshake) }),
  };
}

/** A signature of the source's own replaces every check of the preset's; a token or addresses add to it. */
function checksOf(
  input: SourceInput,
  preset?: Preset,
): Pick<Source, 'allowList' | 'token' | 'signature'> {
  const allowList = addressesOf(input, preset);
  const token = (input.token as TokenRule | undefined) ?? presetToken(input, preset);
  const signature = schemeOf(input, preset);
  return {
    ...(allowList && { allowList }),
    ...(token && { token: lowerHeader(token) }),
    ...(signature && { signature }),
  };
}

/** A callback's token stands where the preset would have a shared secret in the path. */
function presetToken({ callbacks }: SourceInput, preset?: Preset): TokenRule | undefined {
  const token = preset?.token;
  return callbacks && token !== undefined && 'path' in token ? undefined : token;
}

function addressesOf({ allowList }: SourceInput, preset?: Preset): readonly string[] | undefined {
  const { ranges = [], byDefault } = preset?.addresses ?? {};
  // A list that nobody has filled in yet must not become "nobody may send".
  const published = ranges.length > 0 ? ranges : undefined;
  if (allowList === 'published') return published;
  return allowList ?? (byDefault ? published : undefined);
}

function schemeOf(input: SourceInput, preset?: Preset): SignatureScheme | undefined {
  const recipe = input.signature === undefined ? preset?.signature : withFormat(input.signature);
  const scheme = recipe && compileRecipe(recipe);
  return scheme && input.toleranceSeconds !== undefined
    ? withTolerance(scheme, input.toleranceSeconds)
    : scheme;
}

/** `prefix` is short for a format that has nothing else. */
function withFormat(input: NonNullable<SourceInput['signature']>): SignatureRecipe {
  if (input.kind === 'any') return { kind: 'any', of: input.of.map(withFormat) } as SignatureRecipe;
  if (!('encoding' in input)) return input as SignatureRecipe;
  const { prefix, ...rest } = input;
  return (prefix === undefined ? rest : { ...rest, format: { prefix } }) as SignatureRecipe;
}

function withTolerance(scheme: SignatureScheme, toleranceSeconds: number): SignatureScheme {
  if (scheme.kind === 'any') {
    const of = scheme.of.map((one) => withTolerance(one, toleranceSeconds));
    return { kind: 'any', of } as SignatureScheme;
  }
  if (scheme.kind === 'http-message-signature') return { ...scheme, toleranceSeconds };
  if (scheme.kind === 'jwt') return { ...scheme, maxAgeSeconds: toleranceSeconds };
  return 'timestamp' in scheme && scheme.timestamp
    ? { ...scheme, timestamp: { ...scheme.timestamp, toleranceSeconds } }
    : scheme;
}

function eventOf(input: SourceInput, preset?: Preset): Pick<Source, 'eventId' | 'eventType'> {
  const eventType = (input.eventType as ValueLocation | undefined) ?? preset?.eventType;
  return {
    eventId: eventIdOf(input, preset),
    ...(eventType && { eventType: lowerHeader(eventType) }),
  };
}

function eventIdOf({ eventId }: SourceInput, preset?: Preset): EventIdRule {
  if (eventId === 'none') return { kind: 'none' };
  if (eventId !== undefined) {
    const { trustUnsigned = false, ...at } = eventId;
    return { kind: 'located', at: lowerHeader(at as ValueLocation), trustUnsigned };
  }
  if (preset?.eventId === undefined) return { kind: 'digest' };
  return { kind: 'located', at: preset.eventId, trustUnsigned: false };
}

const lowerHeader = <At extends object>(at: At): At =>
  'header' in at ? { ...at, header: String(at.header).toLowerCase() } : at;
