import type { PairsPart, Template } from '../lambda/model/template.ts';
import type { SignedRequest } from '../lambda/schemes/verdict.ts';

/* What senders are known to sign, simplest first. */

const separators = ['.', '', ':', '|', '\n', '-', '_', ','];

const sortedPairs: PairsPart = { pairs: 'form', order: 'sorted', assign: '', join: '' };
const queryLike: PairsPart = { pairs: 'form', order: 'sorted', assign: '=', join: '&' };

/** Content without a timestamp. */
export const plainTemplates = ({ url }: SignedRequest): readonly Template[] => [
  '{body}',
  '{body}{secret}',
  '{secret}{body}',
  '{body}.{secret}',
  [sortedPairs],
  [queryLike],
  '{body|minify}',
  '{body|sorted-json}',
  '{body|strip-whitespace}',
  ...(url === undefined
    ? []
    : [
        '{url}',
        '{url}{body}',
        '{body}{url}',
        '{method}{url}{body}',
        '{method}{path}{body}',
        '{path}{body}',
        '{secret}{method}{url}{body}',
        ['{url}', sortedPairs],
      ]),
];

/** Content with a timestamp. */
export const timedTemplates = ({ url }: SignedRequest): readonly Template[] => [
  ...separators.flatMap((separator) => [
    `{timestamp}${separator}{body}`,
    `{body}${separator}{timestamp}`,
  ]),
  'v0:{timestamp}:{body}',
  'v1:{timestamp}:{body}',
  'v1.{timestamp}.{body}',
  '{timestamp}{body}{secret}',
  ...(url === undefined
    ? []
    : [
        '{method}{url}{body}{timestamp}',
        '{timestamp}{method}{url}{body}',
        '{timestamp}{method}{path}{body}',
        ...separators.flatMap((separator) => [
          `{timestamp}${separator}{url}${separator}{body}`,
          `{url}${separator}{timestamp}${separator}{body}`,
          `{method}${separator}{path}${separator}{timestamp}${separator}{body}`,
        ]),
      ]),
];

/** Content with the value of a header beside the body, and a timestamp where there is one. */
export const idTemplates = (header: string, isTimed: boolean): readonly Template[] => {
  const id = `{header:${header}}`;
  if (!isTimed) return separators.flatMap((at) => [`${id}${at}{body}`, `{body}${at}${id}`]);
  return [
    ...separators.flatMap((at) => [
      `${id}${at}{timestamp}${at}{body}`,
      `{timestamp}${at}${id}${at}{body}`,
      `{body}${at}${id}${at}{timestamp}`,
    ]),
    `{timestamp}\n${id}\n{body}\n`,
  ];
};
