import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  ProjectionType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { auditTable } from '../../lambda/model/audit-table.ts';

export interface AuditTableProps {
  /** Encrypts the items. */
  readonly key: Key;
}

const { listing, open } = auditTable;
const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** The audit trail: on demand, restorable to any second of 35 days, protected against deletion, kept when the stack goes. */
export class AuditTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { key }: AuditTableProps) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: text(auditTable.partitionKey),
      sortKey: text(auditTable.sortKey),
      timeToLiveAttribute: auditTable.expiry,
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      globalSecondaryIndexes: [
        {
          indexName: listing.name,
          partitionKey: text(listing.partitionKey),
          sortKey: text(listing.sortKey),
          projectionType: ProjectionType.KEYS_ONLY,
        },
        {
          indexName: open.name,
          partitionKey: text(open.partitionKey),
          sortKey: { name: open.sortKey, type: AttributeType.NUMBER },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: [...open.projected],
        },
      ],
    });
  }
}
