import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';

/* Endpoints that are set beforehand are used instead of the embedded emulators. */

const hosting = temporaryData();
const guest = temporaryData();
const runs: LocalRun[] = [];

afterAll(async () => {
  for (const local of runs.reverse()) await local.end('SIGTERM');
  for (const data of [hosting, guest]) data.remove();
});

test('a run keeps everything at the endpoints that it is given', async () => {
  runs.push(await startLocalRun(hosting.path, ['--no-samples']));
  const { endpoints } = JSON.parse(readFileSync(join(hosting.path, 'run.json'), 'utf8'));
  const variables = {
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamoDb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
  };
  runs.push(await startLocalRun(guest.path, ['--no-samples'], variables));
  for (const folder of ['dynamodb', 'sqs-and-s3', 'secrets.json']) {
    expect(existsSync(join(hosting.path, folder))).toBe(true);
    expect(existsSync(join(guest.path, folder))).toBe(false);
  }
  const [reply] = jsonLines(await sallyport(guest.path, ['send', 'stripe', '--json']));
  expect(reply).toMatchObject({ httpStatus: 200 });
  const shown = await sallyport(hosting.path, ['audit', 'show', String(reply?.['id']), '--json']);
  expect(jsonLines(shown)[0]).toMatchObject({ source: 'stripe', strength: 'signed' });
});
