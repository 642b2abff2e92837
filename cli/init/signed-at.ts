import { completeSource } from '../../lambda/config/complete-source.ts';
import type { SourceInput } from '../../lambda/config/schema.ts';
import { storedKey } from '../../lambda/crypto/stored-key.ts';
import type { SignatureRecipe } from '../../lambda/model/signature-scheme.ts';
import { storedKeyForm } from '../../lambda/model/stored-key-form.ts';
import type { SignedRequest } from '../../lambda/schemes/verdict.ts';
import { verifySignature } from '../../lambda/schemes/verify.ts';

/** The instant that a request under this recipe was signed at; undefined where it does not verify. */
export async function signedAt(
  recipe: SignatureRecipe,
  request: SignedRequest,
  secret: string,
): Promise<Date | undefined> {
  const { signature } = completeSource('recipe', { signature: recipe as SourceInput['signature'] });
  const form = signature && storedKeyForm(signature);
  const signing = form && storedKey(secret, form);
  if (signature === undefined || signing === undefined) return undefined;
  const verdict = await verifySignature(signature, request, [{ label: 'current', signing }]);
  const signedAtMs = verdict.ok ? verdict.signedTime?.signedAtMs : undefined;
  const instant = new Date(signedAtMs ?? Number.NaN);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
