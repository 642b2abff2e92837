import { useEffect, useRef } from 'preact/hooks';
import { announcement } from './announce.ts';
import { recoveries } from './connection.ts';
import { localOffset } from './format-time.ts';
import { ConnectionBanner } from './parts/connection-banner.tsx';
import { PageHeader } from './parts/page-header.tsx';
import { ShortcutDialog } from './parts/shortcut-dialog.tsx';
import { refreshReceiver } from './receiver.ts';
import { keptScrollTop, type Place, place, type Route, routeOf } from './router.ts';
import { useStore } from './store.ts';
import { ActivityView } from './views/activity.tsx';
import { CallbacksView } from './views/callbacks.tsx';
import { DeliveriesView } from './views/deliveries.tsx';
import { FailedView } from './views/failed.tsx';
import { NotFoundView } from './views/not-found.tsx';
import { RecordView } from './views/record.tsx';
import { SourcesView } from './views/sources.tsx';

/** The whole page. */
export function App() {
  const shown = useStore(place);
  const recovery = useStore(recoveries);
  const main = useRef<HTMLElement>(null);
  const route = routeOf(shown.path);
  useEffect(() => void refreshReceiver(), [recovery]);
  useArrival(shown);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <PageHeader view={route.view} />
      <ConnectionBanner />
      <main id="main" ref={main} tabIndex={-1}>
        <View key={shown.path} route={route} search={shown.search} />
      </main>
      <footer class="page-footer">Times are local, {localOffset()}.</footer>
      <p class="sr-only" role="status">
        {useStore(announcement)}
      </p>
      <ShortcutDialog />
    </>
  );
}

function View({ route, search }: { readonly route: Route; readonly search: string }) {
  switch (route.view) {
    case 'deliveries':
      return <DeliveriesView search={search} />;
    case 'record':
      return <RecordView id={route.id} />;
    case 'failed':
      return <FailedView search={search} />;
    case 'sources':
      return <SourcesView search={search} />;
    case 'callbacks':
      return <CallbacksView search={search} />;
    case 'activity':
      return <ActivityView search={search} />;
    case 'not-found':
      return <NotFoundView />;
    default:
      return route satisfies never;
  }
}

/** After the view changed, the focus is on its title and the page at its top; after going back, where it was left. */
function useArrival({ path, isReturn }: Place): void {
  const left = useRef(path);
  useEffect(() => {
    if (left.current === path) return;
    const row = isReturn ? findRow(left.current) : null;
    left.current = path;
    (row ?? document.querySelector<HTMLElement>('h1'))?.focus({ preventScroll: true });
    scrollTo(0, isReturn ? keptScrollTop() : 0);
  }, [path]);
}

const findRow = (path: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-row="${CSS.escape(path)}"]`);
