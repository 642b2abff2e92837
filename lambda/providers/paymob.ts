import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'paymob',
  name: 'Paymob (EG, SA, AE, PK ...)',
  category: 'payments-africa',
  confidence: 'high',
  docs: {
    url: 'https://developers.paymob.com/paymob-docs/developers/webhook-callbacks-and-hmac/hmac/hmac-transaction-callback',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha512',
    query: 'hmac',
    encoding: 'hex',
    signed:
      '{json:obj.amount_cents}{json:obj.created_at}{json:obj.currency}{json:obj.error_occured}{json:obj.has_parent_transaction}{json:obj.id}{json:obj.integration_id}{json:obj.is_3d_secure}{json:obj.is_auth}{json:obj.is_capture}{json:obj.is_refunded}{json:obj.is_standalone_payment}{json:obj.is_voided}{json:obj.order.id}{json:obj.owner}{json:obj.pending}{json:obj.source_data.pan}{json:obj.source_data.sub_type}{json:obj.source_data.type}{json:obj.success}',
  },
  eventType: { json: 'type' },
  notes: ['token and subscription callbacks use other field lists'],
  evidence: ['developers.paymob.com', 'ex_paymob', 'hookdeck skill'],
};
