import { headerName, nonEmpty } from '../../lambda/config/parts-schema.ts';
import type { TokenRule } from '../../lambda/model/source.ts';
import type { Asker } from './asker.ts';
import { allowedBy } from './schema-problem.ts';

const places = [
  { value: 'header', name: 'a header' },
  { value: 'query', name: 'the query string' },
  { value: 'basic', name: 'HTTP Basic: user and password' },
  {
    value: 'path',
    name: 'the end of the URL',
    description: 'The sender gets the URL /hooks/SOURCE/SECRET and needs nothing else.',
  },
] as const;

/** Asks where the shared secret stands. */
export async function askToken(asker: Asker): Promise<TokenRule> {
  const place = await asker.choose('Where does the shared secret stand?', places);
  switch (place) {
    case 'basic':
      return { header: 'Authorization', as: 'basic' };
    case 'path':
      return { path: true };
    case 'query':
      return { query: await asker.text('Name in the query string:', allowedBy(nonEmpty)) };
    case 'header':
      return askHeaderToken(asker);
    default:
      return place satisfies never;
  }
}

async function askHeaderToken(asker: Asker): Promise<TokenRule> {
  const header = await asker.text('Name of the header:', {
    default: 'X-Secret',
    ...allowedBy(headerName),
  });
  const prefix = await asker.text('Text before the secret, or Enter for none:', {
    keepSpace: true,
    ...(header.toLowerCase() === 'authorization' && { default: 'Bearer ' }),
  });
  return { header, ...(prefix !== '' && { prefix }) };
}
