import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { type Emulator, serveEmulator } from './emulator.ts';
import { actions, type Input, type Secrets, ServiceError } from './secrets-manager-actions.ts';

/* No package provides this service, so the calls that we use are spoken here: the AWS JSON 1.1 protocol over a file. */

/** Secrets Manager's wire protocol for the calls we use, persisted in `file`, which only its owner may read. */
export function startSecretsManager(file: string): Promise<Emulator> {
  const secrets: Secrets = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return serveEmulator(async (request, response) => {
    const { status, body } = await answer(request, secrets, () => save(file, secrets));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  });
}

function save(file: string, secrets: Secrets): void {
  writeFileSync(`${file}.new`, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

async function answer(
  request: IncomingMessage,
  secrets: Secrets,
  saveAll: () => void,
): Promise<{ readonly status: number; readonly body: object }> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const input: Input = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const run = actions[action];
    if (run === undefined) throw new ServiceError('InvalidAction', `${action} is not emulated`);
    return { status: 200, body: run(secrets, input, saveAll) };
  } catch (error) {
    if (!(error instanceof ServiceError))
      return { status: 500, body: { __type: 'InternalServiceError' } };
    return { status: 400, body: { __type: error.type, Message: error.message } };
  }
}
