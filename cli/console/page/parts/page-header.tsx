import { receiver } from '../receiver.ts';
import { isShortcutListOpen } from '../shortcuts.ts';
import { useStore } from '../store.ts';
import { type Theme, theme, themes } from '../theme.ts';
import { visible } from '../visible.ts';
import { Icon } from './icon.tsx';
import { Link } from './link.tsx';

const views = [
  ['/', 'Deliveries', ['deliveries', 'record']],
  ['/failed', 'Failed', ['failed']],
  ['/sources', 'Sources', ['sources', 'callbacks']],
  ['/activity', 'Activity', ['activity']],
] as const;

/** Name of what is looked at, ways to the views, and the look of the page. */
export const PageHeader = ({ view }: { readonly view: string }) => (
  <header class="page-header">
    <div class="brand">
      <Link to="/" label="Sallyport, deliveries">
        <svg class="logo" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <path d="M2 18V4h3v2h3V4h4v2h3V4h3v14h-5v-4a3 3 0 0 0-6 0v4Z" />
        </svg>
        Sallyport
      </Link>
      <ReceiverName />
    </div>
    <nav aria-label="Views">
      {views.map(([to, name, shown]) => (
        <Link key={to} to={to} isCurrent={shown.some((each) => each === view)}>
          {name}
        </Link>
      ))}
    </nav>
    <div class="tools">
      <ThemeChoice />
      <button
        type="button"
        class="small quiet"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        onClick={() => isShortcutListOpen.set(true)}
      >
        ?
      </button>
    </div>
  </header>
);

function ReceiverName() {
  const shown = useStore(receiver);
  if (shown === undefined) return null;
  const name = visible(shown.name);
  return (
    <>
      {shown.kind === 'local' ? (
        <span class="receiver" title={`data folder: ${name}`}>
          local run
        </span>
      ) : (
        <span class="receiver" title="stack">
          {name}
        </span>
      )}
      {!shown.mayWrite && (
        <span class="badge" title="Start the console with --allow-write to replay and to send">
          <Icon shape="lock" />
          <span class="badge-text">read-only</span>
        </span>
      )}
    </>
  );
}

function ThemeChoice() {
  const chosen = useStore(theme);
  const choose = (value: string) => theme.set(themes.find((each) => each === value) ?? 'auto');
  const names: Readonly<Record<Theme, string>> = { auto: 'Auto', light: 'Light', dark: 'Dark' };
  return (
    <select
      class="small"
      aria-label="Theme"
      value={chosen}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {themes.map((each) => (
        <option key={each} value={each}>
          {names[each]}
        </option>
      ))}
    </select>
  );
}
