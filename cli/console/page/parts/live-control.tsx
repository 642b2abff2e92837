import { heldWords } from '../held-words.ts';
import { pauseList, resumeList } from '../list/list-search.ts';
import type { ListState, RecordList } from '../list/record-list.ts';
import { useStore } from '../store.ts';
import { visible } from '../visible.ts';
import { Icon } from './icon.tsx';

/** Whether the list follows what is received, and the switch for it. */
export function LiveControl({ list }: { readonly list: RecordList }) {
  const state = useStore(list.state);
  const { flow, heldCount } = state;
  if (flow === 'off') return <span class="live-state">not live: the period has an end</span>;
  const isPaused = flow === 'paused';
  return (
    <>
      <span class={`live-state live-${state.trouble === undefined ? flow : 'trouble'}`}>
        <span class="dot" aria-hidden="true" />
        {stateText(state)}
      </span>
      <button
        type="button"
        class={isPaused ? 'primary' : ''}
        data-press="pause"
        title={
          isPaused ? 'Show what came in, and follow again (p)' : 'Let the list stand still (p)'
        }
        onClick={() => (isPaused ? resumeList(list) : pauseList(list))}
      >
        <Icon shape={isPaused ? 'play' : 'pause'} />
        {isPaused ? 'Resume' : 'Pause'}
        {isPaused && heldCount > 0 && <span class="count">{heldWords(heldCount)}</span>}
      </button>
    </>
  );
}

function stateText({ flow, trouble }: ListState): string {
  if (trouble !== undefined) return `Live: ${visible(trouble)}`;
  return flow === 'paused' ? 'Paused' : 'Live';
}
