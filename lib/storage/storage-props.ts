import { ConfigError } from '../../lambda/model/errors.ts';
import { wholeNumberProblems } from '../whole-number.ts';

/** How data is kept. Each property has a default that a production deployment can start with. */
export interface StorageProps {
  /**
   * Days for which audit records and bodies are kept. Duplicates are recognised for as long, so it must exceed every provider's retry horizon.
   * @default 90
   */
  readonly retentionDays?: number;
  /**
   * Most read units that the audit table takes a second; DynamoDB throttles what is beyond. Bounds what a mistake can cost.
   * @default 4000
   */
  readonly maxReadUnits?: number;
  /**
   * Most write units that the audit table takes a second. An accepted event takes about ten in all, so 4,000 are some 400 events a second;
   * beyond it requests are answered 503 and come again. Bounds what a flood can cost: about 9 USD an hour.
   * @default 4000
   */
  readonly maxWriteUnits?: number;
  /**
   * Copies the audit table each day into a backup vault of its own, where nobody can delete a copy within a week, and keeps it for 35 days.
   * For the loss of the table with its point-in-time backups. Billed by the size of each copy.
   * @default false
   */
  readonly backup?: boolean;
  /**
   * Regions that get a replica of the audit table. The stack's own is not among them. Needs a key for each in `replicaKeyArns`. Each write is
   * billed once more in each Region.
   * @default none
   */
  readonly replicaRegions?: readonly string[];
  /**
   * ARN of the key, in its Region, for each Region that gets replicas of the table or of secrets. A key cannot be used outside its Region.
   * @default none
   */
  readonly replicaKeyArns?: Readonly<Record<string, string>>;
  /**
   * Makes this the stack of a second Region: the named table, a replica of the first Region's, is used and none is created; the same holds for
   * the secrets. Queue, bucket, functions and API are its own. Set `functions.isStandby` with it. See docs/multi-region.md.
   * @default the stack creates its own table
   */
  readonly auditTableName?: string;
  /**
   * ARN of the key that encrypts the replicas in this Region: what the first Region's stack was given for it in `replicaKeyArns`.
   * @default none; needed with `auditTableName`
   */
  readonly replicaKeyArn?: string;
}

/** What storage is given: choices and defaults. */
export type StorageSettings = StorageProps &
  Required<
    Pick<
      StorageProps,
      'retentionDays' | 'maxReadUnits' | 'maxWriteUnits' | 'replicaRegions' | 'replicaKeyArns'
    >
  >;

/**
 * The choices with their defaults, for a stack in this Region.
 * @throws ConfigError with one line for each that is refused.
 */
export function storageSettings(props: StorageProps = {}, region: string): StorageSettings {
  const chosen = {
    ...props,
    retentionDays: props.retentionDays ?? 90,
    maxReadUnits: props.maxReadUnits ?? 4000,
    maxWriteUnits: props.maxWriteUnits ?? 4000,
    replicaRegions: props.replicaRegions ?? [],
    replicaKeyArns: props.replicaKeyArns ?? {},
  };
  const problems = [
    ...wholeNumberProblems('storage.retentionDays', chosen.retentionDays, 1, 3650),
    ...wholeNumberProblems('storage.maxReadUnits', chosen.maxReadUnits, 1, 1_000_000),
    ...wholeNumberProblems('storage.maxWriteUnits', chosen.maxWriteUnits, 1, 1_000_000),
    ...replicaProblems('storage.replicaRegions', chosen.replicaRegions, { ...chosen, region }),
    ...secondRegionProblems(chosen),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return chosen;
}

interface ReplicaPlaces {
  readonly replicaKeyArns: Readonly<Record<string, string>>;
  /** Region of the stack. */
  readonly region: string;
}

/** One line for each Region that cannot get a replica. */
export function replicaProblems(
  name: string,
  regions: readonly string[],
  { replicaKeyArns, region: own }: ReplicaPlaces,
): readonly string[] {
  return regions.flatMap((region, index) => {
    const refused = `${name}: "${region}" is refused:`;
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return [`${refused} it is no AWS Region`];
    if (region === own) return [`${refused} it is the stack's own Region`];
    if (regions.indexOf(region) !== index) return [`${refused} it is named twice`];
    const keyArn = replicaKeyArns[region];
    if (keyArn === undefined)
      return [`${refused} storage.replicaKeyArns names no key of this Region`];
    if (keyArn.split(':')[3] !== region) return [`${refused} its key ${keyArn} is elsewhere`];
    return [];
  });
}

function secondRegionProblems(chosen: StorageSettings): readonly string[] {
  const { auditTableName, replicaKeyArn } = chosen;
  if (auditTableName === undefined) {
    return replicaKeyArn === undefined
      ? []
      : ['storage.replicaKeyArn: is for the stack of a second Region: name its auditTableName too'];
  }
  return [
    ...(replicaKeyArn === undefined
      ? ['storage.auditTableName: needs storage.replicaKeyArn, the key of the replica']
      : []),
    ...(chosen.backup || chosen.replicaRegions.length > 0
      ? ['storage.auditTableName: backup and replicaRegions belong to the stack with the table']
      : []),
  ];
}
