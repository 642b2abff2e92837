import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../format-amount.ts';
import { readOnlyText, useMayWrite } from '../receiver.ts';
import { Icon } from './icon.tsx';

interface SelectionBarProps {
  readonly count: number;
  /** All that is shown is selected. */
  readonly isAll: boolean;
  readonly onAll: (isAll: boolean) => void;
  readonly onReplay: () => void;
}

/** How many are selected, and what can be done with them. */
export function SelectionBar({ count, isAll, onAll, onReplay }: SelectionBarProps) {
  const box = useRef<HTMLInputElement>(null);
  const mayWrite = useMayWrite();
  useEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && !isAll;
  }, [count, isAll]);
  return (
    <div class="selection-bar">
      <label class="check">
        <input
          ref={box}
          type="checkbox"
          checked={isAll}
          onChange={(event) => onAll(event.currentTarget.checked)}
        />
        Select all shown
      </label>
      <span class="selection-count">{count > 0 && `${formatCount(count)} selected`}</span>
      {mayWrite === false && (
        <span class="why-not" id="why-not-selected">
          {readOnlyText}
        </span>
      )}
      <button
        type="button"
        class="primary"
        disabled={!mayWrite || count === 0}
        aria-describedby={mayWrite === false ? 'why-not-selected' : undefined}
        onClick={onReplay}
      >
        <Icon shape="replay" />
        Replay selected…
      </button>
    </div>
  );
}
