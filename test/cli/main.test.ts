import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ended, spawnTocsin, tocsin } from './support/tocsin.ts';

const COMMANDS = [
  'start',
  'demo',
  'check',
  'schema',
  'routes',
  'explain',
  'parse',
  'send',
  'silence',
  'ack',
  'unack',
  'metric',
  'kpi',
  'drift',
  'model',
  'receivers',
  'test-alarm',
  'dlq',
  'audit',
] as const;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('help', () => {
  test('lists the commands, with examples', async () => {
    const { status, stdout, stderr } = await tocsin(['--help']);
    expect([status, stderr]).toEqual([0, '']);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toContain('Examples:\n  $ tocsin ');
  });

  test.each(COMMANDS)('of %s has an example', async (command) => {
    const { status, stdout } = await tocsin([command, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples?:\\n.*tocsin ${command}`));
    expect(stdout).not.toContain('{}');
  });
});

test('--version is the package’s', async () => {
  const manifest = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')));
  expect(await tocsin(['--version'])).toEqual({
    status: 0,
    stdout: `${manifest.version}\n`,
    stderr: '',
  });
});

describe('wrong usage exits with 2, says nothing on standard output, and offers the nearest word', () => {
  test.each([
    [['strat'], '(Did you mean start?)'],
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['start', '--role', 'worker'], '(Did you mean --roles?)'],
    [['start', '--roles', 'intake,wroker'], 'there is no role "wroker"; write worker'],
    [['start', '--roles', 'everything'], 'write intake, worker, chat, web'],
    [['start', 'prod.yaml'], 'too many arguments'],
    [['check', '--jsn'], '(Did you mean --json?)'],
    [[], 'Usage: tocsin'],
  ])('%j', async (args, words) => {
    const { status, stdout, stderr } = await tocsin(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

test('a reader that has seen enough, like head, is no error', async () => {
  const child = spawnTocsin(['--help']);
  child.stdout.destroy();
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  expect([await ended(child), complaint]).toEqual([0, '']);
});
