import { useState } from 'preact/hooks';
import type { RecordDetail } from '../api.ts';
import { readOnlyText, useMayWrite } from '../receiver.ts';
import { visible } from '../visible.ts';
import { Icon } from './icon.tsx';
import { ReplayDialog } from './replay-dialog.tsx';

interface ReplayControlProps {
  readonly detail: RecordDetail;
  readonly onReplayed: () => void;
}

/** The button that has the event handled again, or why it has none to offer. */
export function ReplayControl({ detail, onReplayed }: ReplayControlProps) {
  const [isAsking, setAsking] = useState(false);
  const mayWrite = useMayWrite();
  const why = detail.notReplayable ?? (mayWrite === false ? readOnlyText : undefined);
  return (
    <>
      {why !== undefined && (
        <span class="why-not" id="why-not-replay">
          {visible(why)}
        </span>
      )}
      <button
        type="button"
        class="primary"
        disabled={why !== undefined || !mayWrite}
        aria-describedby={why === undefined ? undefined : 'why-not-replay'}
        onClick={() => setAsking(true)}
      >
        <Icon shape="replay" />
        Replay…
      </button>
      {isAsking && (
        <ReplayDialog
          ids={[detail.record.id]}
          onClose={() => setAsking(false)}
          onReplayed={onReplayed}
        />
      )}
    </>
  );
}
