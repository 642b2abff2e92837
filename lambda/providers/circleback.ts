import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'circleback',
  name: 'Circleback',
  category: 'ai',
  confidence: 'medium',
  docs: { url: 'https://circleback.ai/docs/webhook-integration', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-signature', encoding: 'hex' },
  evidence: ['simstudioai/sim circleback.ts'],
};
