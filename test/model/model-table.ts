import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { auditTable } from '../../lambda/model/audit-table.ts';
import { holds, type Item, updated } from './expressions.ts';

/** One write that was applied. */
export interface AppliedWrite {
  readonly before: Item | undefined;
  readonly after: Item;
  readonly update: string | undefined;
  readonly condition: string | undefined;
}

/** The audit table in memory: conditional, linearizable, with the sparse index of open events. */
export class ModelTable {
  readonly items = new Map<string, Item>();
  readonly #onWrite: (write: AppliedWrite) => void;

  constructor(onWrite: (write: AppliedWrite) => void) {
    this.#onWrite = onWrite;
  }

  /** Carries out one command of the SDK, at once. Throws what the service would answer. */
  execute(command: unknown): object {
    if (command instanceof PutItemCommand) return this.#put(command.input);
    if (command instanceof UpdateItemCommand) return this.#update(command.input);
    if (command instanceof GetItemCommand) return this.#get(command.input);
    if (command instanceof QueryCommand) return this.#query(command.input);
    throw new Error(`the model has no ${(command as object).constructor.name}`);
  }

  #put({ Item: item = {}, ConditionExpression }: PutItemCommand['input']): object {
    const key = keyOf(item);
    const before = this.items.get(key);
    if (ConditionExpression !== undefined && !holds(ConditionExpression, before ?? {}, {}))
      throw conditionFailed();
    this.items.set(key, item);
    this.#onWrite({ before, after: item, update: undefined, condition: ConditionExpression });
    return {};
  }

  #update(input: UpdateItemCommand['input']): object {
    const {
      Key = {},
      ConditionExpression: condition = '',
      UpdateExpression: update = '',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    } = input;
    const key = keyOf(Key);
    const before = this.items.get(key);
    if (!holds(condition, before ?? {}, { names, values })) throw conditionFailed();
    const after = updated(update, before ?? Key, { names, values });
    this.items.set(key, after);
    this.#onWrite({ before, after, update, condition });
    return { Attributes: after };
  }

  #get({ Key = {} }: GetItemCommand['input']): object {
    const item = this.items.get(keyOf(Key));
    return item === undefined ? {} : { Item: item };
  }

  #query({ IndexName, ExpressionAttributeValues: values = {}, Limit = 1 }: QueryCommand['input']) {
    const { open } = auditTable;
    if (IndexName !== open.name) throw new Error(`the model has no index ${IndexName}`);
    const dueOf = (item: Item) => Number(item[open.sortKey]?.N);
    const Items = [...this.items.values()]
      .filter((item) => item[open.partitionKey]?.S === values[':shard']?.S)
      .filter((item) => dueOf(item) < Number(values[':now']?.N))
      .sort((a, b) => dueOf(a) - dueOf(b))
      .slice(0, Limit);
    return { Items };
  }
}

const keyOf = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S}`;

const conditionFailed = () =>
  new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
