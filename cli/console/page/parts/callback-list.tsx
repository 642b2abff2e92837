import type { CallbacksView } from '../api.ts';
import { recordPath } from '../router.ts';
import { visible } from '../visible.ts';
import { Icon, type Shape } from './icon.tsx';
import { Instant } from './instant.tsx';
import { Link } from './link.tsx';

type Callback = CallbacksView['callbacks'][number];

const shapes: Readonly<Record<Callback['state'], Shape>> = {
  waiting: 'ring',
  answered: 'check',
  expired: 'minus',
};

/** Callbacks with the records of their answers. */
export const CallbackList = ({ callbacks }: { readonly callbacks: readonly Callback[] }) => (
  <ul class="callbacks" aria-label="Callbacks of this ref, newest first">
    {callbacks.map((callback, at) => (
      // Nothing that may be shown tells two of them apart.
      <Item key={`${at} ${callback.expiresAt}`} callback={callback} />
    ))}
  </ul>
);

const Item = ({ callback }: { readonly callback: Callback }) => (
  <li data-list-row>
    <span class={`callback-state callback-${callback.state}`}>
      <Icon shape={shapes[callback.state]} />
      {callback.state}
    </span>
    <span>
      used {callback.used} of {callback.uses}
    </span>
    <span class="muted">
      until <Instant iso={callback.expiresAt} isFull />
    </span>
    <span class="callback-records">
      {callback.records.map((id) => (
        <Link key={id} class="mono" to={recordPath(id)} isRow>
          {visible(id)}
        </Link>
      ))}
    </span>
  </li>
);
