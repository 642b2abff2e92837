import type { SecretEncoding, SignatureRecipe } from './signature-scheme.ts';

/**
 * Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks, 2026-11-23): HMAC-SHA256 over id, timestamp and body, several
 * signatures in one header. Providers differ in the header names' prefix (`svix`) and in how the secret is written.
 */
export const standardWebhooksRecipe = (
  prefix = 'webhook',
  secretEncoding: SecretEncoding = 'whsec',
): SignatureRecipe => ({
  kind: 'hmac',
  algorithm: 'sha256',
  header: `${prefix}-signature`,
  format: { versions: 'v1' },
  encoding: 'base64',
  secretEncoding,
  timestamp: { at: { header: `${prefix}-timestamp` }, toleranceSeconds: 300 },
  signed: `{header:${prefix}-id}.{timestamp}.{body}`,
});
