/** The part of a template that an upgrade must not lose. */
export interface StatefulTemplate {
  readonly Resources: Readonly<Record<string, StatefulResource>>;
}

interface StatefulResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/**
 * THE table of properties whose change makes CloudFormation create a new resource in place of the one with the data.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html, "Update requires" (2026-11-24)
 */
const replacing: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::GlobalTable': ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  'AWS::S3::Bucket': ['BucketName'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  'AWS::SecretsManager::Secret': ['Name'],
  // Its id is part of the URLs that providers have.
  'AWS::ApiGateway::RestApi': [],
};

/** What of the previous template's data the present one would lose. */
export function upgradeProblems(
  previous: StatefulTemplate,
  present: StatefulTemplate,
): readonly string[] {
  return Object.entries(previous.Resources).flatMap(([id, before]) => {
    const after = present.Resources[id];
    if (after?.Type !== before.Type) return [`${id} is gone`];
    const changed = (replacing[before.Type] ?? []).filter(
      (property) =>
        JSON.stringify(before.Properties?.[property]) !==
        JSON.stringify(after.Properties?.[property]),
    );
    const isLet = before.DeletionPolicy === 'Retain' && after.DeletionPolicy !== 'Retain';
    return [
      ...changed.map((property) => `${id} is replaced, its ${property} having changed`),
      ...(isLet ? [`${id} is no longer retained`] : []),
    ];
  });
}
