import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

type DataService = 'dynamodb' | 'sqs' | 's3' | 'secretsmanager';

/** Actions that DynamoDB needs of its caller's key permission; CDK's own grant spells them with wildcards. */
const tableActions = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The customer managed key of all stored data: records, bodies, messages, secrets. Rotated yearly, kept when the stack goes. */
export class DataKey extends Construct {
  readonly key: Key;
  readonly #replicaKeyArn: string | undefined;

  /** In the stack of a second Region, the table and the secrets are replicas and have another key. */
  constructor(scope: Construct, id: string, replicaKeyArn?: string) {
    super(scope, id);
    this.#replicaKeyArn = replicaKeyArn;
    this.key = new Key(this, 'Key', {
      description: 'Sallyport: audit records, bodies, messages and source secrets',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets a function use the audit table, whose items DynamoDB encrypts in the caller's name. */
  tableUse(): PolicyStatement {
    return this.#via('dynamodb', tableActions);
  }

  /** Lets a function read what the service stored. */
  readingFrom(service: Exclude<DataService, 'dynamodb'>): PolicyStatement {
    return this.#via(service, ['kms:Decrypt']);
  }

  /** Lets a function store through the service. */
  writingTo(service: Exclude<DataService, 'dynamodb'>): PolicyStatement {
    return this.#via(service, ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  #via(service: DataService, actions: string[]): PolicyStatement {
    const { region, urlSuffix } = Stack.of(this);
    return new PolicyStatement({
      actions,
      resources: [(isReplicated(service) && this.#replicaKeyArn) || this.key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.${urlSuffix}` } },
    });
  }
}

const isReplicated = (service: DataService): boolean =>
  service === 'dynamodb' || service === 'secretsmanager';
