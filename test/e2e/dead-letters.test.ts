import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { tocsin } from '../cli/support/tocsin.ts';
import { startBot } from '../support/bot.ts';
import { expectToldOnce } from '../support/told.ts';
import { uniqueName } from '../support/unique.ts';
import { configFor, postSns, signedAlarm, startWorld, type World } from '../support/world.ts';

const HOUR = 3_600_000;

let world: World;
let bot: App;
let folder: string;
let config: string;

beforeEach(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
  bot = await startBot({ config: configFor(world), sns: world.sns });
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-letters-'));
  config = path.join(folder, 'tocsin.yaml');
  await writeFile(config, configFor(world));
});
afterEach(async () => {
  await bot.stop();
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

test('an alarm that was refused for its age can be listed, and is told once it is replayed', async () => {
  const name = uniqueName('late');
  const body = signedAlarm(world.sns, { name, timestamp: new Date(Date.now() - 3 * HOUR) });
  // However often its sender tries.
  expect([await postSns(bot.url, body), await postSns(bot.url, body)]).toEqual([403, 403]);

  const listed = await tocsin(['dlq', 'list', '--json', '--config', config]);
  expect(JSON.parse(listed.stdout)).toMatchObject([
    {
      reason: 'the message is 180 min old, over 120 min',
      firstWords: expect.stringContaining(name),
    },
  ]);

  const replayed = await tocsin(['dlq', 'replay', '--config', config]);
  expect([replayed.status, replayed.stdout]).toEqual([0, '1 message replayed\n']);
  await expectToldOnce(world, name);
  const after = await tocsin(['dlq', 'list', '--json', '--config', config]);
  expect(JSON.parse(after.stdout)).toEqual([]);
});
