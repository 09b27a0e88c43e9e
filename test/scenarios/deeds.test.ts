import { expect, test } from 'vitest';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

test('what people ask for is in the audit trail, in the step that does it; what is refused is not', async () => {
  const line = new Timeline({ policy: policyOf(route()) });
  await line.fires(1, 'a');
  await line.acknowledges(3, 'bob', 60);
  await line.unacknowledges(4, 'carol');
  await line.unacknowledges(5, 'carol');
  await line.silences(6, 'a', { id: 's1', until: 60 });
  await line.expires(7, 's1');
  await line.expires(8, 's1');
  await line.silences(9, 'b', { id: 's2', until: 60 });
  const silence = line.state.silences.all.get('s2');
  if (silence === undefined) throw new Error('there is no s2');
  const later = { ...silence, endsAt: 90_000 };
  await line.asks(10, { type: 'silence', traceId: 't', silence: later, by: 'dave' });
  expect(
    line.state.deeds.map(({ at, actor, action, object }) => [at, actor, action, object]),
  ).toEqual([
    [3_000, 'bob', 'acknowledged', [...line.state.groups.keys()][0]],
    [4_000, 'carol', 'unacknowledged', [...line.state.groups.keys()][0]],
    [6_000, 'alice', 'silenced', 's1'],
    [7_000, 'alice', 'silence-expired', 's1'],
    [9_000, 'alice', 'silenced', 's2'],
    [10_000, 'dave', 'silenced', 's2'],
  ]);
  expect(line.state.deeds[2]?.details).toEqual({
    matchers: 'alertname="a"',
    until: '1970-01-01T00:01:00.000Z',
    comment: 'deploying',
  });
});

test('who is known for certain stands in the trail by that; people read the name', async () => {
  const line = new Timeline({ policy: policyOf(route()) });
  await line.fires(1, 'a');
  const [group = ''] = line.state.groups.keys();
  const asked = { traceId: 't', by: 'Ana Ruiz', actor: 'slack:U0ANA' };
  await line.asks(2, { type: 'acknowledge', group, ...asked });
  await line.asks(3, { type: 'unacknowledge', group, ...asked });
  const matchers = [{ name: 'alertname', operator: '=', value: 'a' } as const];
  const silence = {
    id: 's',
    matchers,
    startsAt: 4_000,
    endsAt: 60_000,
    createdBy: 'Ana Ruiz',
    comment: 'c',
  };
  await line.asks(4, { type: 'silence', silence, ...asked });
  await line.asks(5, { type: 'expire-silence', id: 's', ...asked });
  expect(line.state.deeds.map(({ action, actor }) => [action, actor])).toEqual([
    ['acknowledged', 'slack:U0ANA'],
    ['unacknowledged', 'slack:U0ANA'],
    ['silenced', 'slack:U0ANA'],
    ['silence-expired', 'slack:U0ANA'],
  ]);
  expect(line.state.silences.all.get('s')?.createdBy).toBe('Ana Ruiz');
});

test('what was done about a group names its alerts and who did it, for it is forgotten before the trail', async () => {
  const policy = policyOf(
    route({ groupBy: ['alertname'], escalation: 'up' }),
    { hook: { hook: {} }, leads: { leads: {} } },
    { escalations: new Map([['up', [{ after: 3_600_000, receiver: 'leads' }]]]) },
  );
  const line = new Timeline({ policy });
  await line.fires(1, 'orders-5xx');
  const [group = ''] = line.state.groups.keys();
  const asked = { traceId: 't', group, by: 'Ana Ruiz', actor: 'slack:U0ANA' };
  await line.asks(2, { type: 'acknowledge', ...asked });
  await line.asks(3, { type: 'escalate', ...asked });
  await line.asks(4, { type: 'resolve', ...asked });
  const about = { group: '{alertname="orders-5xx"}', name: 'Ana Ruiz' };
  expect(line.state.deeds.map(({ action, details }) => [action, details])).toEqual([
    ['acknowledged', about],
    ['escalated', { ...about, to: 'leads' }],
    ['resolved', about],
  ]);
});
