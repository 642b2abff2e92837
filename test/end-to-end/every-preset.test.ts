import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { type Fault, faults } from '../../cli/sample-faults.ts';
import { sampleRequest } from '../../cli/sample-request.ts';
import { post } from '../../cli/send-sample.ts';
import { readSecret } from '../../cli/source-secrets.ts';
import { openTarget, type Target } from '../../cli/target.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import type { Source } from '../../lambda/model/source.ts';
import { type LocalRun, sallyport, startLocalRun, temporaryData } from '../support/local-run.ts';
import { configFor } from '../support/preset-config.ts';

/* What `sallyport send` sends, with every fault, for every preset, over HTTP into the running receiver. */

const data = temporaryData();
const configFile = join(dirname(data.path), 'every-preset.json');
const sources = Object.fromEntries([...presets].map((preset) => [preset.id, configFor(preset)]));

let local: LocalRun;
let target: Target;

beforeAll(async () => {
  writeFileSync(configFile, JSON.stringify({ sources }));
  local = await startLocalRun(data.path, ['--config', configFile, '--no-samples']);
  target = await openTarget({ data: data.path, config: configFile });
}, 120_000);

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

/** The status of the reply, or why such a sample cannot be. */
async function send(source: Source, fault?: Fault): Promise<number | string> {
  try {
    const secrets = await readSecret(target, source);
    const options = { nowMs: Date.now(), secrets, claimAddress: true, ...(fault && { fault }) };
    const request = await sampleRequest(source, options);
    return (await post(target.urlOf(source.id), request)).httpStatus;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Accepted, or refused by its size alone: once is enough (`operate.test.ts`). */
const judgedElsewhere: readonly Fault[] = ['duplicate', 'oversize'];

test.each([...presets.keys()])(
  'send %s is accepted, and every fault that can be is refused',
  async (id) => {
    const source = target.sources.find((candidate) => candidate.id === id);
    if (source === undefined) throw new Error(`${id} is not configured`);
    expect(await send(source)).toBeLessThan(300);
    for (const fault of faults.filter((name) => !judgedElsewhere.includes(name))) {
      const result = await send(source, fault);
      const expected = source.replies?.rejectedStatus ?? 403;
      if (typeof result === 'string') expect(result).toMatch(/: use another --fault$/);
      else expect({ fault, result }).toEqual({ fault, result: expected });
    }
  },
);

test.each(['paypal', 'truelayer', 'mpesa-daraja', 'wechat-pay-v3', 'google-pubsub'])(
  'the command line sends %s too',
  async (id) => {
    const { code, stdout } = await sallyport(data.path, ['send', id, '--fault', 'duplicate']);
    expect(stdout).toMatch(/^200 .*\n200 /);
    expect(code).toBe(0);
  },
);
