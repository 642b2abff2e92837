import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../../cli/failure.ts';
import { openTarget, sourceOf } from '../../cli/target.ts';

/* `--stack NAME`: names and URLs come from the stack's outputs, over CloudFormation's wire protocol. */

const outputs = {
  AuditTable: 'the-table',
  SecretPrefix: 'sallyport/prod/',
  UrlBank: 'https://api.example/prod/hooks/bank',
};

let server: Server;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let form = '';
    for await (const chunk of request) form += chunk;
    const stack = new URLSearchParams(form).get('StackName');
    response.setHeader('content-type', 'text/xml');
    if (stack !== 'sallyport-prod') {
      response.writeHead(400);
      response.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${stack} does not exist</Message></Error></ErrorResponse>`,
      );
      return;
    }
    const members = Object.entries(outputs).map(
      ([key, value]) =>
        `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
    response.end(
      `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>${stack}</StackName><CreationTime>2026-11-23T10:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env['AWS_ENDPOINT_URL_CLOUDFORMATION'] =
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const options = { data: '.sallyport', region: 'eu-west-1', config: 'test/cli/receiver.json' };

test('takes table, secrets and URLs from the outputs and the sources from the configuration', async () => {
  const target = await openTarget({ ...options, stack: 'sallyport-prod' });
  expect(target).toMatchObject({
    auditTable: 'the-table',
    secretPrefix: 'sallyport/prod/',
    isLocal: false,
  });
  expect(target.urlOf('bank')).toBe(outputs.UrlBank);
  expect(sourceOf(target, 'bank').allowList).toEqual(['203.0.113.45']);
});

test('says what to check when the stack cannot be read', async () => {
  await expect(openTarget({ ...options, stack: 'other' })).rejects.toThrow(
    /^stack other cannot be read: Stack with id other does not exist: check --stack, --profile and --region$/,
  );
});

test('says what is missing when the stack is not one of ours', async () => {
  const target = await openTarget({ ...options, stack: 'sallyport-prod' });
  expect(() => target.urlOf('stripe')).toThrow(/has no output UrlStripe/);
  expect(() => sourceOf(target, 'stripe')).toThrow(UsageError);
});
