import { writeFileSync } from 'node:fs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { consoleAccess } from '../cli/console/access.ts';
import { serveConsole } from '../cli/console/serve.ts';
import { holdPort } from '../cli/hold-port.ts';
import { writeRunFile } from '../cli/run-file.ts';
import { localCredentials, localRegion, openTarget } from '../cli/target.ts';
import { checkHandlers } from '../lambda/config/check-handlers.ts';
import { listHandlers } from '../lambda/config/list-handlers.ts';
import { loadReceiver } from '../lambda/config/load-config.ts';
import { presets } from '../lambda/config/preset-index.ts';
import { secretOwners } from '../lambda/model/cdn.ts';
import { signersOf } from '../lambda/model/destination-signer.ts';
import { keyRelayVariable } from '../lambda/model/environment.ts';
import { ConfigError } from '../lambda/model/errors.ts';
import type { Receiver } from '../lambda/model/receiver.ts';
import { openDataFolder } from './data-folder.ts';
import { createDestinationQueues } from './destination-queues.ts';
import { startEndpoints } from './endpoints.ts';
import { FunctionLog } from './function-log.ts';
import { type Functions, startFunctions } from './functions.ts';
import { gatewayListener } from './gateway.ts';
import { invokeListener } from './invoke-endpoint.ts';
import { keyRelayListener } from './key-relay.ts';
import { type LocalOptions, readOptions } from './options.ts';
import { localClients, provision, type Queues } from './provision.ts';
import { type QueuePump, startQueuePump } from './queue-pump.ts';
import { sendSamples } from './samples.ts';
import { startSchedule } from './schedule.ts';
import { localSettings } from './settings.ts';

/** Checks everything that can be wrong, then starts the parts; prints `ready {…}` when all are there. Returns how to stop. */
async function start(options: LocalOptions): Promise<() => Promise<void>> {
  const receiver: Receiver = {
    ...(await loadReceiver(options.config, presets)),
    handlers: listHandlers(options.handlers),
  };
  await checkHandlers(receiver);
  const gateway = await holdPort(options.port, '--port');
  const consolePort = await holdPort(options.consolePort, '--console-port');
  const folder = await openDataFolder(options.data);
  writeFileSync(folder.receiverFile, JSON.stringify(receiver, undefined, 2));

  const endpoints = await startEndpoints(folder, receiver.sources);
  const clients = localClients(endpoints.urls);
  const queues = await provision(clients, [
    ...secretOwners(receiver),
    ...signersOf(receiver.sources),
  ]);
  await createDestinationQueues(endpoints.urls.sqs, receiver.sources);

  const keyRelay = await holdPort(0, '--port');
  keyRelay.serve(
    keyRelayListener(receiver.sources, { ...clients, secretPrefix: localSettings.secretPrefix }),
  );

  const log = new FunctionLog(folder.functionLog);
  const functions = await startFunctions({
    receiverFile: folder.receiverFile,
    deliveryQueueUrl: queues.deliveryQueueUrl,
    callbacksUrl: `${gateway.url}/callbacks`,
    sdkVariables: sdkVariables({
      ...endpoints.variables,
      [keyRelayVariable]: `${keyRelay.url}/`,
    }),
    onLogLine: log.write,
  });
  gateway.serve(gatewayListener({ sources: receiver.sources, ingress: functions.ingress }));
  const invocations = await holdPort(0, '--port');
  invocations.serve(invokeListener(functions.callbacks));
  const pumps = startPumps(clients.sqs, queues, functions);
  const schedule = startSchedule(functions.sweeper, localSettings.sweepEveryMs);
  writeRunFile(folder.path, {
    pid: process.pid,
    gateway: gateway.url,
    console: consolePort.url,
    endpoints: endpoints.urls,
    lambda: invocations.url,
    auditTable: localSettings.auditTable,
    secretPrefix: localSettings.secretPrefix,
    places: {
      stageName: localSettings.stage,
      deliveryQueueUrl: queues.deliveryQueueUrl,
      deadLetterUrls: queues.deadLetterUrls,
      bodyBucket: localSettings.bodyBucket,
    },
    receiverFile: folder.receiverFile,
  });

  const target = await openTarget({ data: folder.path, config: options.config });
  const access = consoleAccess(consolePort.url);
  // Whatever it changes is this machine's own.
  serveConsole(consolePort, target, { access, mayWrite: true });
  if (folder.isNew && options.samples) {
    process.stdout.write(
      `\nA sample for each source, and a forged one:\n${await sendSamples(target)}\n\n`,
    );
  }
  const urls = { gateway: gateway.url, console: access.link };
  process.stdout.write(`ready ${JSON.stringify(urls)}\n`);

  return async () => {
    const ports = [gateway, keyRelay, invocations];
    await Promise.all([...ports.map((port) => port.close()), consolePort.end()]);
    await Promise.all([...pumps, schedule].map((part) => part.stop()));
    await Promise.all(Object.values(functions).map((thread) => thread.stop()));
    await endpoints.stop();
    await log.close();
  };
}

/** Few at a time: a run that is killed then has few handlers cut off between their effect and its record. */
const batchSize = 5;

/** One mapping a queue, as the stack has them. */
function startPumps(sqs: SQSClient, queues: Queues, functions: Functions): readonly QueuePump[] {
  const { worker, 'dead-letters': deadLetters } = functions;
  return [
    startQueuePump(sqs, {
      queueUrl: queues.deliveryQueueUrl,
      function: worker,
      batchSize,
      width: 1,
    }),
    ...queues.lanes.map(({ url, lane }) =>
      startQueuePump(sqs, {
        queueUrl: url,
        function: worker,
        batchSize: 1,
        width: Math.min(lane.concurrency ?? batchSize, batchSize),
      }),
    ),
    ...queues.deadLetterUrls.map((queueUrl) =>
      startQueuePump(sqs, { queueUrl, function: deadLetters, batchSize, width: 1 }),
    ),
  ];
}

function sdkVariables(endpoints: Readonly<Record<string, string>>): Record<string, string> {
  const { credentials } = localCredentials();
  const own = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].flatMap(
    (name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    },
  );
  return {
    AWS_REGION: localRegion(),
    ...(credentials === undefined
      ? Object.fromEntries(own)
      : {
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        }),
    ...endpoints,
  };
}

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`sallyport: ${String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}

try {
  stopOnSignal(await start(readOptions(process.argv.slice(2))));
} catch (error) {
  const problems = error instanceof ConfigError ? error.problems : [String(error)];
  for (const problem of problems) process.stderr.write(`sallyport: ${problem}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
