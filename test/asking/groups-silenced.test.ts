import { expect, test } from 'vitest';
import type { Matcher } from '../../src/alert/matcher.ts';
import { groupsSilenced } from '../../src/asking/groups-silenced.ts';
import { parseMatchers } from '../../src/config/matchers.ts';
import { createMemoryGroups } from '../../src/store/memory/groups.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from '../scenarios/timeline.ts';

const MATCHERS: readonly Matcher[] = parseMatchers('alertname=~"a|b"');

/** Alerts in groups of their own; some are over or silenced by 5 s. */
async function firing(names: readonly string[]) {
  const line = new Timeline({ policy: policyOf(route({ groupBy: ['alertname'] })) });
  for (const name of names) await line.fires(1, name);
  await line.until(3);
  const groups = createMemoryGroups(line.state);
  const bot = {
    now: () => line.seconds * 1_000,
    async *groups() {
      for (const key of line.state.groups.keys()) {
        const whole = await groups.find(key);
        if (whole !== undefined) yield whole;
      }
    },
  };
  const named = async () => {
    const keys = await groupsSilenced(MATCHERS, bot);
    const labels = await Promise.all(
      keys.map(async (key) => (await groups.find(key))?.group.labels),
    );
    return labels.map((one) => one?.['alertname'] ?? '').toSorted();
  };
  return { line, named };
}

test('a silence shows at once where it mutes something, and nowhere else', async () => {
  const { named } = await firing(['a', 'b', 'c']);
  expect(await named()).toEqual(['a', 'b']);
});

test('nothing is new where all that it would mute is over, or muted already', async () => {
  const { line, named } = await firing(['a', 'b', 'c']);
  await line.ends(4, 'a');
  const [, group = ''] = line.state.groups.keys();
  await line.silences(5, 'b', { group });
  expect(await named()).toEqual([]);
});
