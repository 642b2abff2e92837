import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'cellulant-tingg',
  name: 'Cellulant Tingg',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://docs.tingg.africa/', checked: '2026-11-23' },
  token: { path: true },
  replies: {
    accepted: {
      json: {
        checkout_request_id: '{json:checkout_request_id}',
        merchant_transaction_id: '{json:merchant_transaction_id}',
        status_code: '183',
        status_description: 'Payment accepted',
      },
    },
  },
  operations: {
    response:
      '200 WITH JSON body carrying status_code 183 (accepted), 180 (rejected) or 188 (received, later) ; payouts: results[0].statusCode. A bare 200 is NOT an acknowledgement',
    retry: 'every 30 s for 24 h until such a body is seen',
  },
  notes: [
    'callback URL travels in each request; expected ack body also has checkout_request_id, merchant_transaction_id, status_description, receipt_number',
    'Tingg repeats a callback every 30 s until the body holds a status code: 183 says accepted.',
  ],
  evidence: [
    'dsasante1/paybox tingg adapter citing docs.tingg.africa (read 2026-09-20)',
    'vendor sample server',
  ],
  sample: {
    body: {
      checkout_request_id: '{id}',
      merchant_transaction_id: 'order-1',
      request_status_code: 178,
    },
  },
};
