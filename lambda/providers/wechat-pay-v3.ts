import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'wechat-pay-v3',
  name: 'WeChat Pay API v3',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://pay.weixin.qq.com/doc/v3/merchant/4012071382', checked: '2026-11-23' },
  signature: {
    kind: 'rsa',
    algorithm: 'sha256',
    key: { stored: 'pem' },
    header: 'wechatpay-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'wechatpay-timestamp' }, toleranceSeconds: 300 },
    signed: '{timestamp}\n{header:wechatpay-nonce}\n{body}\n',
  },
  eventId: { json: 'id' },
  eventType: { json: 'event_type' },
  operations: { response: '200/204 empty, or {"code":"SUCCESS"}; 5 s' },
  notes: ['business payload is AES-256-GCM encrypted in resource'],
  evidence: ['wechatpay-axios-plugin, wechatpay-node-v3 (machine-verified message form)'],
};
