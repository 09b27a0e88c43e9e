import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tocsin } from './support/tocsin.ts';

const CONFIG = `
oncall:
  - name: database
    rotation: { people: [ { name: Dora, slack: U0DORA123 }, Emil ], start: "2026-03-02T09:00", every: 1d }
  - { name: api, rotation: { people: [Fay], start: "2026-03-02T09:00" } }
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-oncall-'));
  await writeFile(path.join(folder, 'tocsin.yaml'), CONFIG);
  await writeFile(path.join(folder, 'none.yaml'), '{}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => tocsin(['oncall', ...args], { cwd: folder });
const AT = ['--at', '2026-03-03T10:00:00Z'] as const;

test('tocsin oncall says who is on call, and until when', async () => {
  const { status, stdout, stderr } = await run(...AT);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toBe(
    [
      'SCHEDULE  ON CALL  UNTIL',
      'database  Emil     2026-03-04T09:00:00Z',
      'api       Fay      2026-03-09T09:00:00Z\n',
    ].join('\n'),
  );
});

test('tocsin oncall --json is one document, also of one schedule', async () => {
  const { stdout } = await run('database', '--at', '2026-03-04T10:00:00Z', '--json');
  expect(JSON.parse(stdout)).toEqual([
    {
      schedule: 'database',
      name: 'Dora',
      slackUser: 'U0DORA123',
      until: '2026-03-05T09:00:00.000Z',
    },
  ]);
  expect((await run('--json', '--at', '2026-01-01T00:00:00Z')).stdout).toBe('[]\n');
});

test('tocsin oncall says when nobody is, when there is nothing to ask, and what may be meant', async () => {
  const nobody = await run('--at', '2026-01-01T00:00:00Z');
  expect([nobody.status, nobody.stdout]).toEqual([0, '']);
  expect(nobody.stderr).toBe('nobody is on call then\n');
  const none = await run('--config', 'none.yaml');
  expect([none.status, none.stderr]).toEqual([
    1,
    'tocsin: the config has no schedules: write oncall: into it\n',
  ]);
  const typo = await run('databse', ...AT);
  expect([typo.status, typo.stderr]).toEqual([
    1,
    'tocsin: there is no on-call schedule "databse"; write database\n',
  ]);
  expect((await run('--at', 'soon')).status).toBe(2);
}, 60_000);
