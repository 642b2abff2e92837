import { presets } from '../../lambda/config/preset-index.ts';
import type { Preset } from '../../lambda/model/preset.ts';
import { alternatives } from '../../lambda/model/signature-scheme.ts';
import { strengthOf } from '../../lambda/model/source.ts';
import type { PresetCase } from './preset-cases.ts';
import { presetVectors } from './vectors.ts';

/** How a preset was proved: against the vendor's own package, a request that the vendor publishes, or our own signing side alone. */
export function proofOf(id: string, packages: ReadonlyMap<string, string>): string {
  const own = packages.get(id);
  const vectors = presetVectors.find(({ preset }) => preset === id)?.vectors ?? [];
  const published = vectors.filter(({ origin }) => origin !== 'sallyport');
  return (
    [
      ...(own ? [`package \`${own}\``] : []),
      ...published.map(({ origin }) => `[published request](${origin})`),
    ].join(', ') || 'own signing side'
  );
}

const schemeNames: Readonly<Record<string, string>> = {
  hmac: 'HMAC',
  digest: 'digest with secret',
  rsa: 'RSA',
  ecdsa: 'ECDSA',
  ed25519: 'Ed25519',
  jwt: 'JWT',
  'detached-jws': 'detached JWS',
  'http-message-signature': 'HTTP message signature',
};

function checksOf({ source }: PresetCase): string {
  const schemes = source.signature
    ? [...new Set(alternatives(source.signature).map(({ kind }) => schemeNames[kind] ?? kind))]
    : [];
  return [
    ...(source.allowList ? ['address'] : []),
    ...(source.token ? ['path' in source.token ? 'token in path' : 'token'] : []),
    ...schemes,
  ].join(' + ');
}

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function sections(preset: Preset): readonly string[] {
  const { operations = {}, notes = [], settings = {}, addresses } = preset;
  return [
    ...Object.entries(settings).map(([name, meaning]) => `\`settings.${name}\`: ${meaning}`),
    ...(operations.response ? [`reply: ${operations.response}`] : []),
    ...(operations.retry ? [`retries: ${operations.retry}`] : []),
    ...(operations.rotation ? [`rotation: ${operations.rotation}`] : []),
    ...(addresses && addresses.ranges.length > 0
      ? [`addresses: ${addresses.ranges.join(', ')}`]
      : []),
    ...(addresses?.list ? [`address list: ${addresses.list.url}`] : []),
    ...(preset.handshakes ? [`handshakes: ${preset.handshakes.length}`] : []),
    ...notes,
  ];
}

/** The page `docs/providers.md`. */
export function providerPage(
  cases: readonly PresetCase[],
  packages: ReadonlyMap<string, string>,
): string {
  const known = cases.length;
  const dataOf = ({ id }: PresetCase): Preset => presets.get(id) as Preset;
  const proofs = cases.map(({ id }) => proofOf(id, packages));
  const withPackage = cases.filter(({ id }) => packages.has(id)).length;
  const withRequest = proofs.filter((proof) => proof.includes('published request')).length;
  const medium = cases.filter((one) => dataOf(one).confidence === 'medium').length;

  return `# Providers

Generated from \`lambda/providers\` by \`npm run providers\`; a test compares. ${known} presets, of which ${withPackage} are proved against a package of the
vendor's, ${withRequest} against a request that the vendor publishes, the rest by our own signing side. ${known - medium} are of high confidence (official code or
documentation, or two independent implementations that agree), ${medium} of medium (one implementation). The date beside the documentation is the day on
which our data was compared with stored copies of it.

Strength is what a request proves: \`signed\` fixes what the event says, \`token\` that the sender knows a secret, \`address\` where it comes from.

| preset | provider | category | checks | strength | confidence | proved by | documentation |
|---|---|---|---|---|---|---|---|
${cases
  .map((one, at) =>
    row([
      `\`${one.id}\``,
      dataOf(one).name,
      dataOf(one).category,
      checksOf(one),
      strengthOf(one.source),
      dataOf(one).confidence,
      proofs[at] ?? '',
      `[${dataOf(one).docs.checked}](${dataOf(one).docs.url})`,
    ]),
  )
  .join('\n')}

## What to know

${cases
  .filter((one) => sections(dataOf(one)).length > 0)
  .map(
    (one) =>
      `- **${dataOf(one).name}** (\`${one.id}\`): ${sections(dataOf(one)).join('. ').replaceAll('..', '.')}`,
  )
  .join('\n')}
`;
}
