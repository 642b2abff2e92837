import { join } from 'node:path';
import { startDynamoDb } from '../../local/emulators/dynamodb.ts';
import { startSecretsManager } from '../../local/emulators/secrets-manager.ts';
import { startSqsAndS3 } from '../../local/emulators/sqs-and-s3.ts';
import type { Service } from './service-errors.ts';

/* The services of a drill as a process of its own: `node services.ts FOLDER` prints `ready {…}` with their addresses, until SIGTERM. */

const [folder = ''] = process.argv.slice(2);
const sqsAndS3 = await startSqsAndS3(join(folder, 'sqs-and-s3'));
const emulators = {
  dynamodb: await startDynamoDb(join(folder, 'dynamodb')),
  sqs: sqsAndS3,
  s3: sqsAndS3,
  secretsmanager: await startSecretsManager(join(folder, 'secrets.json')),
} satisfies Record<Service, unknown>;

process.on('SIGTERM', () => process.exit(0));
// Whoever started it is gone.
process.stdin.on('end', () => process.exit(0)).resume();

const urls = Object.entries(emulators).map(([service, { url }]) => [service, url]);
process.stdout.write(`ready ${JSON.stringify(Object.fromEntries(urls))}\n`);
