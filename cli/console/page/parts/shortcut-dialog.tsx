import { areShortcutsOn, isShortcutListOpen, shortcuts } from '../shortcuts.ts';
import { useStore } from '../store.ts';
import { Dialog } from './dialog.tsx';

const keyNames: Readonly<Record<string, string>> = { Escape: 'Esc' };

/** The list of shortcuts, and the switch for them; nothing unless it was asked for. */
export function ShortcutDialog() {
  const isOpen = useStore(isShortcutListOpen);
  const areOn = useStore(areShortcutsOn);
  if (!isOpen) return null;
  return (
    <Dialog title="Keyboard shortcuts" onClose={() => isShortcutListOpen.set(false)}>
      <dl class="shortcuts">
        {shortcuts.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{keyNames[key] ?? key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={areOn}
          onChange={(event) => areShortcutsOn.set(event.currentTarget.checked)}
        />
        Shortcuts are on
      </label>
      <div class="dialog-actions">
        <button type="button" data-first onClick={() => isShortcutListOpen.set(false)}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
