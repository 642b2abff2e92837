import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'phonepe-v2',
  name: 'PhonePe PG v2',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://developer.phonepe.com/v1/docs/android-pg-native-sdk-integration-handling-webhooks',
    checked: '2026-11-23',
  },
  token: { header: 'authorization', as: 'sha256-hex' },
  eventType: { json: 'event' },
  operations: { response: '2xx' },
  notes: ['SDK compares with ==', 'The secret is username:password as set in the dashboard.'],
  evidence: ['developer.phonepe.com', 'pg-sdk-node@2.0.2'],
};
