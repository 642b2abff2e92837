import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ConfigError } from '../../lambda/model/errors.ts';
import { wholeNumberProblems } from '../whole-number.ts';

/** How callbacks are minted, and who may be told of their answers. Nothing of it matters where no source has `callbacks`. */
export interface CallbacksProps {
  /**
   * What the addresses of callbacks begin with: `https://hooks.example.com`. Name it where something stands in front of the API that answers
   * under a name of its own, such as a CDN.
   * @default - the API's own URL, or the domain of `edge.domain`
   */
  readonly baseUrl?: string;
  /**
   * Callbacks that are minted at a time; reserved. A mint takes about 0.05 s: 10 are some 200 a second. What exceeds them is throttled, and the
   * caller's SDK tries again.
   * @default 10
   */
  readonly concurrency?: number;
  /**
   * ARNs, without version, of the durable functions of AWS Lambda that wait for answers. `*` stands for any characters; an empty list for none.
   * Tasks of Step Functions need no mention: IAM cannot tell them apart.
   * @default - all functions of this account and Region
   */
  readonly durableFunctionArns?: readonly string[];
}

export interface CallbackSettings {
  readonly baseUrl?: string;
  readonly concurrency: number;
  readonly durableFunctionArns: readonly string[];
}

/**
 * The choices with their defaults.
 * @throws ConfigError with one line for each that is refused.
 */
export function callbackSettings(scope: Construct, props: CallbacksProps = {}): CallbackSettings {
  const { baseUrl, concurrency = 10, durableFunctionArns } = props;
  const problems = [
    ...(baseUrl === undefined || baseUrlForm.test(baseUrl)
      ? []
      : [
          `callbacks.baseUrl: "${baseUrl}" is refused: use an address such as https://hooks.example.com`,
        ]),
    ...wholeNumberProblems('callbacks.concurrency', concurrency, 1, 1000),
    ...(durableFunctionArns ?? [])
      .filter((arn) => !functionArnForm.test(arn))
      .map(
        (arn) =>
          `callbacks.durableFunctionArns: "${arn}" is refused: use the ARN of a function, without version or alias`,
      ),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  const anyFunction = Stack.of(scope).formatArn({ service: 'lambda', resource: 'function:*' });
  return {
    ...(baseUrl !== undefined && { baseUrl: baseUrl.replace(/\/$/, '') }),
    concurrency,
    durableFunctionArns: durableFunctionArns ?? [anyFunction],
  };
}

/** An address without query string or fragment, which would come to stand before the token. */
export const baseUrlForm = /^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/;

/** A function's ARN without version or alias. */
export const functionArnForm = /^arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w*-]{1,64}$/;
