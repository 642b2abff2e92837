import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { type Finding, findingsOf, stackCheck } from '../check.ts';
import type { DeployedStack } from '../deployed-stack.ts';
import { permitted } from '../not-permitted.ts';
import type { Target } from '../target.ts';

export const protection = stackCheck({
  id: 'protection',
  title: 'stack and table cannot be deleted by mistake, and the table can be restored',
  async run(stack, target) {
    return findingsOf([
      { subject: 'stack', look: async () => [await terminationOf(stack)] },
      { subject: 'table', look: () => tableFindings(target) },
      { subject: 'backups', look: async () => [await recoveryOf(target)] },
    ]);
  },
});

async function terminationOf(stack: DeployedStack): Promise<Finding> {
  const { EnableTerminationProtection } = await stack.description();
  if (EnableTerminationProtection)
    return { result: 'pass', finding: 'termination protection is on' };
  return {
    result: 'warn',
    finding: 'termination protection is off: one command takes every URL away',
    remedy: `aws cloudformation update-termination-protection --enable-termination-protection --stack-name ${stack.name}`,
  };
}

async function tableFindings({ dynamoDb, auditTable }: Target): Promise<readonly Finding[]> {
  const call = dynamoDb.send(new DescribeTableCommand({ TableName: auditTable }));
  const { Table = {} } = await permitted('dynamodb:DescribeTable', call);
  return [deletionOf(Table, auditTable), encryptionOf(Table, auditTable)];
}

function deletionOf({ DeletionProtectionEnabled }: TableDescription, table: string): Finding {
  if (DeletionProtectionEnabled) return { result: 'pass', finding: 'deletion protection is on' };
  return {
    result: 'fail',
    finding: 'deletion protection is off: one command deletes the audit trail and all open events',
    remedy: `aws dynamodb update-table --table-name ${table} --deletion-protection-enabled`,
  };
}

function encryptionOf({ SSEDescription }: TableDescription, table: string): Finding {
  const { Status, SSEType, InaccessibleEncryptionDateTime: lost } = SSEDescription ?? {};
  if (lost !== undefined) {
    return {
      result: 'fail',
      finding: `DynamoDB cannot use the table's key since ${lost.toISOString()}: after seven days the table is archived`,
      remedy: "enable the key again, or give its policy DynamoDB's grants back",
    };
  }
  if (Status === 'ENABLED' && SSEType === 'KMS') {
    return { result: 'pass', finding: 'encrypted with a KMS key of this account' };
  }
  return {
    result: 'warn',
    finding:
      'encrypted with a key that AWS owns: whoever may read the table reads it without yours',
    remedy: `aws dynamodb update-table --table-name ${table} --sse-specification Enabled=true,SSEType=KMS,KMSMasterKeyId=KEY`,
  };
}

async function recoveryOf({ dynamoDb, auditTable }: Target): Promise<Finding> {
  const call = dynamoDb.send(new DescribeContinuousBackupsCommand({ TableName: auditTable }));
  const { ContinuousBackupsDescription: backups } = await permitted(
    'dynamodb:DescribeContinuousBackups',
    call,
  );
  const status = backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  if (status === 'ENABLED') return { result: 'pass', finding: 'point-in-time recovery is on' };
  return {
    result: 'fail',
    finding: 'point-in-time recovery is off: what is deleted or overwritten is gone',
    remedy: `aws dynamodb update-continuous-backups --table-name ${auditTable} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
  };
}
