/** What the commands below a noun are about, for the help. */
export const nouns: Readonly<Record<string, string>> = {
  audit: 'read, export and verify the audit trail',
  bodies: 'stored request bodies',
  callbacks: 'one-time addresses for the answer to one call',
  dlq: 'events that failed for good',
  ranges: "addresses that the presets' providers publish",
  recipe: 'signature recipes of your own',
  secrets: 'what sources are proved with',
  sources: 'configured sources',
};
