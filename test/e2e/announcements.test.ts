import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRedisGroups } from '../../src/store/redis/groups.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { startLiveBot, type LiveBot } from '../cli/support/live-bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import { until } from '../support/wait.ts';

let bot: LiveBot;

beforeAll(async () => {
  const soon = new Date(Date.now() + 10 * 60_000).toISOString().slice(0, 16);
  bot = await startLiveBot(`
route: { group_by: [alertname, team], group_wait: 0s }
maintenance: [ { name: patching, matchers: ['team="data"'], start: "${soon}", duration: 2h } ]
`);
});
afterAll(() => bot.stop());

test('a bot announces maintenance that begins soon, to the team concerned, as soon as it starts', async () => {
  const groups = createRedisGroups(bot.redis.client, keysOf('tocsin'));
  const group = await until('it is announced', async () => {
    for await (const { labels } of groups.list()) return labels;
    return undefined;
  });
  expect(group).toEqual({ alertname: 'Maintenance', team: 'data' });
  await untilQuiet(bot.redis);
  const told = bot.log.filter((line) => line.includes('maintenance patching begins at'));
  expect(told).toHaveLength(1);
});
