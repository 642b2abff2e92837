import { requiredSecretFields, type Source } from '../model/source.ts';

/** What does not go together with tenants: a path below the source and what to do. */
export function tenantProblems(completed: Source): readonly string[] {
  const { tenants, callbacks, token, publicUrl } = completed;
  if (tenants === undefined) return [];
  const endsWithSecret = token !== undefined && 'path' in token;
  const isProved = [token, completed.signature, completed.allowList].some((check) => check);
  return [
    ...(callbacks
      ? [
          ".tenants: the address ends with the tenant's name, so it cannot end with a callback's token too: use one of the two",
        ]
      : []),
    ...(endsWithSecret
      ? [
          ".tenants: the address ends with the tenant's name, so it cannot end with a shared secret too: put the token elsewhere, or use one of the two",
        ]
      : []),
    ...(isProved && requiredSecretFields(completed).length === 0
      ? [
          '.tenants: each has a secret of its own, but no check of the source uses a stored one: add a token, or a signature whose secret is stored',
        ]
      : []),
    ...(publicUrl !== undefined && /[?]|\/$/.test(publicUrl)
      ? [
          ".publicUrl: the tenant's name is put behind it: give the address up to the source, without a slash or a query string at its end",
        ]
      : []),
  ];
}
