import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPrometheus, type Prometheus } from '../support/prometheus.ts';
import { tocsin } from './support/tocsin.ts';

let folder: string;
let prometheus: Prometheus;

const ORDERS = `---
name: orders
title: Orders are late
answers: ['alertname="orders late"']
severity: error
owners: [shop]
---

## Look (0–5 min)

### 1. How many

\`\`\`sh
aws sqs get-queue-url --queue-name {{ labels.QueueName }}
\`\`\`
`;

const QUEUE = `---
name: queue
title: Queue
answers: ['alertname="queue"']
severity: error
owners: [shop]
---

## Look (0–5 min)

### 1. Read

Look.

### 2. Is {{ labels.queue }} short

\`\`\`check
metrics:
  depth: { promql: 'depth{queue="{{ labels.queue }}"}' }
pass: depth < 100
\`\`\`
`;

beforeAll(async () => {
  prometheus = await startPrometheus();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-runbook-'));
  const files = {
    'queue.md': QUEUE,
    'checked.yaml': `runbooks: { dirs: [.] }
metrics: { sources: [{ name: prom, url: '${prometheus.url}' }] }
`,
    'orders.md': ORDERS,
    'README.md': 'About these runbooks.',
    'rollback.md': ORDERS.replace('name: orders', 'name: rollback').replace('late', 'rolled back'),
    'own.yaml': 'runbooks: { dirs: [.] }\n',
    'both.yaml': 'runbooks: { dirs: [shipped, .] }\n',
    'lacking.yaml': `runbooks: { dirs: [.] }
metrics: { sources: [{ name: aws, region: us-east-1 }] }
watch:
  - name: Late
    metrics: { n: { namespace: N, metric: M, stat: Sum } }
    when: n > 1
    annotations: { runbook: order }
`,
    'gone.yaml': 'runbooks: { dirs: [./gone] }\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await prometheus.stop();
});

const run = (...args: readonly string[]) => tocsin(['runbook', ...args], { cwd: folder });

test('runbook list names those of the config; own ones take the place of shipped ones', async () => {
  const own = await run('list', '--config', 'own.yaml');
  expect(own).toMatchObject({ status: 0, stderr: '' });
  expect(own.stdout).toBe(
    'orders    error  Orders are late\nqueue     error  Queue\nrollback  error  Orders are rolled back\n',
  );
  const both = await run('list', '--config', 'both.yaml', '--json');
  const listed: { name: string; title: string }[] = JSON.parse(both.stdout);
  expect(listed).toHaveLength(26);
  expect(listed.find(({ name }) => name === 'rollback')?.title).toBe('Orders are rolled back');
});

test('runbook list --for says which answer an alert, and why', async () => {
  const { stdout } = await run('list', '--for', 'alertname=orders-dlq', 'QueueName=orders-dlq');
  expect(stdout.split('\n')[0]).toBe(
    'dead-letter-queue  critical  it answers alertname=~"(?i).*(dead[ -]?letter|dlq).*"',
  );
  expect((await run('list', '--for', 'alertname=x')).stdout).toBe(
    'no runbook answers such an alert\n',
  );
  expect(await run('list', '--for', 'alertname')).toMatchObject({ status: 2 });
});

test('runbook show fills in what the alert says, and no shell would run it', async () => {
  const { stdout } = await run(
    'show',
    'orders',
    '--config',
    'own.yaml',
    '--for',
    'QueueName=$(id)',
  );
  expect(stdout).toContain(
    `labels_QueueName='$(id)'\naws sqs get-queue-url --queue-name "\${labels_QueueName}"\n`,
  );
  expect(await run('show', 'high-eror-rate')).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'error: there is no runbook "high-eror-rate"; write high-error-rate\n(--help tells more)\n',
  });
  expect((await run('show', 'hi-error')).stderr).toContain(
    '; write error-spike or high-error-rate',
  );
});

test('runbook lint exits with 1 and names the place, in runbooks and in the config', async () => {
  expect(await run('lint')).toEqual({
    status: 0,
    stdout: 'ok (24 runbooks, 3 checklists)\n',
    stderr: '',
  });
  expect((await run('lint', '.')).status).toBe(0);
  const { status, stdout } = await run('lint', '--config', 'lacking.yaml');
  expect(status).toBe(1);
  expect(stdout.trimEnd().split('\n')).toEqual([
    'lacking.yaml:4:5: the alarm "Late" has no resolution steps; say in a sentence or two what to do: annotations: { resolution: … }',
    'lacking.yaml:4:5: the alarm "Late" names the runbook "order", which is not there; write orders',
  ]);
});

test('a folder that is not there is a sentence, and so is one without runbooks', async () => {
  expect(await run('lint', 'gone')).toMatchObject({
    status: 1,
    stdout: `gone:1:1: it can't be read: there is no such file; name a folder of runbooks, or shipped\n`,
  });
  expect(await run('list', '--config', 'gone.yaml')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('name a folder of runbooks'),
  });
});

test('a runbook with mistakes is left out, and nobody is left in the dark about it', async () => {
  await mkdir(path.join(folder, 'wrong'));
  await writeFile(path.join(folder, 'wrong', 'orders.md'), ORDERS.replace('(0–5 min)', ''));
  await writeFile(path.join(folder, 'wrong.yaml'), 'runbooks: { dirs: [wrong] }\n');
  expect(await run('list', '--config', 'wrong.yaml')).toEqual({
    status: 0,
    stdout: 'there are no runbooks\n',
    stderr: 'wrong/orders.md is left out, for there are mistakes in it: see tocsin runbook lint\n',
  });
  expect(await run('show', 'orders', '--config', 'wrong.yaml')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'wrong/orders.md:9:1: the phase "Look" has no target time; write the minutes or hours from the start: ## Investigate (0–5 min)\n',
  });
});

test('a runbook in a folder may link to one that comes with the bot', async () => {
  await mkdir(path.join(folder, 'linked'), { recursive: true });
  const file = path.join(folder, 'linked', 'orders.md');
  await writeFile(file, `${ORDERS}\n[Rollback](rollback.md), [Memory](memry.md)\n`);
  const { status, stdout } = await run('lint', 'linked');
  expect(stdout).toMatch(
    /^linked\/orders\.md:\d+:\d+: there is no runbook "memry"; write memory\.md\n$/u,
  );
  expect(status).toBe(1);
});

test('runbook lint says of automation what could not be done when it matters', async () => {
  await writeFile(
    path.join(folder, 'bound.yaml'),
    `actions: { allow: [{ action: webhook, targets: ['flush'] }] }
automation:
  - { name: flush, matchers: ['a="b"'], action: webhook, parameters: { webhook: 'fl{{ labels.x }}', body: { a: 1 } } }
  - { name: ask, matchers: ['a="d"'], mode: suggest, action: webhook, parameters: { webhook: flush, body: { a: '{{ label.x }}' } } }
  - { name: train, matchers: ['a="c"'], action: step_functions, parameters: { input: {} } }
`,
  );
  const { status, stdout } = await run('lint', '--config', 'bound.yaml');
  expect(status).toBe(1);
  const lines = stdout.split('\n').filter((line) => line.includes('automation'));
  expect(lines).toEqual([
    expect.stringMatching(
      /^bound\.yaml:4:5: automation "ask": \{\{ label\.x \}\} is no variable; write \{\{ labels\.x \}\}/u,
    ),
    expect.stringMatching(/^bound\.yaml:4:5: automation "ask": nobody has the role operator/u),
    expect.stringMatching(
      /^bound\.yaml:5:5: automation "train": .*lacks the parameter state_machine_arn/u,
    ),
    expect.stringMatching(
      /^bound\.yaml:5:5: automation "train": the config does not allow step_functions/u,
    ),
  ]);
});

test('runbook check asks the sources, and says what each check makes of it', async () => {
  const check = (queue: string, ...more: readonly string[]) =>
    run('check', 'queue', '--config', 'checked.yaml', '--for', `queue=${queue}`, ...more);
  prometheus.series.set('depth{queue="orders"}', [{ labels: {}, at: () => 40 }]);
  prometheus.series.set('depth{queue="mails"}', [{ labels: {}, at: () => 4000 }]);
  const passed = await check('orders');
  expect(passed.stdout).toBe('2. Is orders short: passes\n   depth is 40, under 100\n');
  expect(passed).toMatchObject({ status: 0, stderr: '' });
  const failed = await check('mails', '--step', '2', '--json');
  expect(JSON.parse(failed.stdout)).toMatchObject([{ step: 2, result: { passes: false } }]);
  expect(failed.status).toBe(1);
  const none = await check('orders', '--step', '1');
  expect(none.stderr).toMatch(/its step 1 is not a check; the checks are its steps 2/u);
  expect(none.status).toBe(2);
  expect((await check('orders', '--step', 'last')).stderr).toMatch(/write --step 8/u);
});
