import { parseArgs } from 'node:util';
import { formatTable } from '../../cli/output.ts';
import { type DrillReport, runDrill } from './drill.ts';
import { readScenarios } from './scenario.ts';

/*
 * All failure drills against the real local stack: `npm run drill -- --seed N --only TEXT --deliveries N`. Exits with 1 when an
 * acknowledged event is lost, takes effect twice without a kill, or needs more than two sweeps to heal.
 */

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
    deliveries: { type: 'string' },
  },
});

const columns = [
  'FAULT',
  'DELIVERIES',
  'REQUESTS',
  'FAULTS',
  'KILLS',
  'ACKNOWLEDGED',
  'LOST',
  'EFFECTS',
  'REPEATED BY KILLS',
  'DOUBLED',
  'HEALED AFTER',
];

const row = (report: DrillReport): readonly string[] => [
  report.name,
  ...[
    report.deliveries,
    report.requests,
    report.faults,
    report.kills,
    report.acknowledged,
    report.lost,
    report.effects,
    report.repeatedByKills,
    report.doubled,
  ].map(String),
  `${report.secondsToHeal} s, ${report.sweepsToHeal} sweeps`,
];

const reports: DrillReport[] = [];
process.stdout.write(`seed ${values.seed}\n`);
for (const scenario of readScenarios()) {
  if (!scenario.name.includes(values.only)) continue;
  const deliveries = Number(values.deliveries ?? scenario.deliveries);
  process.stderr.write(`${scenario.name} …\n`);
  reports.push(await runDrill({ ...scenario, deliveries }, Number(values.seed)));
}
process.stdout.write(`${formatTable(columns, reports.map(row))}\n`);
const isBad = ({ lost, doubled, sweepsToHeal, acknowledged, deliveries }: DrillReport) =>
  lost > 0 || doubled > 0 || sweepsToHeal > 2 || acknowledged < deliveries;
process.exit(reports.some(isBad) ? 1 : 0);
