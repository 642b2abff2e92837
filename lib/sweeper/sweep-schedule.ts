import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { settings } from '../settings.ts';

export interface SweepScheduleProps {
  readonly sweeper: IFunction;
  /** False: the schedule is there, and does nothing until it is enabled. */
  readonly isEnabled: boolean;
}

/** Starts the sweeper each minute, with a role that may invoke it and nothing else. */
export class SweepSchedule extends Construct {
  constructor(scope: Construct, id: string, { sweeper, isEnabled }: SweepScheduleProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const group = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
    });
    const role = new Role(this, 'Role', {
      // Nobody else's schedule can borrow the role.
      // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html (2026-11-24)
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': group } },
      }),
    });
    const policy = new ManagedPolicy(this, 'Policy', {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: [sweeper.functionArn],
        }),
      ],
    });
    const schedule = new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(settings.sweepEvery),
      enabled: isEnabled,
      // A run that failed is not repeated: the next one is a minute away.
      target: new LambdaInvoke(sweeper, { retryAttempts: 0, role: role.withoutPolicyUpdates() }),
      description: 'Sallyport: brings overdue events back to the queue',
    });
    schedule.node.addDependency(policy);
  }
}
