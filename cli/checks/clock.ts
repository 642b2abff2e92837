import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../lambda/model/time.ts';
import type { Check } from '../check.ts';
import type { Target } from '../target.ts';

const warnAboveSeconds = 30;
const failAboveSeconds = 300;

export const clock: Check = {
  id: 'clock',
  title: "this machine's clock is right",
  async run(target, { clock: own }) {
    const aheadMs = await aheadOf(target, own);
    if (aheadMs === undefined) {
      return [{ result: 'not-applicable', finding: 'the answer of DynamoDB bears no date' }];
    }
    const seconds = Math.round(Math.abs(aheadMs) / 1000);
    const finding = `${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} the clock of DynamoDB`;
    if (seconds <= warnAboveSeconds) return [{ result: 'pass', finding }];
    return [
      {
        result: seconds > failAboveSeconds ? 'fail' : 'warn',
        finding: `${finding}: what is signed or judged here is taken for ${aheadMs < 0 ? 'stale' : 'from the future'}`,
        remedy: 'set the clock by NTP: timedatectl set-ntp true, or the like',
      },
    ];
  },
};

/** How far this clock is ahead of the one behind the table; an answer that refuses the call bears a date too. */
async function aheadOf(target: Target, own: Clock): Promise<number | undefined> {
  let ahead: number | undefined;
  const command = new DescribeTableCommand({ TableName: target.auditTable });
  command.middlewareStack.add(
    (next) => async (args) => {
      const askedAtMs = own.nowMs();
      const result = await next(args);
      const dateMs = dateOf(result.response);
      // Headers bear whole seconds, cut off.
      ahead = dateMs === undefined ? ahead : (askedAtMs + own.nowMs()) / 2 - (dateMs + 500);
      return result;
    },
    // Lowest of the step: before an answer that is an error is made one.
    { step: 'deserialize', priority: 'low' },
  );
  try {
    await target.dynamoDb.send(command);
  } catch (error) {
    if (ahead === undefined) throw error;
  }
  return ahead;
}

function dateOf(response: unknown): number | undefined {
  const { headers } = response as { readonly headers?: Readonly<Record<string, string>> };
  const dateMs = Date.parse(headers?.['date'] ?? '');
  return Number.isNaN(dateMs) ? undefined : dateMs;
}
