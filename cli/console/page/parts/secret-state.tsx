import type { ComponentChildren } from 'preact';
import type { SecretView, SourceView } from '../api.ts';
import { formatAge } from '../format-time.ts';
import { visible } from '../visible.ts';
import { Icon, type Shape } from './icon.tsx';

const looks: Readonly<
  Record<SecretView['state'], readonly [shape: Shape, tone: string, words: string]>
> = {
  set: ['check', 'good', 'secret set'],
  'not-set': ['warning', 'warn', 'secret not set'],
  'not-needed': ['minus', 'quiet', 'no secret needed'],
  unreadable: ['cross', 'bad', 'secret unreadable'],
};

/** The state of a source's secret, and how old it is. */
export function SecretBadge({ secret }: { readonly secret: SecretView }) {
  const [shape, tone, words] = looks[secret.state];
  return (
    <span class={`secret tone-${tone}`}>
      <Icon shape={shape} />
      {words}
      {secret.since !== undefined && (
        <span class="muted" title={visible(secret.since)}>
          {' '}
          {formatAge(secret.since)}
        </span>
      )}
    </span>
  );
}

/** The same in a sentence, with what to do. */
export function secretSentence({ id, secret, tenants }: SourceView): ComponentChildren {
  if (tenants !== undefined && secret.state !== 'unreadable')
    return 'each tenant has one of its own';
  const command = <code>npx sallyport secrets set {visible(id)}</code>;
  switch (secret.state) {
    case 'set':
      return (
        <>
          stored{secret.since !== undefined && ` ${formatAge(secret.since)}`}
          {secret.hasPrevious && '; the version before it is still accepted'}
        </>
      );
    case 'not-set':
      return <>not stored: the source answers 503 until you run {command}</>;
    case 'unreadable':
      return (
        <>
          it could not be read: see to the console’s permissions, or store it again with {command}
        </>
      );
    case 'not-needed':
      return 'none is needed';
    default:
      return secret.state satisfies never;
  }
}
