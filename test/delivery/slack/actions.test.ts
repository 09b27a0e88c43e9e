import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestKey, groupKey } from '../../../src/alert/group.ts';
import {
  actionId,
  ALERT_ACTIONS,
  blockId,
  MENU,
  readPress,
} from '../../../src/delivery/slack/actions.ts';

const routeId = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/);
const key = fc.oneof(
  fc.tuple(routeId, fc.string()).map(([id, team]) => groupKey(id, { team })),
  routeId.map(digestKey),
);
const action = fc.constantFrom(...ALERT_ACTIONS);
const episode = fc.nat({ max: 8.64e15 });

test('a press on a button says what is wanted, and of which group', () => {
  fc.assert(
    fc.property(action, key, episode, (action, group, episode) => {
      const block_id = blockId({ group, episode });
      expect(block_id.length).toBeLessThanOrEqual(255);
      const press = { action_id: actionId(action), block_id, type: 'button', value: 'x' };
      expect(readPress(press)).toEqual({ action, group, episode });
    }),
  );
});

test('so does a choice from the menu', () => {
  const block_id = blockId({ group: 'ops.0011223344556677', episode: 7 });
  const press = { action_id: MENU, block_id, selected_option: { value: 'explain' } };
  expect(readPress(press)).toEqual({
    action: 'explain',
    group: 'ops.0011223344556677',
    episode: 7,
  });
});

test('what is no press on an alert message is none', () => {
  const block_id = blockId({ group: 'ops.0011223344556677', episode: 7 });
  const good = { action_id: actionId('silence'), block_id };
  expect(readPress(good)).toBeDefined();
  for (const bad of [
    undefined,
    'alert:silence',
    { ...good, action_id: 'silence' },
    { ...good, action_id: 'alert:drop' },
    { ...good, action_id: MENU },
    { ...good, action_id: MENU, selected_option: { value: 'drop' } },
    { ...good, block_id: 'alert:7' },
    { ...good, block_id: 'alert:seven:ops.0011223344556677' },
    { ...good, block_id: `${block_id} <!channel>` },
  ]) {
    expect(readPress(bad)).toBeUndefined();
  }
});

test('anything at all is read without a failure', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(readPress(value)).toBeUndefined();
    }),
  );
});
