import type { HeldPort } from '../hold-port.ts';
import type { Target } from '../target.ts';
import type { Access } from './access.ts';
import { consoleApi } from './api.ts';
import { consoleListener } from './listener.ts';
import { pageFiles } from './page-files.ts';

/** Serves the console of a receiver at this port, to whoever `access` admits. */
export function serveConsole(
  port: HeldPort,
  target: Target,
  { access, mayWrite }: { readonly access: Access; readonly mayWrite: boolean },
): void {
  // Bundled when it is first asked for: whoever starts the receiver need not wait for it.
  let files: ReturnType<typeof pageFiles> | undefined;
  port.serve(
    consoleListener({
      access,
      api: consoleApi(target, { mayWrite }),
      fileAt: async (path) => {
        files ??= pageFiles();
        return (await files)(path);
      },
    }),
  );
}
