import { setTimeout as sleep } from 'node:timers/promises';
import { type AuditReader, auditReader } from '../cli/audit-reader.ts';

import { formatTable } from '../cli/output.ts';
import { recordColumns, recordRow } from '../cli/record-table.ts';
import { type Fault, possibleFaults } from '../cli/sample-faults.ts';
import { firstTenant, noTenants } from '../cli/sample-sender.ts';
import { post, sampleFor } from '../cli/send-sample.ts';
import { canTamper } from '../cli/tamper.ts';
import type { Target } from '../cli/target.ts';
import type { AuditRecord } from '../lambda/model/audit-record.ts';
import type { Source } from '../lambda/model/source.ts';

/** Longest wait for the worker to finish the samples. */
const patienceMs = 20_000;

/**
 * Sends each source a genuine sample, and a forged one where it has something to forge; returns a table of what became of them. A source without
 * a tenant yet has nobody who could send.
 */
export async function sendSamples(target: Target): Promise<string> {
  const ids: string[] = [];
  const notes: string[] = [];
  for (const source of target.sources) {
    if (source.tenants !== undefined && (await firstTenant(target, source)) === undefined) {
      notes.push(noTenants(source));
      continue;
    }
    for (const fault of [undefined, ...forgeries(source)]) {
      const request = await sampleFor(target, source, fault === undefined ? {} : { fault });
      const { id } = await post(target.urlOf(source.id), request);
      ids.push(id);
    }
  }
  const sourceIds = target.sources.map(({ id }) => id);
  const reader = auditReader(target.dynamoDb, target.auditTable, sourceIds);
  const records = await Promise.all(ids.map((id) => settled(reader, id)));
  const rows = records.filter((record) => record !== undefined).map(recordRow);
  return [formatTable(recordColumns, rows), ...notes].join('\n');
}

function forgeries(source: Source): readonly Fault[] {
  const { signature } = source;
  if (signature !== undefined && canTamper(signature)) return ['tampered'];
  return possibleFaults(source).filter((fault) => fault === 'wrong-key');
}

async function settled(reader: AuditReader, id: string): Promise<AuditRecord | undefined> {
  const endMs = Date.now() + patienceMs;
  for (;;) {
    const record = await reader.find(id);
    const isOpen = record?.status === 'received' || record?.status === 'processing';
    if (!isOpen || Date.now() > endMs) return record;
    await sleep(100);
  }
}
