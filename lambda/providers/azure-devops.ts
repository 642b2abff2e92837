import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'azure-devops',
  name: 'Azure DevOps service hooks',
  category: 'dev',
  confidence: 'high',
  docs: {
    url: 'https://learn.microsoft.com/azure/devops/service-hooks/services/webhooks',
    checked: '2026-11-23',
  },
  token: { header: 'authorization', as: 'basic' },
  eventId: { json: 'id' },
  eventType: { json: 'eventType' },
  evidence: ['go-playground azuredevops'],
};
