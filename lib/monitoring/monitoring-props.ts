import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** How much is still normal, where that differs from one receiver to the next. */
export interface AlarmThresholds {
  /**
   * Callbacks in five minutes that nobody answers in time. Raise it where callers expect to be left without an answer now and then.
   * @default 0: the alarm CallbackExpired tells of each
   */
  readonly callbacksExpired?: number;
}

/** Who hears of alarms, and what else is set up to look at. */
export interface MonitoringProps {
  /**
   * Topic that alarms are sent to. Its policy, and that of its key, must let `cloudwatch.amazonaws.com` publish (and `budgets.amazonaws.com` where
   * there is a budget): otherwise alarms change their state and nobody hears of it.
   * @default - a topic of the receiver's own, encrypted with a key of its own (1 USD a month)
   */
  readonly alarmTopic?: ITopic;
  /**
   * Addresses that get each alarm by e-mail. Each must confirm AWS' first message, or it gets nothing.
   * @default - nobody is subscribed: alarms show on the dashboard alone
   */
  readonly alarmEmails?: readonly string[];
  /**
   * Creates the dashboard, which costs 3 USD a month beyond the account's first three.
   * @default true
   */
  readonly dashboard?: boolean;
  /**
   * US dollars a month: the topic hears of 80 % of it being spent, and of a forecast above it. Counts the whole account, as costs of a stack alone need
   * tags that the account's owner must activate first.
   * @default - no budget
   */
  readonly monthlyBudgetUsd?: number;
  /**
   * How much is still normal.
   * @default - what the properties say
   */
  readonly thresholds?: AlarmThresholds;
  /**
   * Where your team reads the runbook; alarms link to its headings.
   * @default 'docs/runbook.md'
   */
  readonly runbookUrl?: string;
}
