import { ulid } from 'ulid';
import type { Preset } from '../lambda/model/preset.ts';
import type { Source } from '../lambda/model/source.ts';

interface Wishes {
  readonly nowMs: number;
  readonly eventId?: string;
  readonly eventType?: string;
  readonly body?: Uint8Array;
}

export interface SampleContent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const genericBody = { id: '{id}', type: '{type}', amount: 2000, currency: 'EUR' };

/** Headers and body of a sample event: the preset's where there is one, else a small JSON event that fits the source's configuration. */
export function sampleContent(
  source: Source,
  preset: Preset | undefined,
  wishes: Wishes,
): SampleContent {
  const id = wishes.eventId ?? `evt_${ulid(wishes.nowMs)}`;
  const type = wishes.eventType ?? preset?.sample.eventType ?? 'sample.created';
  const fill = (text: string) => text.replaceAll('{id}', id).replaceAll('{type}', type);
  const headers: Record<string, string> = Object.fromEntries(
    Object.entries(preset?.sample.headers ?? { 'content-type': 'application/json' }).map(
      ([name, value]) => [name, fill(value)],
    ),
  );
  const body: Record<string, unknown> = JSON.parse(
    JSON.stringify(preset?.sample.body ?? genericBody),
    (_name, value) => (typeof value === 'string' ? fill(value) : value),
  );
  const places = [
    [source.eventId.kind === 'located' ? source.eventId.at : undefined, id],
    [source.eventType, type],
  ] as const;
  for (const [place, value] of places) {
    if (place === undefined) continue;
    if ('header' in place) headers[place.header] = value;
    else setPath(body, place.json.split('.'), value);
  }
  return { headers, body: wishes.body ?? new TextEncoder().encode(JSON.stringify(body)) };
}

function setPath(
  target: Record<string, unknown>,
  [name = '', ...rest]: string[],
  value: string,
): void {
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const inner = target[name];
  const next: Record<string, unknown> =
    typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  target[name] = next;
  setPath(next, rest, value);
}
