import type { KeyObject } from 'node:crypto';
import { storedKey } from '../../lambda/crypto/stored-key.ts';
import { secretOwners } from '../../lambda/model/cdn.ts';
import { isSignerId, signersOf } from '../../lambda/model/destination-signer.ts';
import type { SecretFields } from '../../lambda/model/secret-value.ts';
import {
  hasOwnSecret,
  requiredSecretFields,
  type SecretField,
  type Source,
} from '../../lambda/model/source.ts';
import { type Check, type Finding, findingsOf, type Surroundings } from '../check.ts';
import { permitted } from '../not-permitted.ts';
import { readSecretVersion, secretVersions } from '../source-secrets.ts';
import type { Target } from '../target.ts';
import { formOfField } from '../usable-secret.ts';

const longestOverlapDays = 30;
const fewestBytes = 16;
const dayMs = 86_400_000;

export const secrets: Check = {
  id: 'secrets',
  title: 'every secret is set, usable, strong, and its predecessor gone',
  async run(target, around) {
    const owners = [...secretOwners(target), ...signersOf(target.sources)].filter(hasOwnSecret);
    if (owners.length === 0) {
      return [{ result: 'not-applicable', finding: 'no source needs a secret' }];
    }
    return findingsOf(
      owners.map((source) => ({
        subject: source.id,
        look: () => examineSecret(target, around, source),
      })),
    );
  },
};

async function examineSecret(
  target: Target,
  { clock, stack }: Surroundings,
  source: Source,
): Promise<readonly Finding[]> {
  const read = (stage: 'AWSCURRENT' | 'AWSPREVIOUS') =>
    permitted('secretsmanager:GetSecretValue', readSecretVersion(target, source, stage));
  const required = requiredSecretFields(source);
  const behind = stack === undefined ? '' : ` --stack ${stack.name}`;
  const command = (field: SecretField) =>
    `sallyport secrets set ${source.id}${required.length > 1 ? ` --field ${field}` : ''}${behind}`;
  const current = (await read('AWSCURRENT')) ?? {};
  const problems = [
    ...required.flatMap((field) => problemOf(source, field, current, command(field))),
    ...(await overlapOf(target, source, {
      nowMs: clock.nowMs(),
      isSame: async () => isSame(current, (await read('AWSPREVIOUS')) ?? {}),
      command: `sallyport secrets rotate ${source.id} --finish${behind}`,
    })),
  ];
  if (problems.length > 0) return problems;
  return [{ result: 'pass', finding: `usable: ${required.join(', ')}` }];
}

function problemOf(
  source: Source,
  field: SecretField,
  fields: SecretFields,
  command: string,
): readonly Finding[] {
  const text = fields[field] ?? '';
  if (text.trim() === '') {
    return [
      {
        result: 'fail',
        finding: `the ${field} secret is not set: ${effectOf(source)}`,
        remedy: `printf %s "$SECRET" | npx ${command}`,
      },
    ];
  }
  const form = formOfField(source, field);
  if (storedKey(text, form) === undefined) {
    return [
      {
        result: 'fail',
        finding: `the ${field} secret is not ${form.encoding}: ${effectOf(source)}`,
        remedy: `copy it from the sender once more, whole: printf %s "$SECRET" | npx ${command}`,
      },
    ];
  }
  const bytes = strengthOf(source, field, text);
  if (bytes === undefined || bytes >= fewestBytes) return [];
  return [
    {
      result: 'warn',
      finding: `the ${field} secret has ${bytes} bytes: short enough to be guessed from one captured request`,
      remedy: `agree on one of ${fewestBytes} bytes or more with the sender, then npx ${command}`,
    },
  ];
}

const effectOf = ({ id }: Source): string =>
  isSignerId(id) ? 'no event goes there' : 'its requests are answered with 503';

/** Bytes that somebody would have to guess; undefined for public keys, which nobody guesses. */
function strengthOf(source: Source, field: SecretField, text: string): number | undefined {
  const isBasic = field === 'token' && source.token?.as === 'basic';
  const guessed = isBasic ? text.slice(text.indexOf(':') + 1) : text;
  // Before the sender's own transformation: a digest of a short secret is as easy to guess as the secret.
  const { encoding } = formOfField(source, field);
  const key: KeyObject | undefined = storedKey(guessed, { encoding });
  return key === undefined ? 0 : key.symmetricKeySize;
}

interface Overlap {
  readonly nowMs: number;
  readonly isSame: () => Promise<boolean>;
  readonly command: string;
}

/** The previous version stays valid for as long as it is there, however long ago it was replaced. */
async function overlapOf(
  target: Target,
  source: Source,
  { nowMs, isSame: isSameValue, command }: Overlap,
): Promise<readonly Finding[]> {
  const { hasPrevious, currentSince } = await permitted(
    'secretsmanager:ListSecretVersionIds',
    secretVersions(target, source),
  );
  if (!hasPrevious || currentSince === undefined) return [];
  const days = Math.floor((nowMs - currentSince.getTime()) / dayMs);
  if (days <= longestOverlapDays || (await isSameValue())) return [];
  return [
    {
      result: 'warn',
      finding: `the previous secret is still accepted, ${days} days after it was replaced`,
      remedy: `once secrets list shows that it is not used any more, end its life: npx ${command}`,
    },
  ];
}

const isSame = (left: SecretFields, right: SecretFields): boolean =>
  left.signing === right.signing && left.token === right.token;
