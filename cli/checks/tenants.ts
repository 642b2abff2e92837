import type { Source } from '../../lambda/model/source.ts';
import { type Check, type Finding, findingsOf, type Surroundings } from '../check.ts';
import { permitted } from '../not-permitted.ts';
import type { Target } from '../target.ts';
import { listTenants } from '../tenant-secrets.ts';

export const tenants: Check = {
  id: 'tenants',
  title: 'every source with tenants has some, and each of them a secret',
  async run(target, around) {
    const sources = target.sources.filter((source) => source.tenants !== undefined);
    if (sources.length === 0)
      return [{ result: 'not-applicable', finding: 'no source has tenants' }];
    return findingsOf(
      sources.map((source) => ({
        subject: source.id,
        look: async () => [await examine(target, around, source)],
      })),
    );
  },
};

/** Their values are left alone: there may be thousands. */
async function examine(target: Target, { stack }: Surroundings, { id }: Source): Promise<Finding> {
  const listing = Array.fromAsync(listTenants(target, { id }));
  const all = await permitted('secretsmanager:ListSecrets', listing);
  const behind = stack === undefined ? '' : ` --stack ${stack.name}`;
  if (all.length === 0)
    return {
      result: 'warn',
      finding: 'it has no tenants yet: all of its requests are refused',
      remedy: `printf %s "$SECRET" | npx sallyport tenants create ${id} TENANT${behind}`,
    };
  const [first, ...others] = all.filter(({ currentSince }) => currentSince === undefined);
  if (first === undefined) return { result: 'pass', finding: `${all.length} tenants` };
  return {
    result: 'warn',
    finding: `${others.length + 1} of ${all.length} tenants have no secret: their requests are answered with 503`,
    remedy: `printf %s "$SECRET" | npx sallyport secrets set ${id} --tenant ${first.tenant}${behind}`,
  };
}
