import { headerName, nonEmpty } from '../../lambda/config/parts-schema.ts';
import { template } from '../../lambda/config/recipe-schema.ts';
import type { SignatureFormat, TimestampRule } from '../../lambda/model/signature-scheme.ts';
import type { Asker } from './asker.ts';
import { allowedBy } from './schema-problem.ts';

/** What is signed, and what stands around the signature: keys of a recipe, only where they differ from its defaults. */
export interface Signed {
  readonly format?: SignatureFormat;
  readonly timestamp?: TimestampRule;
  readonly signed?: string;
}

/** Asks whether the sender signs the time too, and how it puts that together with the body. */
export async function askSigned(asker: Asker): Promise<Signed> {
  const stamp = await asker.choose('What does the sender sign?', [
    { value: 'body', name: 'the body alone' },
    {
      value: 'header',
      name: 'the body and a time, which stands in a header of its own',
      short: 'the body and a time',
    },
    {
      value: 'field',
      name: 'the body and a time beside the signature: t=1795428000,v1=…',
      short: 'the body and a time',
    },
  ] as const);
  if (stamp === 'field') return askFields(asker);
  const prefix = await asker.text(
    'Text before the signature, such as sha256=, or Enter for none:',
    {
      keepSpace: true,
    },
  );
  return {
    ...(prefix !== '' && { format: { prefix } }),
    ...(stamp === 'header' && (await askTimeHeader(asker))),
  };
}

async function askFields(asker: Asker): Promise<Signed> {
  const time = await asker.text('Name of the time in it:', {
    default: 't',
    ...allowedBy(nonEmpty),
  });
  const signature = await asker.text('Name of the signature in it:', {
    default: 'v1',
    ...allowedBy(nonEmpty),
  });
  return {
    format: { fields: { signature } },
    timestamp: { at: { field: time }, ...(await askUnit(asker)) },
    signed: await askTemplate(asker),
  };
}

async function askTimeHeader(asker: Asker): Promise<Signed> {
  const header = await asker.text('Which header carries the time?', {
    default: 'X-Timestamp',
    ...allowedBy(headerName),
  });
  return {
    timestamp: { at: { header }, ...(await askUnit(asker)) },
    signed: await askTemplate(asker),
  };
}

async function askUnit(asker: Asker): Promise<Pick<TimestampRule, 'unit'>> {
  const unit = await asker.choose('How is the time written?', [
    { value: 'seconds', name: 'seconds        1795428000', short: 'seconds' },
    { value: 'milliseconds', name: 'milliseconds   1795428000000', short: 'milliseconds' },
    { value: 'iso-8601', name: 'ISO 8601       2026-11-23T10:00:00Z', short: 'ISO 8601' },
  ] as const);
  return unit === 'seconds' ? {} : { unit };
}

const askTemplate = (asker: Asker): Promise<string> =>
  asker.text('How are the two put together?', {
    default: '{timestamp}.{body}',
    problem: templateProblem,
  });

function templateProblem(text: string): string | undefined {
  const problem = allowedBy(template).problem(text);
  if (problem !== undefined) return problem;
  const missing = ['{timestamp}', '{body}'].find((name) => !text.includes(name));
  return missing && `${missing} is missing: write it where it stands, as in {timestamp}.{body}`;
}
