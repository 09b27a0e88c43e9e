import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { tocsin } from './support/tocsin.ts';

const ROUTES = `
route: { receiver: a, routes: [ { matchers: [team=ml] }, { matchers: [team=ops], receiver: b } ] }
receivers:
  - { name: a, webhook: [ { url: "http://127.0.0.1/a" } ] }
  - { name: b, webhook: [ { url: "http://127.0.0.1/b" } ] }
`;

/** Runs check on files that are only in memory. */
function checked(files: Record<string, string>, options: { file?: string; json?: boolean } = {}) {
  const readFile = (name: string) => {
    const text = files[name];
    if (text === undefined) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    return text;
  };
  return check({ ...options, env: {}, readFile, exists: (name) => name in files });
}

test('a config without problems is ok, with a summary', () => {
  const result = checked({ 'a.yaml': ROUTES }, { file: 'a.yaml' });
  expect(result).toEqual({ output: 'a.yaml: ok (3 routes, 2 receivers)', status: 0 });
});

const NO_CONFIG =
  'there is no config to check: none was named, $TOCSIN_CONFIG is not set, and there is no ' +
  './tocsin.yaml; with the defaults the bot logs what it would send and takes nothing in';

test('without any config it says that there is none to check, and what holds then', () => {
  const output = 'defaults: ok (1 route, 1 receiver)';
  expect(checked({})).toEqual({ output, note: NO_CONFIG, status: 0 });
});

test('what nobody would be told of is a warning, and is ok', () => {
  const text = 'receivers: [ { name: a }, { name: b } ]\nroute: { receiver: a }';
  const { output, status } = checked({ 'a.yaml': text }, { file: 'a.yaml' });
  expect(output.split('\n')).toEqual([
    expect.stringMatching(
      /^a\.yaml:1:14: warning: receivers\[0\]: the receiver "a" tells nobody; /,
    ),
    expect.stringMatching(/^a\.yaml:1:35: warning: receivers\[1\]\.name: nothing leads to .*"b"; /),
    'a.yaml: ok (1 route, 2 receivers)',
  ]);
  expect(status).toBe(0);
});

test('warnings are printed and are ok', () => {
  const { output, status } = checked({ './tocsin.yaml': 'slack: { bot_token: "${T}" }' });
  expect(output.split('\n')).toEqual([
    './tocsin.yaml:1:21: warning: slack.bot_token: ${T} is not set; set T, or write ${T:-} to leave it empty',
    './tocsin.yaml: ok (1 route, 1 receiver)',
  ]);
  expect(status).toBe(0);
});

test('errors come first, then warnings, each in the order of the file, and fail the check', () => {
  const text = 'redis: { url: "${R}" }\nslack: { bot_token: "${T}", mode: x }\ncolour: red\n';
  const { output, status } = checked({ 'a.yaml': text }, { file: 'a.yaml' });
  expect(output.split('\n')).toEqual([
    'a.yaml:2:35: slack.mode: "x" is not one of socket, http; write one of socket, http',
    expect.stringMatching(/^a\.yaml:3:1: "colour" is not a key; the keys here are slack, /),
    expect.stringMatching(/^a\.yaml:1:15: warning: redis\.url: \$\{R\} is not set/),
    expect.stringMatching(/^a\.yaml:2:21: warning: slack\.bot_token: \$\{T\} is not set/),
  ]);
  expect(status).toBe(1);
});

test('--json prints the problems as an array, empty when there are none', () => {
  expect(checked({ 'a.yaml': ROUTES }, { file: 'a.yaml', json: true }).output).toBe('[]');
  const bad = checked({ 'a.yaml': 'resolve_timeout: 5' }, { file: 'a.yaml', json: true });
  expect(JSON.parse(bad.output)).toEqual([
    {
      severity: 'error',
      kind: 'invalid-value',
      file: 'a.yaml',
      line: 1,
      column: 18,
      message: 'resolve_timeout: "5" is not a duration',
      hint: 'write 5s for seconds or 5m for minutes',
    },
  ]);
  expect(bad.status).toBe(1);
});

test('a file that was named and is not there fails the check', () => {
  const { output, status } = checked({}, { file: 'missing.yaml' });
  expect(output).toMatch(/^missing\.yaml:1:1: the file can't be read: there is no such file; /);
  expect(status).toBe(1);
});

describe('as a command', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tocsin-check-'));
    writeFileSync(path.join(folder, 'good.yaml'), ROUTES);
    writeFileSync(path.join(folder, 'bad.yaml'), 'colour: red\n');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return tocsin(['check', ...args], { cwd: folder, env });
  }

  test('it prints the result to standard output and exits with 0 or 1', async () => {
    const ok = { status: 0, stdout: 'good.yaml: ok (3 routes, 2 receivers)\n', stderr: '' };
    expect(await run(['good.yaml'])).toEqual(ok);
    expect(await run(['--config', 'good.yaml'])).toEqual(ok);
    expect(await run([], { TOCSIN_CONFIG: 'good.yaml' })).toEqual(ok);
    expect(await run(['bad.yaml'])).toMatchObject({ status: 1, stderr: '' });
  });

  test('the note about defaults goes to standard error', async () => {
    const { stdout, stderr } = await run([]);
    expect(stdout).toBe('defaults: ok (1 route, 1 receiver)\n');
    expect(stderr).toBe(`${NO_CONFIG}\n`);
  });

  test.each([[['--jsno']], [['a.yaml', 'b.yaml']], [['--config']], [['a', '--config', 'b']]])(
    'wrong usage %j exits with 2 and prints no result',
    async (args) => {
      expect(await run(args)).toMatchObject({ status: 2, stdout: '' });
    },
  );

  test('--help shows an example', async () => {
    const { status, stdout } = await run(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('$ tocsin check deploy/tocsin.yaml');
  });
});
