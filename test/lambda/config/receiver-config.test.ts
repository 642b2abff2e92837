import type { SourceConfig } from '../../../lambda/config/receiver-config.ts';
import { sourceSchema } from '../../../lambda/config/schema.ts';

/** Every key of the type, and nothing else: the compiler sees to that. */
const keys: Readonly<Record<keyof SourceConfig, true>> = {
  provider: true,
  methods: true,
  allowList: true,
  token: true,
  callbacks: true,
  tenants: true,
  signature: true,
  vectors: true,
  publicUrl: true,
  settings: true,
  toleranceSeconds: true,
  eventId: true,
  eventType: true,
  replies: true,
  handshakes: true,
  onConflict: true,
  maxBodyBytes: true,
  throttle: true,
  expectEvery: true,
  concurrency: true,
  ordered: true,
  destinations: true,
};

test('a typed configuration may say what a JSON one may', () => {
  expect(Object.keys(keys).sort()).toEqual(Object.keys(sourceSchema.entries).sort());
});
