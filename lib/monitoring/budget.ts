import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

interface BudgetProps {
  /** US dollars a month. */
  readonly usd: number;
  readonly topic: ITopic;
}

/**
 * The account's budget; the topic hears of 80 % of it being spent, and of a forecast above it. It has no name of ours: a change of
 * its notifications replaces it. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-budgets-budget.html (2026-11-24)
 */
export function monthlyBudget(scope: Construct, { usd, topic }: BudgetProps): CfnBudget {
  if (!(usd > 0)) throw new Error(`monthlyBudgetUsd: ${usd} is refused: expected more than 0`);
  const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
  const above = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: {
      notificationType,
      comparisonOperator: 'GREATER_THAN',
      threshold,
      thresholdType: 'PERCENTAGE',
    },
    subscribers,
  });
  const budget = new CfnBudget(scope, 'Budget', {
    budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: usd, unit: 'USD' } },
    notificationsWithSubscribers: [above('ACTUAL', 80), above('FORECASTED', 100)],
  });
  // Budgets tries the topic out when the budget is made: its policy must be there by then.
  budget.node.addDependency(topic);
  return budget;
}
