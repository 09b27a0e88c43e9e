import { expect, test } from 'vitest';
import { groupRow } from '../../src/handlers/group-row.ts';
import { createMemoryGroups } from '../../src/store/memory/groups.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from '../scenarios/timeline.ts';

test('a group of which all is muted has the sign that its message has', async () => {
  const line = new Timeline({ policy: policyOf(route()) });
  await line.fires(1, 'a');
  await line.fires(1, 'b');
  await line.until(3);
  const [group = ''] = line.state.groups.keys();
  const shown = async (): Promise<string | undefined> => {
    const whole = await createMemoryGroups(line.state).find(group);
    return whole && groupRow(whole, line.seconds * 1_000).text;
  };
  await line.silences(4, 'a', { group });
  expect(await shown()).toMatch(/^🟡 /u);
  await line.silences(5, 'b', { group });
  expect(await shown()).toMatch(/^🔕 /u);
});
