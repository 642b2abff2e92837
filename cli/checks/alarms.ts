import { type Finding, stackCheck } from '../check.ts';
import { type DeployedStack, resourcesOfType, type TemplateResource } from '../deployed-stack.ts';

type Alarm = readonly [id: string, properties: TemplateResource['Properties']];

export const alarms = stackCheck({
  id: 'alarms',
  title: 'somebody is told of every alarm',
  async run(stack) {
    const all: readonly Alarm[] = [
      ...(await resourcesOfType(stack, 'AWS::CloudWatch::Alarm')),
      ...(await resourcesOfType(stack, 'AWS::CloudWatch::CompositeAlarm')),
    ];
    if (all.length === 0) {
      return [
        {
          result: 'warn',
          finding: 'the template has no alarms: nobody is told when something breaks',
          remedy: 'deploy the stack as lib/receiver-stack.ts has it',
        },
      ];
    }
    return [...silentOf(all), await listenersOf(stack, all)];
  },
});

const actionsOf = ({ AlarmActions, ActionsEnabled }: Alarm[1]): readonly unknown[] =>
  Array.isArray(AlarmActions) && ActionsEnabled !== false ? AlarmActions : [];

function silentOf(all: readonly Alarm[]): readonly Finding[] {
  const silent = all.filter(([, properties]) => actionsOf(properties).length === 0);
  if (silent.length === 0) {
    return [{ result: 'pass', subject: 'actions', finding: `all ${all.length} alarms have one` }];
  }
  return silent.map(([id, { AlarmName }]) => ({
    result: 'warn',
    subject: typeof AlarmName === 'string' ? AlarmName : id,
    finding: 'has no action: it changes its state and nobody hears of it',
    remedy: 'give it an alarm action, as lib/monitoring/monitoring.ts does for all',
  }));
}

/** Who is subscribed can be read from the template alone; whether they confirmed, and who hears another's topic, cannot. */
async function listenersOf(stack: DeployedStack, all: readonly Alarm[]): Promise<Finding> {
  const subject = 'listeners';
  const own = new Set((await resourcesOfType(stack, 'AWS::SNS::Topic')).map(([id]) => id));
  const isOwn = (action: unknown): boolean =>
    typeof action === 'object' && action !== null && 'Ref' in action && own.has(String(action.Ref));
  const actions = all.flatMap(([, properties]) => actionsOf(properties));
  if (actions.some((action) => !isOwn(action))) {
    return {
      result: 'pass',
      subject,
      finding: 'alarms go to a topic that is not of this stack; who hears it was not looked at',
    };
  }
  const subscriptions = await resourcesOfType(stack, 'AWS::SNS::Subscription');
  if (subscriptions.length > 0) {
    return {
      result: 'pass',
      subject,
      finding: `${subscriptions.length} subscribed; whether they confirmed shows aws sns list-subscriptions-by-topic`,
    };
  }
  return {
    result: 'warn',
    subject,
    finding: 'nobody is subscribed to the topic of the alarms: nobody is told',
    remedy: `give the stack alarmEmails or an alarmTopic, or subscribe to the topic in output AlarmTopicArn of ${stack.name}`,
  };
}
