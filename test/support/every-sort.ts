import { randomBytes } from 'node:crypto';
import { type LocalRun, sallyport } from './local-run.ts';
import type { LocalState } from './local-state.ts';
import { githubHeaders, post, slackHeaders, stripeHeaders } from './senders.ts';
import type { SteeredHandler } from './steered-handler.ts';

const hmac = { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' };

/** Sources of every kind of check, as a configuration file has them. */
export const everySource = {
  stripe: { provider: 'stripe' },
  github: { provider: 'github' },
  slack: { provider: 'slack' },
  dropbox: { provider: 'dropbox' },
  http: { provider: 'pawapay', publicUrl: 'https://hooks.example.com/hooks/http' },
  partner: { allowList: ['203.0.113.45'] },
  bank: { token: { header: 'X-Secret' }, signature: hmac },
};

const secrets = { stripe: 'whsec_verify', github: 'verify-github', slack: 'verify-slack' };

interface Running {
  readonly local: LocalRun;
  readonly state: LocalState;
  readonly handler: SteeredHandler;
}

/** Leaves a record of every sort in a run of `everySource`, and returns the ids of most of them by name. */
export async function everySort({
  local: { gateway, data },
  state,
  handler,
}: Running): Promise<Readonly<Record<string, string>>> {
  for (const [source, secret] of Object.entries(secrets))
    await sallyport(data, ['secrets', 'set', source], secret);
  handler.steer({ evt_fatal: { isFatal: true }, evt_retried: { throws: 1 } });
  const ids = {
    ...(await events(gateway)),
    ...(await refusals(gateway)),
    ...(await handshakes(gateway)),
  };
  await sallyport(data, ['send', 'bank']);
  await sallyport(data, ['send', 'http', '--type', 'a b']);
  const { done, failed, retried, erased, address, large } = ids;
  await state.settled([done, failed, retried, erased, address, large], 60);
  await sallyport(data, ['bodies', 'erase', erased, ids.tampered, '--reason', 'asked for']);
  await sallyport(data, ['replay', done, '--reason', 'again']);
  await state.settled([done]);
  return ids;
}

async function events(gateway: string) {
  const stripe = async (id: string, more: object = {}) => {
    const body = JSON.stringify({ id, type: 'invoice.paid', ...more });
    return (await post(`${gateway}/hooks/stripe`, body, stripeHeaders(secrets.stripe, body))).id;
  };
  const large = randomBytes(300 * 1024);
  const named = { ...githubHeaders(secrets.github, large), 'x-github-delivery': 'large' };
  const address = { 'x-forwarded-for': '203.0.113.45' };
  return {
    done: await stripe('evt_done'),
    duplicate: await stripe('evt_done'),
    conflict: await stripe('evt_done', { amount: 2 }),
    failed: await stripe('evt_fatal'),
    retried: await stripe('evt_retried'),
    erased: await stripe('evt_erased'),
    large: (await post(`${gateway}/hooks/github`, large, named)).id,
    address: (await post(`${gateway}/hooks/partner`, '{}', address)).id,
  };
}

async function refusals(gateway: string) {
  const stripe = `${gateway}/hooks/stripe`;
  return {
    tampered: (await post(stripe, '{}', stripeHeaders('whsec_other', '{}'))).id,
    unsigned: (await post(stripe, '{}', {})).id,
    method: idIn(await fetch(stripe, { method: 'PUT' })),
    stranger: (await post(`${gateway}/hooks/partner`, '{}', {})).id,
  };
}

async function handshakes(gateway: string) {
  const challenge = JSON.stringify({ type: 'url_verification', challenge: 'c', token: 't' });
  const signed = slackHeaders(secrets.slack, challenge);
  return {
    signedHandshake: (await post(`${gateway}/hooks/slack`, challenge, signed)).id,
    openHandshake: idIn(await fetch(`${gateway}/hooks/dropbox?challenge=abc`)),
  };
}

const idIn = (response: Response): string => response.headers.get('x-sallyport-id') ?? '';
