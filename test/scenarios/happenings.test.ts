import { expect, test } from 'vitest';
import type { Group, Happening } from '../../src/alert/group.ts';
import { policyOf, route, type Place } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const PLACES: Readonly<Record<string, Readonly<Record<string, Place>>>> = {
  hook: { chat: { kind: 'slack' }, pager: { kind: 'pagerduty' } },
  lead: { desk: { kind: 'slack' } },
};
const policy = policyOf(
  route({ groupInterval: 10_000, repeatInterval: 3_600_000, escalation: 'standard' }),
  PLACES,
  { escalations: new Map([['standard', [{ after: 30_000, receiver: 'lead' }]]]) },
);

function groupOf(line: Timeline): Group {
  const [group] = [...line.state.groups.values()].flatMap(({ value }) => value ?? []);
  if (group === undefined) throw new Error('there is no group');
  return group;
}

/** What was done about the one group there is, with the second at which it was. */
function done(line: Timeline): readonly string[] {
  return (groupOf(line).lately ?? []).map(({ at, what, by, to, why }: Happening) =>
    [at / 1000, what, by, ...(to ?? []), why].filter((word) => word !== undefined).join(' '),
  );
}

/** Every message shows the group as it is, with what was done. */
function expectShown(line: Timeline): void {
  const { revision, deliveries } = groupOf(line);
  const messages = Object.entries(deliveries).filter(([, { handle }]) => handle !== undefined);
  expect(messages.map(([id, { shown }]) => [id, shown])).toEqual(
    messages.map(([id]) => [id, revision]),
  );
}

test('a group knows who was paged, who took it on and gave it back, and to whom it was escalated', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.acknowledges(5, 'ana');
  await line.unacknowledges(8, 'ana');
  await line.until(60);
  expect(done(line)).toEqual([
    '2 paged hook',
    '5 acknowledged ana',
    '8 unacknowledged ana',
    '38 escalated lead',
  ]);
  expectShown(line);
});

test('that an acknowledgement ended by itself has its reason', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a', { severity: 'warning' });
  await line.acknowledges(5, 'ana', 9);
  await line.until(9.5);
  await line.acknowledges(10, 'ben');
  await line.fires(12, 'b', { severity: 'critical' });
  expect(done(line).slice(1)).toEqual([
    '5 acknowledged ana',
    '9 unacknowledged its time is over',
    '10 acknowledged ben',
    '12 unacknowledged it got worse',
  ]);
  expectShown(line);
});

test('no more is kept of it than the last twenty', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  for (let second = 3; second < 33; second += 2) {
    await line.acknowledges(second, 'ana');
    await line.unacknowledges(second + 1, 'ana');
  }
  expect(done(line)).toHaveLength(20);
  expect(done(line).at(-1)).toBe('32 unacknowledged ana');
});

test('a silence asked for at a message shows in it at once', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.until(4);
  const { key: group } = groupOf(line);
  const matchers = [{ name: 'alertname', operator: '=', value: 'a' } as const];
  const times = { startsAt: 4_000, endsAt: 200_000 };
  const silence = { id: 's', matchers, ...times, createdBy: 'ana', comment: 'known' };
  await line.asks(4, { type: 'silence', traceId: 't', silence, groups: [group] });
  expect(done(line).slice(1)).toEqual(['4 silenced ana known']);
  expectShown(line);
  const before = line.calls.length;
  await line.until(150);
  // It is silenced: nobody is told again, nor called.
  expect(line.calls.slice(before).filter(({ kind }) => kind === 'notification')).toEqual([]);
  await line.ends(160, 'a');
  await line.until(300);
  expect(line.left).toEqual([]);
});

test('so does any other, a little later, and once', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.fires(1, 'b');
  await line.silences(5.5, 'a', { until: 100 });
  for (const second of [6, 7, 8]) await line.announces(second);
  expect(done(line).slice(1)).toEqual(['6 silenced alice deploying']);
  await line.silences(8.5, 'nothing', { until: 100 });
  await line.announces(9);
  expect(done(line)).toHaveLength(2);
  expectShown(line);
});
