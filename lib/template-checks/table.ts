import { at, listOf, type Resource, resourcesOf, type Template } from './template.ts';
import type { Problem } from './template-check.ts';

const tablesOf = (template: Template): readonly Resource[] =>
  resourcesOf(template, 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table');

interface Key {
  /** Path of the key's attribute name. */
  readonly property: string;
  readonly owner: string;
  readonly attribute: string;
}

/** Keys of the table and of all its indexes. */
function keysOf({ properties }: Resource): readonly Key[] {
  const schemas = [
    { owner: 'the table', path: 'Properties.KeySchema', schema: properties['KeySchema'] },
    ...['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'].flatMap((kind) =>
      listOf(properties[kind]).map((index, number) => ({
        owner: `index ${at(index, 'IndexName')}`,
        path: `Properties.${kind}.${number}.KeySchema`,
        schema: at(index, 'KeySchema'),
      })),
    ),
  ];
  return schemas.flatMap(({ owner, path, schema }) =>
    listOf(schema).map((key, number) => ({
      property: `${path}.${number}.AttributeName`,
      owner,
      attribute: String(at(key, 'AttributeName')),
    })),
  );
}

const definedBy = ({ properties }: Resource): readonly string[] =>
  listOf(properties['AttributeDefinitions']).map((one) => String(at(one, 'AttributeName')));

/**
 * Keys whose attribute has no type.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html (2026-11-24)
 */
export const undefinedKeys = (template: Template): readonly Problem[] =>
  tablesOf(template).flatMap((table) => {
    const defined = definedBy(table);
    return keysOf(table)
      .filter(({ attribute }) => !defined.includes(attribute))
      .map(({ property, owner, attribute }) => ({
        logicalId: table.id,
        property,
        what: `a key of ${owner} is no defined attribute`,
        found: attribute,
        expected: `one of ${defined.join(', ')}`,
        remedy: 'Add the attribute with its type to AttributeDefinitions, or correct the name',
      }));
  });

/**
 * Attributes with a type that no key uses: DynamoDB refuses the table.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html (2026-11-24)
 */
export const unusedAttributes = (template: Template): readonly Problem[] =>
  tablesOf(template).flatMap((table) => {
    const used = keysOf(table).map(({ attribute }) => attribute);
    return definedBy(table)
      .filter((attribute) => !used.includes(attribute))
      .map((attribute) => ({
        logicalId: table.id,
        property: 'Properties.AttributeDefinitions',
        what: 'a defined attribute is the key of nothing',
        found: attribute,
        expected: `keys alone: ${[...new Set(used)].join(', ')}`,
        remedy: 'Remove the definition: attributes that are no keys need none',
      }));
  });
