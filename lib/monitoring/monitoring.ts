import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type Dashboard,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmRow, Severity } from './alarm-row.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { alarmsOfDown, alarmTable } from './alarms.ts';
import { monthlyBudget } from './budget.ts';
import { receiverDashboard } from './dashboard.ts';
import type { MonitoredReceiver } from './monitored-receiver.ts';
import type { MonitoringProps } from './monitoring-props.ts';

interface Props extends MonitoringProps {
  readonly receiver: MonitoredReceiver;
}

/** An alarm and its row. */
export interface WatchedAlarm {
  readonly row: AlarmRow;
  readonly alarm: Alarm;
}

/** Alarms, the topic that they are sent to, the dashboard, and the budget. */
export class Monitoring extends Construct {
  readonly topic: ITopic;
  readonly alarms: readonly WatchedAlarm[];
  /** Fires when the receiver as a whole is down: the one to wake somebody with. */
  readonly down: CompositeAlarm;
  readonly dashboard?: Dashboard;

  readonly #prefix: string;
  readonly #runbookUrl: string;

  constructor(scope: Construct, id: string, { receiver, ...props }: Props) {
    super(scope, id);
    this.#prefix = `sallyport-${receiver.parts.stageName}-`;
    this.#runbookUrl = props.runbookUrl ?? 'docs/runbook.md';
    this.topic = this.#topicOf(props);
    const rows = alarmTable(receiver, props.thresholds);
    this.alarms = rows.map((row) => ({ row, alarm: this.#alarm(row) }));
    this.down = this.#composite();
    for (const alarm of [...this.alarms.map(({ alarm }) => alarm), this.down]) {
      alarm.addAlarmAction(new SnsAction(this.topic));
      alarm.addOkAction(new SnsAction(this.topic));
    }
    if (props.dashboard ?? true) {
      const { alarms, down } = this;
      const runbookUrl = this.#runbookUrl;
      this.dashboard = receiverDashboard(this, { receiver, alarms, down, runbookUrl });
    }
    if (props.monthlyBudgetUsd !== undefined) {
      monthlyBudget(this, { usd: props.monthlyBudgetUsd, topic: this.topic });
    }
  }

  #topicOf({ alarmTopic, alarmEmails = [], monthlyBudgetUsd }: MonitoringProps): ITopic {
    const own = () =>
      new AlarmTopic(this, 'Alarms', {
        alarmPrefix: this.#prefix,
        takesBudget: monthlyBudgetUsd !== undefined,
      }).topic;
    const topic = alarmTopic ?? own();
    for (const address of alarmEmails) topic.addSubscription(new EmailSubscription(address));
    return topic;
  }

  #alarm(row: AlarmRow): Alarm {
    const id = row.of === undefined ? row.name : `${row.name}-${row.of}`;
    const [datapointsToAlarm, evaluationPeriods] = row.periods;
    return new Alarm(this, id, {
      alarmName: `${this.#prefix}${id}`,
      alarmDescription: this.#description(row),
      metric: row.metric,
      threshold: row.threshold,
      comparisonOperator: row.isFloor
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_THRESHOLD,
      datapointsToAlarm,
      evaluationPeriods,
      treatMissingData:
        row.missing === 'breaching' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
  }

  #composite(): CompositeAlarm {
    const parts = this.alarms.filter(({ row }) => alarmsOfDown.includes(row.name));
    return new CompositeAlarm(this, 'Down', {
      compositeAlarmName: `${this.#prefix}Down`,
      alarmDescription: this.#description({
        name: 'Down',
        severity: 'high',
        meaning: 'The receiver as a whole is down, or loses its grip on accepted events.',
      }),
      alarmRule: AlarmRule.anyOf(
        ...parts.map(({ alarm }) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM)),
      ),
    });
  }

  #description(row: Described): string {
    return `${row.meaning} Severity: ${row.severity}. Runbook: ${this.#runbookUrl}#${row.name.toLowerCase()}`;
  }
}

interface Described {
  readonly name: string;
  readonly severity: Severity;
  readonly meaning: string;
}
