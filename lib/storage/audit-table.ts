import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  ContributorInsightsMode,
  ProjectionType,
  TableBaseV2,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { auditTable } from '../../lambda/model/audit-table.ts';
import { AuditBackup } from './audit-backup.ts';
import type { StorageSettings } from './storage-props.ts';

export interface AuditTableProps {
  /** Encrypts the items. */
  readonly key: Key;
  readonly storage: StorageSettings;
}

const { listing, open, failed } = auditTable;
const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

const indexes = [
  {
    indexName: listing.name,
    partitionKey: text(listing.partitionKey),
    sortKey: text(listing.sortKey),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [...listing.projected],
  },
  {
    indexName: failed.name,
    partitionKey: text(failed.partitionKey),
    sortKey: text(failed.sortKey),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [...failed.projected],
  },
  {
    indexName: open.name,
    partitionKey: text(open.partitionKey),
    sortKey: { name: open.sortKey, type: AttributeType.NUMBER },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [...open.projected],
  },
];

/**
 * The audit trail: on demand up to a limit, restorable to any second of 35 days, protected against deletion, kept when the stack goes. In the
 * stack of a second Region it is the replica that the first one made.
 */
export class AuditTable extends Construct {
  readonly table: TableV2 | TableBaseV2;

  constructor(scope: Construct, id: string, props: AuditTableProps) {
    super(scope, id);
    const { auditTableName, backup } = props.storage;
    if (auditTableName !== undefined) {
      this.table = this.#replica(auditTableName);
      return;
    }
    this.table = new TableV2(this, 'Table', tableOf(props));
    if (backup) new AuditBackup(this, 'Backup', { key: props.key, table: this.table });
  }

  #replica(tableName: string): TableBaseV2 {
    const globalIndexes = [listing.name, open.name, failed.name];
    const table = TableV2.fromTableAttributes(this, 'Table', { tableName, globalIndexes });
    if (table instanceof TableBaseV2) return table;
    throw new Error('an imported table has no metrics');
  }
}

const tableOf = ({ key, storage }: AuditTableProps): TablePropsV2 => ({
  partitionKey: text(auditTable.partitionKey),
  sortKey: text(auditTable.sortKey),
  timeToLiveAttribute: auditTable.expiry,
  billing: Billing.onDemand({
    maxReadRequestUnits: storage.maxReadUnits,
    maxWriteRequestUnits: storage.maxWriteUnits,
  }),
  encryption: TableEncryptionV2.customerManagedKey(key, keysOf(storage)),
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  // Names the keys that are throttled, and costs nothing until one is.
  contributorInsightsSpecification: {
    enabled: true,
    mode: ContributorInsightsMode.THROTTLED_KEYS,
  },
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
  replicas: storage.replicaRegions.map((region) => ({
    region,
    deletionProtection: true,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  })),
  globalSecondaryIndexes: indexes,
});

/** The keys of the table's replicas; there may be more, for secrets. */
const keysOf = ({ replicaRegions, replicaKeyArns }: StorageSettings): Record<string, string> =>
  Object.fromEntries(replicaRegions.map((region) => [region, replicaKeyArns[region] ?? '']));
