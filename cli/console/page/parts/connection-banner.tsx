import { askAgain, connection } from '../connection.ts';
import { receiverTrouble, refreshReceiver } from '../receiver.ts';
import { useStore } from '../store.ts';
import { visible } from '../visible.ts';
import { Notice } from './notice.tsx';

const again = (retry: () => Promise<void>) => (
  <button type="button" onClick={() => void retry()}>
    Try now
  </button>
);

/** What stands between this page and the receiver; nothing where all is well. */
export function ConnectionBanner() {
  const state = useStore(connection);
  const trouble = useStore(receiverTrouble);
  return (
    <div class="banner" role="alert">
      {state === 'gone' && (
        <Notice
          tone="bad"
          title="The console’s server does not answer. Is it still running?"
          action={again(askAgain)}
        >
          <p>It is asked again every few seconds.</p>
        </Notice>
      )}
      {state === 'over' && (
        <Notice
          tone="warn"
          title="This session is over: open the link that the console printed when it started."
          action={again(askAgain)}
        />
      )}
      {state === 'ok' && trouble !== undefined && (
        <Notice
          tone="bad"
          title="The receiver’s configuration could not be read."
          action={again(refreshReceiver)}
        >
          <p>{visible(trouble)}</p>
        </Notice>
      )}
    </div>
  );
}
