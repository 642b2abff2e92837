import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { auditTable } from '../../lambda/model/audit-table.ts';
import { holds, type Item, updated } from './expressions.ts';
import { keyOfItem } from './item-key.ts';

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

  /** Deletes what may be forgotten by now, as early as DynamoDB would. */
  forget(nowMs: number): void {
    for (const [key, { expiresAt }] of this.items)
      if (expiresAt !== undefined && Number(expiresAt.N) * 1000 <= nowMs) this.items.delete(key);
  }

  #put(input: PutItemCommand['input']): object {
    const {
      Item: item = {},
      ConditionExpression: condition,
      ExpressionAttributeValues: values,
    } = input;
    const key = keyOfItem(item);
    const before = this.items.get(key);
    if (condition !== undefined && !holds(condition, before ?? {}, { values }))
      throw conditionFailed();
    this.items.set(key, item);
    this.#onWrite({ before, after: item, update: undefined, condition });
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
    const key = keyOfItem(Key);
    const before = this.items.get(key);
    if (!holds(condition, before ?? {}, { names, values })) throw conditionFailed();
    const after = updated(update, before ?? Key, { names, values });
    this.items.set(key, after);
    this.#onWrite({ before, after, update, condition });
    return { Attributes: after };
  }

  #get({ Key = {} }: GetItemCommand['input']): object {
    const item = this.items.get(keyOfItem(Key));
    return item === undefined ? {} : { Item: item };
  }

  #query(input: QueryCommand['input']): object {
    const { open } = auditTable;
    const {
      IndexName,
      KeyConditionExpression: condition = '',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      Limit = 1,
    } = input;
    if (IndexName !== open.name) throw new Error(`the model has no index ${IndexName}`);
    const Items = [...this.items.values()]
      .filter((item) => item[open.partitionKey] !== undefined)
      .filter((item) => holds(condition, item, { names, values }))
      .sort((a, b) => Number(a[open.sortKey]?.N) - Number(b[open.sortKey]?.N))
      .slice(0, Limit);
    return { Items };
  }
}

const conditionFailed = () =>
  new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
