import { type Copy, copyForMutation, sliceOf } from './support/mutant.ts';

/* Takes out one safeguard of the tenants at a time, in a copy, and demands that the tests notice. */

const ingress = ['test/lambda/ingress/tenants'];
const cache = ['test/lambda/aws/tenant-secrets'];
const store = ['test/lambda/aws/secrets-manager'];
const records = ['test/lambda/aws/tenant-records'];
const rates = ['test/lambda/aws/rate-limit'];
const config = ['test/lambda/config/tenants'];

let copy: Copy;
beforeAll(() => {
  copy = copyForMutation();
});
afterAll(() => copy.remove());

test.each(
  sliceOf([
    [
      "the tenant in an event's key",
      ingress,
      'lambda/model/tenant.ts',
      'tenant === undefined ? key :',
      'true ? key :',
    ],
    [
      "the tenant's own secret",
      ingress,
      'lambda/model/tenant.ts',
      'return tenant === undefined ? undefined : { ...source, tenant };',
      'return tenant === undefined ? undefined : source;',
    ],
    [
      "the tenant in a secret's name",
      store,
      'lambda/model/tenant.ts',
      'tenant === undefined ? id :',
      'true ? id :',
    ],
    [
      "the tenant in the cache's key",
      cache,
      'lambda/model/tenant.ts',
      'tenant === undefined ? id :',
      'true ? id :',
    ],
    [
      'the form of names',
      ingress,
      'lambda/model/tenant.ts',
      'nameForm.test(text) && text !== reservedName',
      'text !== reservedName',
    ],
    [
      'the name that destinations have for themselves',
      ingress,
      'lambda/model/tenant.ts',
      'nameForm.test(text) && text !== reservedName',
      'nameForm.test(text)',
    ],
    [
      'the refusal of who names nobody',
      ingress,
      'lambda/model/tenant.ts',
      'return tenant === undefined ? undefined : { ...source, tenant };',
      'return { ...source, ...(tenant && { tenant }) };',
    ],
    [
      'the budget of look-ups',
      ingress,
      'lambda/aws/secret-cache.ts',
      "if (!budget.take(owner.id)) return { kind: 'not-looked-up' };",
      'budget.take(owner.id);',
    ],
    [
      'what is given back of the budget for tenants that exist',
      ingress,
      'lambda/aws/secret-cache.ts',
      "if (lookup.kind !== 'unknown') budget.giveBack(owner.id);",
      '',
    ],
    [
      'the budget of each source for itself',
      cache,
      'lambda/aws/look-up-budget.ts',
      'return spent.get(sourceId) ?? 0;',
      'return Math.max(0, ...spent.values());',
    ],
    [
      'the memory of who is unknown',
      cache,
      'lambda/aws/secret-cache.ts',
      "if (missed !== undefined && ageOf(missed) < goodForMs(missed)) return { kind: 'unknown' };",
      '',
    ],
    [
      'the bound of the cache',
      cache,
      'lambda/aws/bounded-map.ts',
      'if (this.#entries.size <= this.#most) return;',
      'return;',
    ],
    [
      'the order of use in the cache',
      cache,
      'lambda/aws/bounded-map.ts',
      'if (value !== undefined) this.set(key, value);',
      '',
    ],
    [
      'the room for unknown names beside that for secrets',
      cache,
      'lambda/aws/secret-cache.ts',
      'known.delete(id);\n      unknown.set',
      'known.set(id, { lookup, readAtMs });\n      unknown.set',
    ],
    [
      'the budget for secrets that are handed over',
      cache,
      'lambda/aws/secret-cache.ts',
      'const isNew = cached === undefined && owner.tenant !== undefined;',
      'const isNew = false;',
    ],
    [
      'the forgetting of a tenant that was deleted',
      cache,
      'lambda/aws/secret-cache.ts',
      'known.delete(id);\n      unknown.set',
      'unknown.set',
    ],
    [
      'the difference between no tenant and one without a value',
      store,
      'lambda/aws/secrets-manager.ts',
      "lookup.kind === 'not-set' && !(await exists(client, secretId))",
      "lookup.kind === 'not-set'",
    ],
    [
      'the look whether a tenant was deleted',
      store,
      'lambda/aws/secrets-manager.ts',
      'return DeletedDate === undefined;',
      'return true;',
    ],
    [
      'the refusal of an unknown tenant before handshakes',
      ingress,
      'lambda/ingress/answer-handshake.ts',
      "if (lookup.kind === 'unknown' || lookup.kind === 'not-looked-up')",
      'if (false as boolean)',
    ],
    [
      'the limit of a tenant',
      ingress,
      'lambda/ingress/limit-tenant.ts',
      "return isWithin ? fresh : reject(fresh, 'tenant-rate');",
      'return fresh;',
    ],
    [
      'the checks before the rate',
      ingress,
      'lambda/ingress/receive.ts',
      'const verified = await prove(admitted, ingress);',
      "const counted = await limitTenant({ ...admitted, stage: 'fresh', strength: 'address' }, ingress);\n  if (counted.stage === 'rejected') return turnAway(counted, ingress);\n  const verified = await prove(admitted, ingress);",
    ],
    [
      'the tenant in the name that is counted',
      ingress,
      'lambda/ingress/limit-tenant.ts',
      'rates.take(secretIdOf({ id, tenant }), most, window)',
      'rates.take(id, most, window)',
    ],
    [
      'the condition of the count',
      rates,
      'lambda/aws/rate-limit.ts',
      "'attribute_not_exists(taken) OR taken < :most'",
      "'attribute_not_exists(taken) OR taken < :most OR taken >= :most'",
    ],
    [
      'the tenant in the address that is signed',
      ingress,
      'lambda/ingress/signed-request.ts',
      'source.callbacks ? request.pathToken : tenantOf(source, request)',
      'source.callbacks ? request.pathToken : undefined',
    ],
    [
      'the tenant in the group that keeps an order',
      ingress,
      'lambda/ingress/identify.ts',
      'sha256Hex(tenantKey(tenant, textsAt',
      'sha256Hex(tenantKey(undefined, textsAt',
    ],
    [
      'the tenant in the key that a digest is told by',
      ingress,
      'lambda/ingress/identify.ts',
      'keyWithoutTenant(key).startsWith(digestPrefix)',
      'key.startsWith(digestPrefix)',
    ],
    [
      'the tenant on records',
      records,
      'lambda/aws/audit-items.ts',
      '...(tenant === undefined ? {} : { tenant }),\n    receivedAt',
      'receivedAt',
    ],
    [
      'the tenant that handlers see',
      records,
      'lambda/aws/event-store.ts',
      '...(item.tenant === undefined ? {} : { tenant: item.tenant }),',
      '',
    ],
    [
      'the demand for a stored secret',
      config,
      'lambda/config/tenant-problems.ts',
      'isProved && requiredSecretFields(completed).length === 0',
      'false',
    ],
    [
      'the refusal of a secret in the path beside the tenant',
      config,
      'lambda/config/tenant-problems.ts',
      '...(endsWithSecret',
      '...(false',
    ],
  ] as const),
)('a test fails when %s is taken out', (_name, tests, file, find, replace) => {
  expect(copy.passes(tests, { file, find, replace })).toBe(false);
});

test('what failed passes while nothing is taken out', () => {
  expect(copy.failedByMutationAlone()).toBe(true);
});
