import type { Check } from '../check.ts';
import { alarms } from './alarms.ts';
import { apiLogRole } from './api-log-role.ts';
import { clock } from './clock.ts';
import { deployment } from './deployment.ts';
import { handlers } from './handlers.ts';
import { protection } from './protection.ts';
import { quotas } from './quotas.ts';
import { secrets } from './secrets.ts';
import { sources } from './sources.ts';
import { tenants } from './tenants.ts';
import { unfinished } from './unfinished.ts';
import { waf } from './waf.ts';

/** THE table of checks, in the order of the output. Each file of this folder has a row. */
export const checks: readonly Check[] = [
  secrets,
  tenants,
  sources,
  handlers,
  deployment,
  unfinished,
  waf,
  alarms,
  apiLogRole,
  protection,
  quotas,
  clock,
];
