import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import { publicKey } from '../../lambda/crypto/public-key.ts';
import { secretKey } from '../../lambda/crypto/secret-key.ts';
import { storedKey } from '../../lambda/crypto/stored-key.ts';
import type { AnsweredHandshake } from '../../lambda/ingress/answer-handshake.ts';
import type { AuditTrail, Ingress, SecretStore } from '../../lambda/ingress/ports.ts';
import type { EventStatus } from '../../lambda/model/audit-record.ts';
import { callbackKey, type OpenCallback } from '../../lambda/model/callback.ts';
import type {
  IdentifiedDelivery,
  QueuedEvent,
  RejectedRequest,
} from '../../lambda/model/delivery.ts';
import { DependencyError } from '../../lambda/model/errors.ts';
import type { SecretFields } from '../../lambda/model/secret-value.ts';
import type { SecretVersion } from '../../lambda/model/secrets.ts';
import type { Source } from '../../lambda/model/source.ts';
import { storedKeyForm } from '../../lambda/model/stored-key-form.ts';
import { secretIdOf } from '../../lambda/model/tenant.ts';
import { type TestClock, testClock } from './clock.ts';

/** What the audit trail and the queue of a test hold. */
export interface Ledger {
  readonly events: Map<string, { delivery: IdentifiedDelivery; status: EventStatus }>;
  readonly again: {
    readonly delivery: IdentifiedDelivery;
    readonly as: 'duplicate' | 'conflict';
  }[];
  readonly rejected: RejectedRequest[];
  readonly queued: QueuedEvent[];
  readonly handshakes: AnsweredHandshake[];
  /** Addresses that were called to confirm a subscription. */
  readonly called: string[];
}

export interface TestIngress extends Ingress {
  readonly clock: TestClock;
  readonly ledger: Ledger;
  /** Calls of `reloadAfterMismatch`. */
  reloads: number;
  /** Callbacks that wait, by source and digest of the token with a space between them. */
  readonly waiting: Map<string, OpenCallback>;
  /** Requests that were counted, by name and start of the window with a space between them. */
  readonly taken: Map<string, number>;
  /** Services that fail while named here. */
  readonly down: Set<'secrets' | 'keys' | 'audit' | 'queue'>;
}

/** One secret per source, or per tenant under `source/tenant`: the current value, the one before, and the one that a reload would find. */
export interface TestSecrets {
  readonly current?: SecretFields;
  readonly previous?: SecretFields;
  readonly afterReload?: SecretFields;
}

/** An ingress over in-memory ports, for these sources (as in a configuration file) and secrets. */
export function testIngress(
  sources: Readonly<Record<string, object>>,
  secrets: Record<string, TestSecrets> = {},
  publishedKey = '',
): TestIngress {
  const configured = readConfig({ sources }, presets);
  const ledger: Ledger = {
    events: new Map(),
    again: [],
    rejected: [],
    queued: [],
    handshakes: [],
    called: [],
  };
  const down: TestIngress['down'] = new Set();
  let ids = 0;
  const ingress: TestIngress = {
    sources: new Map(configured.map((source) => [source.id, source])),
    clock: testClock(),
    newId: () => `01TESTDELIVERY${String(ids++).padStart(12, '0')}`,
    ledger,
    reloads: 0,
    down,
    secrets: secretStore(secrets, down, () => {
      ingress.reloads += 1;
    }),
    publishedKeys: {
      async load() {
        failWhen(down.has('keys'), 'published keys');
        const signing = publicKey(publishedKey, 'pem');
        return signing === undefined ? [] : [{ signing }];
      },
      async reloadAfterMismatch() {
        return undefined;
      },
    },
    async callOut(address) {
      ledger.called.push(address);
    },
    callbacks: {
      async find(sourceId, digest) {
        failWhen(down.has('audit'), 'DynamoDB');
        const callback = ingress.waiting.get(`${sourceId} ${digest}`);
        const answer = ledger.events.get(`${sourceId}#${callbackKey(digest, 1)}`);
        const isSettled = answer?.status === 'done' || answer?.status === 'failed';
        return callback && { ...callback, isUsedUp: callback.uses === 1 && isSettled };
      },
    },
    waiting: new Map(),
    rates: {
      async take(name, most, { seconds } = { seconds: 1 }) {
        failWhen(down.has('audit'), 'DynamoDB');
        const window = `${name} ${Math.floor(ingress.clock.nowMs() / (seconds * 1000))}`;
        const already = ingress.taken.get(window) ?? 0;
        if (already >= most) return false;
        ingress.taken.set(window, already + 1);
        return true;
      },
    },
    taken: new Map(),
    audit: auditTrail(ledger, down),
    queue: {
      async send(event) {
        failWhen(down.has('queue'), 'SQS');
        ledger.queued.push(event);
      },
    },
  };
  return ingress;
}

function failWhen(isDown: boolean, dependency: string): void {
  if (isDown) throw new DependencyError(dependency, new Error('planted'));
}

function secretStore(
  secrets: Record<string, TestSecrets>,
  down: TestIngress['down'],
  onReload: () => void,
): SecretStore {
  return {
    async load(source) {
      failWhen(down.has('secrets'), 'Secrets Manager');
      const stored = secrets[secretIdOf(source)];
      if (source.tenant !== undefined && stored === undefined) return { kind: 'unknown' };
      const { current, previous } = stored ?? {};
      if (current === undefined) return { kind: 'not-set' };
      const older = previous === undefined ? [] : [versionOf('previous', previous, source)];
      return { kind: 'found', secrets: [versionOf('current', current, source), ...older] };
    },
    async storeFirst(source, signing) {
      const id = secretIdOf(source);
      if (secrets[id]?.current !== undefined) return false;
      if (source.tenant !== undefined && secrets[id] === undefined) return false;
      secrets[id] = { current: { signing } };
      return true;
    },
    async reloadAfterMismatch(source) {
      onReload();
      failWhen(down.has('secrets'), 'Secrets Manager');
      const { afterReload } = secrets[secretIdOf(source)] ?? {};
      return afterReload && { kind: 'found', secrets: [versionOf('current', afterReload, source)] };
    },
  };
}

function versionOf(
  label: SecretVersion['label'],
  fields: SecretFields,
  { signature }: Source,
): SecretVersion {
  const form = signature && storedKeyForm(signature);
  const signing = form && storedKey(fields.signing ?? '', form);
  const token = secretKey(fields.token ?? '', 'utf8');
  return { label, versionId: label, ...(signing && { signing }), ...(token && { token }) };
}

function auditTrail(
  { events, again, rejected, handshakes }: Ledger,
  down: TestIngress['down'],
): AuditTrail {
  return {
    async recordEvent(delivery) {
      failWhen(down.has('audit'), 'DynamoDB');
      const key = `${delivery.source.id}#${delivery.idempotencyKey}`;
      const known = events.get(key);
      if (known === undefined) {
        events.set(key, { delivery, status: 'received' });
        return { kind: 'created' };
      }
      const { status } = known;
      const { bodySha256, contentSha256, eventType, request } = known.delivery;
      return {
        kind: 'existing',
        recordId: request.deliveryId,
        status,
        bodySha256,
        contentSha256,
        ...(eventType && { eventType }),
      };
    },
    async recordAgain(delivery, as) {
      failWhen(down.has('audit'), 'DynamoDB');
      again.push({ delivery, as });
    },
    async recordHandshake(answered) {
      failWhen(down.has('audit'), 'DynamoDB');
      handshakes.push(answered);
    },
    async recordRejection(rejection) {
      failWhen(down.has('audit'), 'DynamoDB');
      rejected.push(rejection);
    },
  };
}
