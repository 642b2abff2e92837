import { createSign, generateKeyPairSync } from 'node:crypto';
import { ask } from '../../support/handshakes.ts';
import { testIngress } from '../../support/ingress-fakes.ts';

/* Amazon SNS asks for its subscription to be confirmed by a call to an address that it names. */

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = String(pair.publicKey.export({ format: 'pem', type: 'spki' }));
const topicArn = 'arn:aws:sns:eu-west-1:111122223333:ours';
const confirm = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=1';

async function subscribe(topic: string, SubscribeURL = confirm) {
  const values = {
    Message: 'You have chosen to subscribe',
    MessageId: 'm-1',
    SubscribeURL,
    Timestamp: '2026-11-23T10:00:00.000Z',
    Token: 't-1',
    TopicArn: topic,
    Type: 'SubscriptionConfirmation',
  };
  const lines = Object.entries(values).map(([name, value]) => `${name}\n${value}\n`);
  const signature = createSign('sha256').update(lines.join('')).sign(pair.privateKey, 'base64');
  const body = JSON.stringify({
    ...values,
    SignatureVersion: '2',
    Signature: signature,
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
  });
  const config = { it: { provider: 'sns', settings: { topicArn } } };
  const ingress = testIngress(config, {}, pem);
  const { outcome } = await ask(ingress, { body });
  return { outcome, called: ingress.ledger.called };
}

test('a subscription to our topic is confirmed', async () => {
  expect(await subscribe(topicArn)).toEqual({ outcome: 'handshake', called: [confirm] });
});

test("somebody else's topic is refused, although Amazon signed it", async () => {
  const theirs = 'arn:aws:sns:eu-west-1:999999999999:theirs';
  expect(await subscribe(theirs)).toEqual({ outcome: 'signature-mismatch', called: [] });
});

test('no address but one of Amazon SNS is called', async () => {
  const internal = await subscribe(topicArn, 'https://169.254.169.254/latest/meta-data');
  expect(internal).toEqual({ outcome: 'handshake-malformed', called: [] });
});
