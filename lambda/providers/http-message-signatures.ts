import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'http-message-signatures',
  name: 'RFC 9421 HTTP Message Signatures (generic)',
  category: 'other',
  confidence: 'high',
  docs: { url: 'https://www.rfc-editor.org/rfc/rfc9421', checked: '2026-11-23' },
  signature: {
    kind: 'http-message-signature',
    algorithm: 'hmac-sha256',
    components: ['@method', '@target-uri', 'content-digest'],
    key: { stored: 'base64' },
  },
  operations: { rotation: 'several labels' },
  evidence: ['packages + RFC appendix B test suite in dhensby repo tests'],
};
