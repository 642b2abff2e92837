import * as v from 'valibot';

/* Shapes that configurations and recipes share. */

export const nonEmpty = v.pipe(v.string(), v.minLength(1, 'must not be empty'));

export const headerName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'expected a header name such as X-Signature'),
);

export const jsonPath = v.pipe(
  v.string(),
  v.regex(/^[^.\s]+(?:\.[^.\s]+)*$/, 'expected a dotted path such as data.object.id'),
);

export const location = v.union(
  [
    v.strictObject({ header: headerName }),
    v.strictObject({ query: nonEmpty }),
    v.strictObject({ json: jsonPath }),
    v.strictObject({ form: nonEmpty }),
  ],
  'expected { "header": NAME }, { "query": NAME }, { "json": PATH } or { "form": NAME }',
);

export const wholeNumber = (least: number, most: number) =>
  v.pipe(
    v.number(),
    v.integer('expected a whole number'),
    v.minValue(least, `expected ${least} to ${most}`),
    v.maxValue(most, `expected ${least} to ${most}`),
  );
