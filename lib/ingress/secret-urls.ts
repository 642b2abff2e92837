import type { Source } from '../../lambda/model/source.ts';

/** The source's URL ends with a secret: with a shared one, or with the token of a callback. */
export const hasSecretPath = ({ token, callbacks }: Pick<Source, 'token' | 'callbacks'>): boolean =>
  callbacks !== undefined || (token !== undefined && 'path' in token);

/** A secret stands anywhere in the URLs that the source's sender calls. */
export const hasSecretUrl = (source: Pick<Source, 'token' | 'callbacks'>): boolean =>
  hasSecretPath(source) || (source.token !== undefined && 'query' in source.token);
