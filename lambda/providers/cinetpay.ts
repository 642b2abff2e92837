import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'cinetpay',
  name: 'CinetPay',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://docs.cinetpay.com/api/1.0-en/checkout/hmac', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-token',
    encoding: 'hex',
    signed:
      '{form:cpm_site_id}{form:cpm_trans_id}{form:cpm_trans_date}{form:cpm_amount}{form:cpm_currency}{form:signature}{form:payment_method}{form:cel_phone_num}{form:cpm_phone_prefixe}{form:cpm_language}{form:cpm_version}{form:cpm_payment_config}{form:cpm_page_action}{form:cpm_custom}{form:cpm_designation}{form:cpm_error_message}',
  },
  evidence: ['docs.cinetpay.com HMAC page', '4 independent implementations'],
};
