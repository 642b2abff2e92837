import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'invoiless',
  name: 'Invoiless',
  category: 'finance',
  confidence: 'high',
  docs: { url: 'https://docs.invoiless.com/guide/webhooks.html', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'invoiless-signature',
    format: { prefix: 'sha256=' },
    encoding: 'base64',
  },
  eventType: { json: 'type' },
  operations: { response: '200 only, within 10 s' },
  notes: ['sha256= prefix with BASE64, not hex'],
  evidence: ['docs.invoiless.com (2 pages)'],
};
