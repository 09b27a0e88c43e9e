import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tocsin } from './support/tocsin.ts';

let folder: string;

const DAILY = `---
name: daily
title: Our day
owners: [shop]
---

## 1. Orders

\`/kpi\`, then [rollback](../rollback.md).
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-checklist-'));
  const lists = path.join(folder, 'runbooks', 'checklists');
  await mkdir(lists, { recursive: true });
  await writeFile(path.join(lists, 'daily.md'), DAILY);
  await writeFile(path.join(lists, 'broken.md'), DAILY.replace('../rollback', '../rolback'));
  await writeFile(
    path.join(folder, 'own.yaml'),
    `runbooks: { dirs: [shipped, ./runbooks] }
checklists:
  - { name: daily, channel: '#ops', every: weekday }
  - { name: weekley, channel: '#ops', every: monday }
  - { name: broken, channel: '#ops', every: month }
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: readonly string[]) => tocsin(args, { cwd: folder });

test('list says what there is, where it is posted, and which file is left out', async () => {
  const { stdout, stderr, status } = await run('checklist', 'list', '--config', 'own.yaml');
  expect(status).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.split(/ {2,}/u))).toEqual([
    ['daily', '1 item', '#ops, weekday 09:00', 'Our day'],
    ['monthly', '6 items', 'not on schedule', 'Monthly check'],
    ['weekly', '6 items', 'not on schedule', 'Weekly check'],
  ]);
  expect(stderr).toContain('broken.md is left out');
});

test('show prints one; of a name that is none it says which was meant', async () => {
  const { stdout } = await run('checklist', 'show', 'daily', '--config', 'own.yaml');
  expect(stdout).toBe('# Our day\n\n## 1. Orders\n\n`/kpi`, then [rollback](../rollback.md).\n');
  expect(await run('checklist', 'show', 'montly')).toMatchObject({
    status: 2,
    stderr: 'error: there is no checklist "montly"; write monthly\n(--help tells more)\n',
  });
});

test('check and runbook lint name what the config wants posted and can not be, and where', async () => {
  const config = 'own.yaml:4:13: checklists[1].name: there is no checklist "weekley"; write weekly';
  const broken = expect.stringMatching(
    /^own\.yaml:5:13: checklists\[2\]\.name: there are mistakes in .*broken\.md; see tocsin runbook lint$/u,
  );
  const checked = await run('check', 'own.yaml');
  expect(checked.status).toBe(1);
  expect(checked.stdout.trimEnd().split('\n')).toEqual([config, broken]);
  const linted = await run('runbook', 'lint', '--config', 'own.yaml');
  expect(linted.status).toBe(1);
  const lines = linted.stdout.trimEnd().split('\n');
  expect(lines).toContain(config);
  expect(lines).toContainEqual(
    expect.stringMatching(/broken\.md:1:1: name: is "daily", but the file is called "broken"/u),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(
      /broken\.md:9:14: there is no runbook "rolback"; write \.\.\/rollback\.md/u,
    ),
  );
});
