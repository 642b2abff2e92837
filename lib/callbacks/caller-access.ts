import { Grant, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { callerVariables } from '../../lambda/model/environment.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import type { MintFunction } from './mint-function.ts';

/** Lets the grantee mint callbacks: it may invoke the function, and touches nothing else. */
export const grantMintTo = (grantee: IGrantable, { function: mint }: MintFunction): Grant =>
  Grant.addToPrincipal({
    grantee,
    actions: ['lambda:InvokeFunction'],
    resourceArns: [mint.functionArn],
  });

/** Gives the grantee these permissions. */
export const grantTo = (grantee: IGrantable, statements: readonly PolicyStatement[]): Grant =>
  statements
    .map(({ actions, resources, conditions }) =>
      Grant.addToPrincipal({ grantee, actions, resourceArns: resources, conditions }),
    )
    .reduce((all, one) => all.combine(one));

/** Writing callbacks. */
export const mintStatements = ({ auditTable, key }: ReceiverParts): readonly PolicyStatement[] => [
  new PolicyStatement({
    actions: ['dynamodb:PutItem'],
    resources: [auditTable.table.tableArn],
    conditions: onPartitions('callback-token#', 'callback-ref#'),
  }),
  key.tableUse(),
];

/** Reading the events that answer callbacks, and their bodies. */
export const waitStatements = (parts: ReceiverParts): readonly PolicyStatement[] => [
  new PolicyStatement({
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    resources: [parts.auditTable.table.tableArn],
    conditions: onPartitions('callback-ref#', 'callback:'),
  }),
  parts.key.tableUse(),
  new PolicyStatement({ actions: ['s3:GetObject'], resources: [parts.bodies.bodiesArn] }),
  parts.key.readingFrom('s3'),
];

/**
 * Of the whole audit trail, what stands under such keys of any source; no source id has a "#".
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html (2026-11-24)
 */
const onPartitions = (...kinds: readonly string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map((kind) => `*#${kind}*`) },
});

/** The variables with which code that mints or waits needs no options. */
export const callerEnvironmentOf = (
  { auditTable, bodies, retentionDays }: ReceiverParts,
  callbacksUrl: string,
  source?: string,
): Record<string, string> => ({
  [callerVariables.auditTable]: auditTable.table.tableName,
  [callerVariables.bodyBucket]: bodies.bucket.bucketName,
  [callerVariables.retentionDays]: String(retentionDays),
  [callerVariables.callbacksUrl]: callbacksUrl,
  ...(source !== undefined && { [callerVariables.source]: source }),
});
