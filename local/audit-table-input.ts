import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { auditTable } from '../lambda/model/audit-table.ts';

const { listing, open, failed } = auditTable;

/** The audit table as the stack defines it, for an emulator. */
export const auditTableInput = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: keySchema(auditTable),
  AttributeDefinitions: [
    ...[
      auditTable.partitionKey,
      auditTable.sortKey,
      listing.partitionKey,
      listing.sortKey,
      open.partitionKey,
      failed.partitionKey,
    ].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    { AttributeName: open.sortKey, AttributeType: 'N' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: listing.name,
      KeySchema: keySchema(listing),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...listing.projected] },
    },
    {
      IndexName: failed.name,
      KeySchema: keySchema(failed),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...failed.projected] },
    },
    {
      IndexName: open.name,
      KeySchema: keySchema(open),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...open.projected] },
    },
  ],
});

function keySchema(keys: { readonly partitionKey: string; readonly sortKey: string }) {
  return [
    { AttributeName: keys.partitionKey, KeyType: 'HASH' as const },
    { AttributeName: keys.sortKey, KeyType: 'RANGE' as const },
  ];
}
