import type { Preset } from '../model/preset.ts';
import { needsUrl } from '../model/signature-coverage.ts';
import { proofHeaders, type Source } from '../model/source.ts';
import { destinationProblems } from './destination-problems.ts';
import { neededSettings } from './needed-settings.ts';
import type { SourceInput } from './schema.ts';
import { tenantProblems } from './tenant-problems.ts';

interface Origin {
  readonly source: SourceInput;
  readonly preset?: Preset;
}

/** What is wrong with a source once its preset's values are filled in: a path below the source and what to do. */
export const completionProblems = (completed: Source, origin: Origin): readonly string[] => [
  ...checkProblems(completed, origin),
  ...tenantProblems(completed),
  ...urlProblems(completed, origin),
  ...settingProblems(completed, origin),
  ...headerProblems(completed),
  ...destinationProblems(completed, origin.source.destinations),
  ...vectorDemands(origin),
];

function checkProblems(
  { allowList, token, signature, callbacks }: Source,
  { source }: Origin,
): readonly string[] {
  const isUnknown = source.allowList === 'published' && allowList === undefined;
  const isOpen = [allowList, token, signature, callbacks].every((check) => check === undefined);
  const hasTwoTokens = callbacks && token !== undefined && 'path' in token;
  return [
    ...(hasTwoTokens
      ? [
          ".callbacks: the address ends with the callback's token, so it cannot end with a shared secret too: use one of the two",
        ]
      : []),
    ...(isUnknown
      ? [
          `.allowList: no addresses of "${source.provider ?? 'a provider'}" are known: list them, or fetch them with sallyport ranges check --write`,
        ]
      : []),
    ...(isOpen
      ? [
          ': no check is named, so anybody could send: add a provider, an allowList, a token, a signature or callbacks',
        ]
      : []),
  ];
}

/** A recipe that says more than "HMAC over the body" can be wrong in ways that nobody sees until an event is lost: it must prove itself. */
function vectorDemands({ source }: Origin): readonly string[] {
  const { signature, vectors = [] } = source;
  if (signature === undefined) {
    return vectors.length === 0
      ? []
      : [".vectors: are for a signature of the source's own: remove them"];
  }
  if (vectors.length > 0 || isPlainHmac(signature)) return [];
  return [
    '.vectors: are missing: this recipe goes beyond an HMAC over the body, so it must show a request that the sender really made: see sallyport recipe learn',
  ];
}

function isPlainHmac(signature: NonNullable<SourceInput['signature']>): boolean {
  const beyond = [
    'timestamp',
    'each',
    'bodyHash',
    'secretTransform',
    'proves',
    'json',
    'form',
    'query',
  ];
  return (
    signature.kind === 'hmac' &&
    (signature.signed ?? '{body}') === '{body}' &&
    beyond.every((name) => !(name in signature))
  );
}

function urlProblems({ signature, publicUrl }: Source, { preset }: Origin): readonly string[] {
  if (signature === undefined || !needsUrl(signature) || publicUrl !== undefined) return [];
  return [
    `.publicUrl: is missing: ${preset?.name ?? 'the sender'} signs the address of the endpoint: give the https address exactly as it was registered there`,
  ];
}

function settingProblems(completed: Source, { preset }: Origin): readonly string[] {
  const { settings = {} } = completed;
  const wanted = neededSettings(completed);
  const missing = wanted.filter((name) => settings[name] === undefined);
  const idle = Object.keys(settings).filter((name) => !wanted.includes(name));
  return [
    ...missing.map(
      (name) =>
        `.settings.${name}: is missing: ${preset?.settings?.[name] ?? 'the signature names it'}`,
    ),
    ...idle.map((name) => `.settings.${name}: is used by nothing: remove it`),
  ];
}

function headerProblems({ token, ...rest }: Source): readonly string[] {
  if (token === undefined || !('header' in token)) return [];
  if (!proofHeaders(rest).includes(token.header)) return [];
  return [
    `.token.header: "${token.header}" also carries the signature: name the header of the shared secret`,
  ];
}
