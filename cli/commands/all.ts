export { auditList } from './audit-list.ts';
export { auditShow } from './audit-show.ts';
export { auditTail } from './audit-tail.ts';
export { secretsSet } from './secrets-set.ts';
export { send } from './send.ts';
export { sourcesList } from './sources-list.ts';
