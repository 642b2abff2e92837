import type { ValueLocation } from '../../lambda/model/value-location.ts';

const kinds = ['header', 'query', 'json', 'form'] as const;

/** The place that `KIND:NAME` names, such as `json:data.id`; undefined where the text is none. */
export function placeOf(text: string): ValueLocation | undefined {
  const [kind = '', ...rest] = text.split(':');
  const name = rest.join(':');
  if (name === '' || !kinds.some((known) => known === kind)) return undefined;
  return { [kind]: name } as ValueLocation;
}
