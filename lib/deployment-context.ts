import type { App } from 'aws-cdk-lib';
import { ConfigError } from '../lambda/model/errors.ts';
import { baseUrlForm, functionArnForm } from './callbacks/callbacks-props.ts';
import type { WebhookReceiverProps } from './webhook-receiver-props.ts';

/**
 * Choices of a deployment from context values: `canary`, `provisionedConcurrency`, `reserveConcurrency`, `replicaRegions`, `replicaKeyArns`; for the stack of a second
 * Region `auditTableName`, `replicaKeyArn`, `standby`; `alarmEmails`, who is told of alarms; `callbacksBaseUrl`, `durableFunctionArns`.
 * @throws ConfigError with one line for each value that is refused.
 */
export function deploymentChoicesOf(
  app: App,
): Pick<WebhookReceiverProps, 'functions' | 'storage' | 'secrets' | 'monitoring' | 'callbacks'> {
  const values = new ContextValues(app);
  const canary = values.flag('canary');
  const isStandby = values.flag('standby');
  const reserveConcurrency = values.flag('reserveConcurrency', true);
  const provisionedConcurrency = values.wholeNumber('provisionedConcurrency');
  const replicaRegions = values.list('replicaRegions', /^[a-z]{2}(-[a-z]+)+-\d$/, 'AWS Regions');
  const keyArns = values.list('replicaKeyArns', keyArn, 'ARNs of KMS keys');
  const auditTableName = values.text('auditTableName', /^[\w.-]{3,255}$/, 'the name of a table');
  const replicaKeyArn = values.text('replicaKeyArn', keyArn, 'the ARN of a KMS key');
  const alarmEmails = values.list('alarmEmails', /^[^@\s]+@[^@\s]+$/, 'e-mail addresses');
  const baseUrl = values.text('callbacksBaseUrl', baseUrlForm, 'https://hooks.example.com');
  const durableFunctionArns = values.list(
    'durableFunctionArns',
    functionArnForm,
    'ARNs of functions, without version or alias',
  );
  values.check();
  const replicaKeyArns = Object.fromEntries(keyArns.map((arn) => [arn.split(':')[3] ?? '', arn]));
  return {
    functions: {
      canary,
      isStandby,
      reserveConcurrency,
      ...(provisionedConcurrency !== undefined && { provisionedConcurrency }),
    },
    storage: {
      replicaRegions,
      replicaKeyArns,
      ...(auditTableName !== undefined && { auditTableName }),
      ...(replicaKeyArn !== undefined && { replicaKeyArn }),
    },
    secrets: { replicaRegions },
    monitoring: { alarmEmails },
    callbacks: {
      ...(baseUrl !== undefined && { baseUrl }),
      ...(durableFunctionArns.length > 0 && { durableFunctionArns }),
    },
  };
}

const keyArn = /^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-)?[0-9a-f-]{32,36}$/;

/** Context values, and one line for each that is refused. */
class ContextValues {
  readonly #app: App;
  readonly #problems: string[] = [];

  constructor(app: App) {
    this.#app = app;
  }

  flag(name: string, byDefault = false): boolean {
    const value = this.#given(name) ?? byDefault;
    if (String(value) === 'true') return true;
    if (String(value) !== 'false') this.#refuse(name, value, 'true or false');
    return false;
  }

  wholeNumber(name: string): number | undefined {
    const value = this.#given(name);
    if (value === undefined) return undefined;
    if (!/^\d{1,5}$/.test(String(value))) this.#refuse(name, value, 'a whole number');
    return Number(value);
  }

  text(name: string, form: RegExp, use: string): string | undefined {
    const value = this.#given(name);
    if (value === undefined) return undefined;
    if (!form.test(String(value))) this.#refuse(name, value, use);
    return String(value);
  }

  list(name: string, form: RegExp, use: string): readonly string[] {
    const value = this.#given(name);
    if (value === undefined) return [];
    const items = String(value).split(',');
    if (!items.every((item) => form.test(item)))
      this.#refuse(name, value, `${use}, with commas between`);
    return items;
  }

  /** @throws ConfigError when a value was refused. */
  check(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems);
  }

  #given(name: string): unknown {
    return this.#app.node.tryGetContext(name);
  }

  #refuse(name: string, value: unknown, use: string): void {
    this.#problems.push(`context ${name}: "${value}" is refused: use ${use}`);
  }
}
