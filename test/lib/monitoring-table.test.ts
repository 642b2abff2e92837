import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import type { MonitoringProps } from '../../lib/monitoring/monitoring-props.ts';
import type { ReceiverStack } from '../../lib/receiver-stack.ts';
import { resourcesOf, testApp, testStack } from '../support/stack.ts';

/* Alarm table ↔ runbook, and alarms and dashboard ↔ metrics that the code writes, in both directions. */

const token = { token: { header: 'X-Secret' } };
const sources = readConfig(
  { sources: { bank: { ...token, expectEvery: '1h' }, prompt: { ...token, callbacks: true } } },
  presets,
);
const stackWith = (monitoring: MonitoringProps = {}) =>
  testStack(testApp(), { receiver: { sources, handlers: [] }, monitoring });

let stack: ReceiverStack;
let template: Template;
beforeAll(() => {
  stack = stackWith();
  template = Template.fromStack(stack);
});

const alarmNames = (): readonly string[] => [
  'Down',
  ...new Set(stack.receiver.monitoring.alarms.map(({ row }) => row.name)),
];

const runbook = readFileSync('docs/runbook.md', 'utf8');

/** What is amiss between alarms and runbook. */
function runbookProblems(names: readonly string[], text: string): readonly string[] {
  const sections = text.split(/^## /m).slice(1);
  const headings = sections.map((section) => section.split('\n')[0] ?? '');
  return [
    ...names.filter((name) => !headings.includes(name)).map((name) => `${name}: no heading`),
    ...headings.filter((name) => !names.includes(name)).map((name) => `${name}: no alarm`),
    ...headings.filter((name, at) => headings.indexOf(name) !== at).map((name) => `${name}: twice`),
    ...sections.flatMap((section, at) => {
      const parts = section.split(/^### /m).slice(1);
      const titles = parts.map((part) => part.split('\n')[0]);
      const isWhole = titles.join() === 'Meaning,Investigate,Resolve';
      const isEmpty = parts.some((part) => part.split('\n').slice(1).join('').trim() === '');
      return isWhole && !isEmpty ? [] : [`${headings[at]}: its three parts`];
    }),
  ];
}

test('each alarm has a heading in the runbook with its three parts, and each heading an alarm', () => {
  expect(alarmNames().length).toBeGreaterThan(30);
  expect(runbookProblems(alarmNames(), runbook)).toEqual([]);
});

test('a planted alarm without a heading is found, and so are a heading too many and one without its parts', () => {
  expect(runbookProblems([...alarmNames(), 'Planted'], runbook)).toEqual(['Planted: no heading']);
  expect(runbookProblems(alarmNames().slice(1), runbook)).toEqual(['Down: no alarm']);
  const maimed = runbook.replace('### Investigate', '### Look');
  expect(runbookProblems(alarmNames(), maimed)).toEqual(['Down: its three parts']);
});

test('the severity of each alarm stands in the runbook', () => {
  for (const { row } of stack.receiver.monitoring.alarms) {
    const word = row.severity[0]?.toUpperCase() + row.severity.slice(1);
    expect(runbook).toContain(`## ${row.name}\n\n### Meaning\n\n${word}. `);
  }
});

test('the runbook names commands that there are', () => {
  const named = [...runbook.matchAll(/\bsp ([a-z]+)(?: (list|show|explain|redrive|set))?\b/g)];
  const commands = new Set(named.map(([, noun, verb]) => (verb ? `${noun}-${verb}` : `${noun}`)));
  expect(commands.size).toBeGreaterThan(6);
  const files = readdirSync('cli/commands');
  expect([...commands].filter((command) => !files.includes(`${command}.ts`))).toEqual([]);
});

/** The dimensions of each metric that the functions write, by name: `stage` or `source,stage`. */
function emitted(texts: readonly string[]): ReadonlyMap<string, string> {
  const namesIn = (list: string) =>
    list.split(',').flatMap((entry) => /^\s*(\w+)\s*(?::|$)/.exec(entry)?.[1] ?? []);
  const found = new Map<string, string>();
  for (const text of texts) {
    for (const [, dimensions = '', metrics = ''] of text.matchAll(
      /dimensions: \{([^}]*)\},\s*metrics: \{([^}]*)\}/g,
    )) {
      for (const name of namesIn(metrics)) found.set(name, namesIn(dimensions).sort().join());
    }
  }
  return found;
}

const logFolder = join('lambda', 'aws');
const logTexts = readdirSync(logFolder)
  .filter((file) => file.endsWith('-log.ts'))
  .map((file) => readFileSync(join(logFolder, file), 'utf8'));

interface Use {
  readonly name: string;
  readonly dimensions: string;
}

/** Metrics of ours in a query, a search or a metric's own form, wherever it stands. */
function usesIn(text: string): readonly Use[] {
  const plain = text.replaceAll('\\', '');
  const queries = plain.matchAll(
    /SELECT \w+\("(\w+)"\) FROM SCHEMA\("Sallyport", ([^)]*)\) WHERE "stage" = 'test'/g,
  );
  const searches = plain.matchAll(/\{Sallyport,([\w,]+)\} MetricName="(\w+)" stage="test"/g);
  const graphed = plain.matchAll(/\["Sallyport","(\w+)",([^{\]]*)/g);
  return [
    ...[...queries].map(([, name = '', keys = '']) => ({ name, dimensions: keysOf(keys) })),
    ...[...searches].map(([, keys = '', name = '']) => ({ name, dimensions: keysOf(keys) })),
    ...[...graphed].map(([, name = '', pairs = '']) => ({
      name,
      dimensions: keysOf(
        pairs
          .split(',')
          .filter((_entry, at) => at % 2 === 0)
          .join(),
      ),
    })),
  ];
}

const keysOf = (list: string): string =>
  list
    .replaceAll(/["\s]/g, '')
    .split(',')
    .filter((key) => key !== '')
    .sort()
    .join();

interface Alarm {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string }[];
  readonly Metrics?: readonly { readonly Expression?: unknown }[];
}

function usesOfAlarms(from: Template): readonly Use[] {
  return Object.values(resourcesOf(from, 'AWS::CloudWatch::Alarm')).flatMap(({ Properties }) => {
    const { Namespace, MetricName = '', Dimensions = [], Metrics = [] } = Properties as Alarm;
    if (Namespace === 'Sallyport') {
      const dimensions = keysOf(Dimensions.map(({ Name }) => Name).join());
      return [{ name: MetricName, dimensions }];
    }
    return Metrics.flatMap(({ Expression }) =>
      typeof Expression === 'string' ? usesIn(Expression) : [],
    );
  });
}

/** The dashboard's body; what CloudFormation fills in is `x`. */
function bodyOf(from: Template): string {
  const [dashboard] = Object.values(resourcesOf(from, 'AWS::CloudWatch::Dashboard'));
  const body = dashboard?.Properties['DashboardBody'] as {
    readonly 'Fn::Join': [string, readonly unknown[]];
  };
  return body['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'x')).join('');
}

/** Uses of metrics that no code writes, or not with these dimensions. */
const strangers = (uses: readonly Use[], texts: readonly string[]): readonly Use[] => {
  const known = emitted(texts);
  return uses.filter(({ name, dimensions }) => known.get(name) !== dimensions);
};

test('the metrics that the code writes are found, with their dimensions', () => {
  const known = emitted(logTexts);
  expect(known.size).toBeGreaterThan(15);
  expect(known.get('SweepFailed')).toBe('stage');
  for (const name of ['Accepted', 'Failed', 'IngressMs', 'DeadLettered', 'Unreadable'])
    expect([name, known.get(name)]).toEqual([name, 'source,stage']);
  expect(readFileSync('lambda/aws/log.ts', 'utf8')).toContain("const namespace = 'Sallyport';");
});

test('alarms and dashboard look at metrics that the code writes, with its dimensions', () => {
  const alarmed = usesOfAlarms(template);
  const graphed = usesIn(bodyOf(template));
  expect(alarmed.length).toBeGreaterThan(10);
  expect(graphed.length).toBeGreaterThan(15);
  expect(strangers([...alarmed, ...graphed], logTexts)).toEqual([]);
});

test('a metric that no code writes is found, and so are other dimensions', () => {
  const planted = usesIn(
    `SELECT SUM("Planted") FROM SCHEMA("Sallyport", "source", "stage") WHERE "stage" = 'test'`,
  );
  expect(strangers(planted, logTexts)).toEqual([{ name: 'Planted', dimensions: 'source,stage' }]);
  const known = usesOfAlarms(template);
  const without = logTexts.map((text) => text.replace('SecretNotSet:', 'Other:'));
  expect(strangers(known, without).map(({ name }) => name)).toEqual(['SecretNotSet']);
  const narrower = usesIn(`SEARCH('{Sallyport,stage} MetricName="Accepted" stage="test"', 'Sum')`);
  expect(strangers(narrower, logTexts)).toHaveLength(1);
});

test('each metric that the code writes has an alarm or a place on the dashboard', () => {
  const looked = new Set(
    [...usesOfAlarms(template), ...usesIn(bodyOf(template))].map(({ name }) => name),
  );
  expect([...emitted(logTexts).keys()].filter((name) => !looked.has(name))).toEqual([]);
});

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly properties: { readonly title?: string; readonly alarms?: readonly string[] };
}

test('the dashboard is valid JSON, fits its 24 columns, and shows every alarm', () => {
  const { widgets } = JSON.parse(bodyOf(template)) as { widgets: readonly Widget[] };
  expect(widgets.length).toBeGreaterThan(20);
  for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
  expect(new Set(widgets.map(({ x, y }) => `${x}/${y}`)).size).toBe(widgets.length);
  const status = widgets.filter(({ type }) => type === 'alarm');
  const shown = status.flatMap(({ properties }) => properties.alarms ?? []);
  expect(shown).toHaveLength(stack.receiver.monitoring.alarms.length + 1);
  const titles = widgets.map(({ properties }) => properties.title).filter((title) => title);
  expect(new Set(titles).size).toBe(titles.length);
});

test('the stack names its topic and its dashboard, and leaves out a dashboard that is not wanted', () => {
  expect(Object.keys(template.findOutputs('*'))).toEqual(
    expect.arrayContaining(['AlarmTopicArn', 'DashboardName']),
  );
  template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'sallyport-test' });
  const plain = Template.fromStack(stackWith({ dashboard: false }));
  plain.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  expect(Object.keys(plain.findOutputs('*'))).not.toContain('DashboardName');
});
