import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createActions } from '../../src/app/runbooks/action-clients.ts';
import { readLibrary, usable } from '../../src/app/runbooks/runbook-library.ts';
import { lintLibrary } from '../../src/app/runbooks/runbooks-linted.ts';
import { loadConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { filledParams } from '../../src/runbooks/actions/filled-params.ts';
import { paramMistakes } from '../../src/runbooks/actions/param-mistakes.ts';
import { filledCommand } from '../../src/runbooks/format/filled-command.ts';
import { variablesIn } from '../../src/runbooks/format/variables.ts';
import { suggestRunbooks } from '../../src/runbooks/selection/suggest.ts';

const SHIPPED = usable(readLibrary(['shipped'], '.'));

/** The playbooks that are to be there. */
const NAMES = [
  'api-quota',
  'backup-and-restore',
  'cache-clearing',
  'capacity-planning',
  'complete-outage',
  'data-corruption',
  'database-writes',
  'dead-letter-queue',
  'deployment',
  'disaster-recovery',
  'error-spike',
  'high-error-rate',
  'high-latency',
  'memory',
  'model-loading',
  'model-performance-degradation',
  'payments',
  'queue-backlog',
  'rollback',
  'security-incident',
  'service-degradation',
  'state-reset',
  'storage-failure',
  'throttling',
];

const WITHOUT_REMARK = { problems: [], count: NAMES.length, checklists: 3 };

test('every playbook is there, in order, and without a remark', async () => {
  expect(SHIPPED.map(({ name }) => name)).toEqual(NAMES);
  const files = readdirSync('runbooks').filter((name) => name !== 'checklists');
  expect(files.toSorted()).toEqual(NAMES.map((name) => `${name}.md`));
  expect(await lintLibrary('runbooks', undefined)).toEqual(WITHOUT_REMARK);
});

const phasesOf = (name: string) =>
  SHIPPED.find((one) => one.name === name)?.phases.map(({ title, target }) => [title, target]);

test('high error rate has its phases at their times', () => {
  expect(phasesOf('high-error-rate')).toEqual([
    ['Investigate', '0–5 min'],
    ['Mitigate', '5–15 min'],
    ['Resolve', '15–60 min'],
    ['Afterwards', 'within 24 h'],
  ]);
});

test('model performance degradation has its phases at their times', () => {
  expect(phasesOf('model-performance-degradation')).toEqual([
    ['Validate', '0–30 min'],
    ['Investigate', '30–120 min'],
    ['Mitigate', '2–4 h'],
    ['Monitor', '24–48 h'],
  ]);
});

test('each says when to escalate or who decides, and when it is over', () => {
  for (const { intro } of SHIPPED) {
    expect(intro).toMatch(/\*\*(Escalate|Who decides)/u);
    expect(intro).toContain('**It is over**');
  }
});

/** Has every label, each with a value that is not harmless. */
const EVERY_LABEL: ProxyHandler<object> = {
  get: () => 'it\'s $(id) `id` "',
  getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: '' }),
};

const EXAMPLES = ['tocsin.example.yaml', 'examples/watch.yaml', 'examples/watch-kpis.yaml'];

test.each(EXAMPLES)('each alarm of %s has its runbook, which also answers it unnamed', (file) => {
  const text = readFileSync(file, 'utf8');
  const env = {
    SLACK_BOT_TOKEN: 'x',
    TOCSIN_TOKEN: 'a-token-of-16-chars',
    PD_ROUTING_KEY: 'x'.repeat(32),
  };
  const { config, problems } = loadConfig({ text, env });
  if (config === undefined) throw new Error(problems.map(problemText).join('\n'));
  expect(config.watch.length).toBeGreaterThan(0);
  const found = config.watch.map(({ name, severity, labels, annotations }) => {
    const asked = { alertname: name, severity, ...labels };
    const [first] = suggestRunbooks({ labels: asked, annotations }, SHIPPED);
    const unnamed = suggestRunbooks({ labels: asked, annotations: {} }, SHIPPED);
    return { name, first: first?.runbook.name, isAnswered: unnamed.length > 0 };
  });
  const wanted = config.watch.map(({ name, annotations }) => {
    return { name, first: annotations['runbook'], isAnswered: true };
  });
  expect(found).toEqual(wanted);
});

test.each(['examples/watch.yaml', 'examples/watch-kpis.yaml'])(
  'nothing is wrong with the shipped runbooks beside %s, nor with its alarms',
  async (file) => {
    expect(await lintLibrary(undefined, file)).toEqual(WITHOUT_REMARK);
  },
);

test('what each has the bot do can be asked for an alert that has its labels', async () => {
  const { config } = loadConfig({ text: '', env: {} });
  if (config === undefined) throw new Error('the config is wrong');
  const actionOf = createActions(config, Date.now);
  const wanted = SHIPPED.flatMap(({ phases }) => phases.flatMap(({ steps }) => steps))
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (part.kind === 'action' ? part.config : []));
  const texts = JSON.stringify(wanted.map(({ parameters }) => parameters));
  const names = variablesIn(texts).map(({ name }) => name.replace('labels.', ''));
  const labels = {
    ...Object.fromEntries(names.map((name) => [name, 'orders'])),
    region: 'us-east-1',
  };
  for (const { name, parameters } of wanted) {
    const action = await actionOf(name);
    const params = filledParams(parameters, { labels, annotations: {} });
    expect({ name, mistakes: action && paramMistakes(action, params) }).toEqual({
      name,
      mistakes: [],
    });
  }
  expect(new Set(wanted.map(({ name }) => name))).toEqual(
    new Set([
      'codedeploy_rollback',
      'ecs_rollback',
      'lambda_concurrency',
      'lambda_memory',
      'lambda_rollback',
      'sagemaker_traffic',
    ]),
  );
});

test('a shell can read every command, as it is written and with what an alert says in it', () => {
  const commands = SHIPPED.flatMap(({ phases }) =>
    phases.flatMap(({ steps }) => steps.flatMap(({ parts }) => parts)),
  ).flatMap((part) => (part.kind === 'command' ? part.text : []));
  expect(commands.length).toBeGreaterThan(100);
  const labels = new Proxy({}, EVERY_LABEL);
  const nasty = commands.map((text) => filledCommand(text, { labels, annotations: {} }));
  for (const text of [...commands, ...nasty]) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
    expect({ text, status, stderr }).toEqual({ text, status: 0, stderr: '' });
  }
});
