import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'quay-acr',
  name: 'Quay / Azure Container Registry',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://github.com/fluxcd/notification-controller', checked: '2026-11-23' },
  token: { path: true },
  evidence: ['flux notification-controller'],
};
