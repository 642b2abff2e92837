/** Name of the stack output that holds a source's URL: `standard-webhooks` → `UrlStandardWebhooks`. */
export const urlOutputName = (sourceId: string): string =>
  `Url${sourceId
    .split('-')
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    .join('')}`;
