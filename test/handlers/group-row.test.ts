import { expect, test } from 'vitest';
import { groupRow } from '../../src/handlers/group-row.ts';
import { createMemoryGroups } from '../../src/store/memory/groups.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from '../scenarios/timeline.ts';

test('a group of which all is muted has the sign that its message has', async () => {
  const line = new Timeline({ policy: policyOf(route()) });
  const shown = async (): Promise<string> => {
    const [key = ''] = line.state.groups.keys();
    const whole = await createMemoryGroups(line.state).find(key);
    return whole === undefined ? '' : groupRow(whole, line.seconds * 1_000).text;
  };
  await line.fires(1, 'a');
  await line.fires(1, 'b');
  await line.silences(3, 'a');
  await line.until(5);
  expect(await shown()).toMatch(/^🟡 /u);
  await line.silences(6, 'b');
  await line.until(8);
  expect(await shown()).toMatch(/^🔕 /u);
});
