import { headerName, jsonPath, nonEmpty } from '../../lambda/config/parts-schema.ts';
import type { SourceConfig } from '../../lambda/config/receiver-config.ts';
import type { ValueLocation } from '../../lambda/model/value-location.ts';
import type { Asker } from './asker.ts';
import { allowedBy } from './schema-problem.ts';

const places = [
  { value: 'json', name: 'in the JSON body' },
  { value: 'header', name: 'in a header' },
  { value: 'form', name: 'in a field of a form' },
  { value: 'query', name: 'in the query string' },
] as const;
type Kind = (typeof places)[number]['value'];

const nowhere = [
  {
    value: 'nowhere',
    name: 'nowhere: the same content is the same event',
    description: 'The digest of what is signed tells events apart.',
  },
  {
    value: 'none',
    name: 'nowhere, and the same content may be another event',
    description: 'Turns duplicate detection off: a request that comes twice is handled twice.',
  },
] as const;

/** Asks where the sender says which event it is, and of which type. */
export async function askEvent(asker: Asker): Promise<Pick<SourceConfig, 'eventId' | 'eventType'>> {
  const kind = await asker.choose('Where does the id of the event stand?', [
    ...placesOfId,
    ...nowhere,
  ]);
  const eventId =
    kind === 'nowhere' || kind === 'none' ? kind : await askPlace(asker, kind, 'data.id');
  const typeKind = await asker.choose('And its type?', [
    ...places,
    { value: 'nowhere', name: 'nowhere' } as const,
  ]);
  const eventType =
    typeKind === 'nowhere' ? undefined : await askPlace(asker, typeKind, 'data.type');
  return {
    ...(eventId !== 'nowhere' && { eventId }),
    ...(eventType !== undefined && { eventType }),
  };
}

const placesOfId = places.map((place) =>
  place.value === 'header'
    ? {
        ...place,
        description:
          'It decides only where the signature covers the header too. Else it is recorded,\nfor whoever holds one request could send it again under a new id.',
      }
    : place,
);

async function askPlace(asker: Asker, kind: Kind, path: string): Promise<ValueLocation> {
  switch (kind) {
    case 'json':
      return { json: await asker.text(`Path, such as ${path}:`, allowedBy(jsonPath)) };
    case 'header':
      return { header: await asker.text('Name of the header:', allowedBy(headerName)) };
    case 'form':
      return { form: await asker.text('Name of the field:', allowedBy(nonEmpty)) };
    case 'query':
      return { query: await asker.text('Name in the query string:', allowedBy(nonEmpty)) };
    default:
      return kind satisfies never;
  }
}
