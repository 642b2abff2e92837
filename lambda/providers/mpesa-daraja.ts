import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mpesa-daraja',
  name: 'M-Pesa Daraja (Safaricom)',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://developer.safaricom.co.ke/', checked: '2026-11-23' },
  token: { path: true },
  addresses: {
    ranges: [
      '196.201.214.200',
      '196.201.214.206',
      '196.201.213.114',
      '196.201.214.207',
      '196.201.214.208',
      '196.201.213.44',
      '196.201.212.127',
      '196.201.212.138',
      '196.201.212.129',
      '196.201.212.136',
      '196.201.212.74',
      '196.201.212.69',
    ],
    byDefault: true,
  },
  replies: { accepted: { json: { ResultCode: 0, ResultDesc: 'Accepted' } } },
  operations: { response: '200 JSON {"ResultCode":0,"ResultDesc":"Accepted"}' },
  notes: [
    'no signature at all: combine unguessable URL segment + IP allow-list + Transaction Status query.',
  ],
  evidence: ['pesafy docs (12-IP list)', 'techinkenya article', 'pesakit docs'],
  sample: {
    body: {
      Body: {
        stkCallback: {
          MerchantRequestID: '29115-34620561-1',
          CheckoutRequestID: '{id}',
          ResultCode: 0,
          ResultDesc: 'The service request is processed successfully.',
        },
      },
    },
  },
};
