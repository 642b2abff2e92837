import type { App } from 'aws-cdk-lib';
import { ConfigError } from '../lambda/model/errors.ts';
import type { ManagedRules } from './ingress/web-acl-props.ts';

/**
 * Stage name from `-c stage=NAME`, `prod` unless given.
 * @throws ConfigError when it cannot be part of a URL and of resource names.
 */
export function stageNameOf(app: App): string {
  const stage: unknown = app.node.tryGetContext('stage') ?? 'prod';
  if (typeof stage === 'string' && /^[a-z][a-z0-9-]{0,23}$/.test(stage)) return stage;
  throw new ConfigError([
    `context stage: "${stage}" is refused: use 1 to 24 lower-case letters, digits and hyphens, first a letter`,
  ]);
}

/**
 * What AWS' managed WAF groups do, from `-c managedRules=count|block`, `count` unless given.
 * @throws ConfigError for anything else.
 */
export function managedRulesOf(app: App): ManagedRules {
  const rules: unknown = app.node.tryGetContext('managedRules') ?? 'count';
  if (rules === 'count' || rules === 'block') return rules;
  throw new ConfigError([`context managedRules: "${rules}" is refused: use count or block`]);
}
