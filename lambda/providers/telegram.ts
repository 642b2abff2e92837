import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'telegram',
  name: 'Telegram Bot API',
  category: 'messaging',
  confidence: 'high',
  docs: { url: 'https://core.telegram.org/bots/api#setwebhook', checked: '2026-11-23' },
  token: { header: 'x-telegram-bot-api-secret-token' },
  operations: { response: '2xx (may answer with a method call JSON)' },
  evidence: ['grammy@1.46.0 convenience/webhook.js'],
};
