import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLiveLibrary, type LiveLibrary } from '../../../src/app/runbooks/live-library.ts';
import { runbook } from '../../runbooks/sample.ts';
import { until } from '../../support/wait.ts';

let base: string;
let said: string[];
let library: LiveLibrary;

beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'tocsin-live-'));
  said = [];
  await mkdir(path.join(base, 'own'));
  await put('own/orders.md', good('orders'));
});
afterEach(async () => {
  await library.close();
  await rm(base, { recursive: true, force: true });
});

function start(...dirs: readonly string[]): void {
  const note = (_: object, message: string) => said.push(message);
  library = createLiveLibrary({ dirs, base, log: { info: note, warn: note }, every: 5 });
  library.run();
}

const good = (name: string, text = 'Look.') => runbook(name, text).text;
const put = (file: string, text: string) => writeFile(path.join(base, file), text);

/** The texts of the steps, by the names of their runbooks. */
function shown(): Record<string, string> {
  return Object.fromEntries(
    library.current().runbooks.map(({ runbook: { name, phases } }) => {
      const part = phases[0]?.steps[0]?.parts[0];
      return [name, part?.kind === 'text' ? part.text : ''];
    }),
  );
}

const untilShown = (wanted: Record<string, string>) =>
  until(`the runbooks are ${JSON.stringify(wanted)}`, () => {
    return JSON.stringify(shown()) === JSON.stringify(wanted);
  });
const untilSaid = (words: RegExp) =>
  until(String(words), () => said.some((line) => words.test(line)));

test('what is written, added, put in its place at once and removed is seen', async () => {
  start('own');
  expect(shown()).toEqual({ orders: 'Look.' });
  await put('own/orders.md', good('orders', 'Look twice.'));
  await untilShown({ orders: 'Look twice.' });
  await put('own/queue.md', good('queue'));
  await untilShown({ orders: 'Look twice.', queue: 'Look.' });
  await put('orders.new', good('orders', 'Look away.'));
  await rename(path.join(base, 'orders.new'), path.join(base, 'own/orders.md'));
  await untilShown({ orders: 'Look away.', queue: 'Look.' });
  await rm(path.join(base, 'own/orders.md'));
  await untilShown({ queue: 'Look.' });
  expect(said).toContain('the runbooks were read');
});

test('a file that got broken is used as it was, and it is said once what is wrong', async () => {
  start('own');
  await put('own/orders.md', good('orders').replace('(0–5 min)', ''));
  await untilSaid(/orders\.md:\d+:\d+: the phase .* has no target time.*used as it was before/u);
  expect(shown()).toEqual({ orders: 'Look.' });
  expect(library.current().problems).toMatchObject([{ kind: 'invalid-value' }]);
  await put('own/other.md', good('other'));
  await untilShown({ orders: 'Look.', other: 'Look.' });
  expect(said.filter((line) => line.includes('no target time'))).toHaveLength(1);
  await put('own/orders.md', good('orders', 'Mended.'));
  await untilShown({ orders: 'Mended.', other: 'Look.' });
  expect(library.current().problems).toEqual([]);
});

test('a file that was never good is not used', async () => {
  await put('own/queue.md', 'nothing yet');
  start('own');
  expect(shown()).toEqual({ orders: 'Look.' });
  expect(said.join()).toMatch(/queue\.md.*\(it is not used\)/u);
});

test('while a folder is away its runbooks are used as they were', async () => {
  start('own');
  await rename(path.join(base, 'own'), path.join(base, 'away'));
  await untilSaid(/it can't be read/u);
  expect(shown()).toEqual({ orders: 'Look.' });
  await put('away/orders.md', good('orders', 'Back.'));
  await rename(path.join(base, 'away'), path.join(base, 'own'));
  await untilShown({ orders: 'Back.' });
  expect(library.current().problems).toEqual([]);
});

test('a link that is turned to another folder is followed, as volumes are changed', async () => {
  await symlink('own', path.join(base, 'now'));
  start('now');
  await mkdir(path.join(base, 'next'));
  await put('next/orders.md', good('orders', 'Next.'));
  await symlink('next', path.join(base, 'turned'));
  await rename(path.join(base, 'turned'), path.join(base, 'now'));
  await untilShown({ orders: 'Next.' });
});

test('another config may name other folders, and one of its own takes the place of a shipped one', async () => {
  start('own');
  await mkdir(path.join(base, 'more'));
  await put('more/rollback.md', good('rollback', 'Ours.'));
  library.change(['shipped', './more']);
  expect(shown()).toMatchObject({ rollback: 'Ours.', memory: expect.any(String) });
  expect(shown()).not.toHaveProperty('orders');
  await rename(path.join(base, 'more'), path.join(base, 'away'));
  await untilSaid(/it can't be read/u);
  expect(shown()).toMatchObject({ rollback: 'Ours.' });
});
