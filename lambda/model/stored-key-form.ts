import {
  alternatives,
  type PublicKeyEncoding,
  type SecretEncoding,
  type SecretTransform,
  type SignatureScheme,
} from './signature-scheme.ts';

/** How the stored secret becomes the key of a scheme. */
export interface StoredKeyForm {
  readonly encoding: SecretEncoding | PublicKeyEncoding;
  readonly transform?: SecretTransform;
}

/** Form of the stored key; undefined where the sender publishes its key and nothing is stored. All alternatives share one key. */
export function storedKeyForm(scheme: SignatureScheme): StoredKeyForm | undefined {
  for (const one of alternatives(scheme)) {
    const form = formOf(one);
    if (form !== undefined) return form;
  }
  return undefined;
}

function formOf(scheme: ReturnType<typeof alternatives>[number]): StoredKeyForm | undefined {
  if ('key' in scheme) return 'stored' in scheme.key ? { encoding: scheme.key.stored } : undefined;
  if (scheme.kind === 'cipher-checksum') return { encoding: 'utf8' };
  const encoding = scheme.kind === 'hmac' ? (scheme.secretEncoding ?? 'utf8') : 'utf8';
  return { encoding, ...(scheme.secretTransform && { transform: scheme.secretTransform }) };
}
