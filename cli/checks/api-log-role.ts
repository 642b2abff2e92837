import { stackCheck } from '../check.ts';
import { resourcesOfType } from '../deployed-stack.ts';

export const apiLogRole = stackCheck({
  id: 'api-log-role',
  title: 'API Gateway may write its logs',
  async run(stack) {
    const accounts = await resourcesOfType(stack, 'AWS::ApiGateway::Account');
    if (accounts.length > 0) {
      return [{ result: 'pass', finding: "the stack sets the Region's log role itself" }];
    }
    return [
      {
        result: 'not-applicable',
        finding:
          "a setting of the account and the Region, which is not read here: without a role the API's logs stay empty",
        remedy:
          'aws apigateway get-account --query cloudwatchRoleArn names the role; if it says null, deploy once with -c manageApiGatewayAccount=true',
      },
    ];
  },
});
