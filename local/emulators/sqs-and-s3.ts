import { mkdirSync } from 'node:fs';
import type { Emulator } from './emulator.ts';

/* fauxqs' own `startFauxqs` listens on every interface. Its parts are put together here instead, to listen on loopback only. */

interface Application {
  addHook(name: 'preClose', hook: () => void): void;
  listen(options: { readonly port: number; readonly host: string }): Promise<string>;
  close(): Promise<void>;
}
type Store = { persistence?: unknown };
interface QueueStore extends Store {
  allQueues(): Iterable<Store>;
}
interface Persistence {
  load(queues: QueueStore, topics: Store, buckets: Store): void;
  close(): void;
}
interface Parts {
  readonly buildApp: (options: object) => Application;
  readonly SqsStore: new () => QueueStore;
  readonly SnsStore: new () => Store;
  readonly S3Store: new () => Store;
  readonly PersistenceManager: new (folder: string) => Persistence;
}

async function loadParts(): Promise<Parts> {
  const main = import.meta.resolve('fauxqs');
  const modules = await Promise.all(
    ['app.js', 'sqs/sqsStore.js', 'sns/snsStore.js', 's3/s3Store.js', 'persistence.js'].map(
      (path) => import(new URL(path, main).href),
    ),
  );
  return Object.assign({}, ...modules);
}

/** SQS' and S3's wire protocols by fauxqs, every change written through to SQLite in `folder`. */
export async function startSqsAndS3(folder: string): Promise<Emulator> {
  mkdirSync(folder, { recursive: true });
  const { buildApp, SqsStore, SnsStore, S3Store, PersistenceManager } = await loadParts();
  const stores = {
    sqsStore: new SqsStore(),
    snsStore: new SnsStore(),
    s3Store: new S3Store(),
  };
  const persistence = new PersistenceManager(folder);
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  for (const store of [...Object.values(stores), ...stores.sqsStore.allQueues()]) {
    store.persistence = persistence;
  }
  const app = buildApp({ logger: false, stores });
  app.addHook('preClose', () => persistence.close());
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, stop: () => app.close() };
}
