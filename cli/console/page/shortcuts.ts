import { goBack, navigate, place, routeOf } from './router.ts';
import { readSetting, writeSetting } from './settings.ts';
import { createStore } from './store.ts';

interface Shortcut {
  /** Keys one after the other, as `KeyboardEvent.key` names them. */
  readonly keys: readonly string[];
  readonly does: string;
  readonly run: () => void;
}

export const isShortcutListOpen = createStore(false);

/** Single keys can get in the way of speech input and of other tools: they can be switched off. */
export const areShortcutsOn = createStore(readSetting('shortcuts') !== 'off');

/** THE table of shortcuts. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ['/'], does: 'go to the search field', run: () => void focusSearch() },
  { keys: ['j'], does: 'next row', run: () => moveRow(1) },
  { keys: ['k'], does: 'previous row', run: () => moveRow(-1) },
  { keys: ['Enter'], does: 'open the row', run: () => {} },
  { keys: ['Escape'], does: 'leave a field; go back from a delivery', run: leaveRecord },
  { keys: ['p'], does: 'pause or resume the live list', run: () => press('pause') },
  { keys: ['g', 'd'], does: 'go to deliveries', run: () => navigate('/') },
  { keys: ['g', 'f'], does: 'go to failed', run: () => navigate('/failed') },
  { keys: ['g', 's'], does: 'go to sources', run: () => navigate('/sources') },
  { keys: ['g', 'a'], does: 'go to activity', run: () => navigate('/activity') },
  { keys: ['?'], does: 'show this list', run: () => isShortcutListOpen.set(true) },
];

/** How long the second key of two may take. */
const sequenceMs = 1500;

/** Acts upon keys from now on, except in fields, in dialogs, and with modifiers. */
export function watchKeys(): void {
  let first: KeyboardEvent | undefined;
  areShortcutsOn.subscribe(() => writeSetting('shortcuts', areShortcutsOn.get() ? 'on' : 'off'));
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || isForSomethingElse(event)) return;
    const found = shortcutOf(first, event);
    // Shift alone says nothing yet: some keys need it.
    if (event.key !== 'Shift') first = found === undefined ? event : undefined;
    // Enter stays what the browser makes of it.
    if (found === undefined || event.key === 'Enter') return;
    event.preventDefault();
    found.run();
  });
}

/** What the key is for, after the one before it or alone. */
function shortcutOf(first: KeyboardEvent | undefined, event: KeyboardEvent): Shortcut | undefined {
  const find = (...keys: readonly string[]) =>
    shortcuts.find((each) => each.keys.join() === keys.join());
  const isInTime = first !== undefined && event.timeStamp - first.timeStamp < sequenceMs;
  return (isInTime ? find(first.key, event.key) : undefined) ?? find(event.key);
}

/** What takes keys itself; a box to tick does not. */
const typedInto = 'input:not([type="checkbox"]), select, textarea';

function isForSomethingElse(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  if (document.querySelector('dialog[open]') !== null) return true;
  const { target, key } = event;
  if (target instanceof HTMLElement && target.matches(typedInto)) {
    // A first Escape empties a search field, and closes a list of choices.
    if (key === 'Escape' && !hasOwnEscape(target)) target.blur();
    return true;
  }
  return !areShortcutsOn.get() && key !== 'Escape';
}

const hasOwnEscape = (target: HTMLElement): boolean =>
  target instanceof HTMLSelectElement ||
  (target instanceof HTMLInputElement && target.type === 'search' && target.value !== '');

async function focusSearch(): Promise<void> {
  const find = () => document.querySelector<HTMLInputElement>('[data-search]');
  if (find() === null) {
    navigate('/');
    await new Promise(requestAnimationFrame);
  }
  find()?.focus();
  find()?.select();
}

/** Moves the focus among the links of rows; from outside of them to the first one. */
function moveRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const focused = document.activeElement?.closest('[data-list-row]')?.querySelector('[data-row]');
  const at = rows.findIndex((row) => row === focused || row === document.activeElement);
  const next = at === -1 ? rows[0] : rows[at + by];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function leaveRecord(): void {
  if (routeOf(place.get().path).view === 'record') goBack();
}

/** Presses the button that is marked for it, if the view has one. */
function press(mark: string): void {
  document.querySelector<HTMLElement>(`[data-press="${mark}"]`)?.click();
}
