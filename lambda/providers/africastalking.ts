import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'africastalking',
  name: "Africa's Talking",
  category: 'telecom',
  confidence: 'medium',
  docs: { url: 'https://developers.africastalking.com/', checked: '2026-11-23' },
  token: { path: true },
  eventId: { form: 'id' },
  operations: { response: '200; USSD body must start with "CON " or "END "' },
  notes: [
    'any HMAC in community code is self-made',
    'Nothing proves a callback but the token in the path.',
  ],
  evidence: ['2 tutorials + help centre (form-encoded callbacks, no vendor signature documented)'],
};
