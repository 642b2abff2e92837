import type { Preset } from '../model/preset.ts';
import { needsUrl } from '../model/signature-coverage.ts';
import { proofHeaders, type Source } from '../model/source.ts';
import { neededSettings } from './needed-settings.ts';
import type { SourceInput } from './schema.ts';

/** What is wrong with a source once its preset's values are filled in: a path below the source and what to do. */
export function completionProblems(
  completed: Source,
  { source, preset }: { readonly source: SourceInput; readonly preset?: Preset },
): readonly string[] {
  const { allowList, token, signature, publicUrl, settings = {} } = completed;
  const problems: string[] = [];
  if (source.allowList === 'published' && allowList === undefined) {
    problems.push(`.allowList: no addresses of "${source.provider ?? 'a provider'}" are known: list them`);
  }
  if (allowList === undefined && token === undefined && signature === undefined) {
    problems.push(
      ': no check is named, so anybody could send: add a provider, an allowList, a token or a signature',
    );
  }
  if (signature !== undefined && needsUrl(signature) && publicUrl === undefined) {
    problems.push(
      `.publicUrl: is missing: ${preset?.name ?? 'the sender'} signs the address of the endpoint: give the https address exactly as it was registered there`,
    );
  }
  const wanted = neededSettings(completed);
  for (const name of wanted) {
    if (settings[name] !== undefined) continue;
    const meaning = preset?.settings?.[name];
    problems.push(`.settings.${name}: is missing${meaning ? `: ${meaning}` : ': the signature names it'}`);
  }
  for (const name of Object.keys(settings)) {
    if (!wanted.includes(name)) problems.push(`.settings.${name}: is used by nothing: remove it`);
  }
  const tokenHeader = token && 'header' in token ? token.header : undefined;
  const { token: _token, ...withoutToken } = completed;
  if (tokenHeader !== undefined && proofHeaders(withoutToken).includes(tokenHeader)) {
    problems.push(
      `.token.header: "${source.token && 'header' in source.token ? source.token.header : tokenHeader}" also carries the signature: name the header of the shared secret`,
    );
  }
  return problems;
}
