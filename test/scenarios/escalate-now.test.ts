import { expect, test } from 'vitest';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const MINUTE = 60;

const policy = policyOf(
  route({ groupInterval: 300_000, escalation: 'standard' }),
  { hook: { hook: {} }, page: { pager: {} }, mail: { mail: {} } },
  {
    escalations: new Map([
      [
        'standard',
        [
          { after: 900_000, receiver: 'page', mention: '<!here>' },
          { after: 1_800_000, receiver: 'mail' },
        ],
      ],
    ]),
  },
);

test('the next step is taken at once, and the one after it when it would have come', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.escalates(2 * MINUTE, 'ana');
  await line.until(60 * MINUTE);
  expect(line.told).toEqual(['2 hook +a', `${2 * MINUTE} pager +a`, `${2 + 30 * MINUTE} mail +a`]);
  await line.ends(60 * MINUTE, 'a');
  await line.until(90 * MINUTE);
  expect(
    line.told
      .slice(3)
      .map((told) => told.replace(/^\S+ /u, ''))
      .toSorted(),
  ).toEqual(['hook -a', 'mail -a', 'pager -a']);
  expect(line.left).toEqual([]);
});

test('it undoes no acknowledgement, and nothing follows by itself', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.acknowledges(10, 'bob');
  await line.escalates(20, 'ana');
  await line.until(120 * MINUTE);
  expect(line.told).toEqual(['2 hook +a', '20 pager +a']);
  expect(line.owners).toEqual(['bob']);
});

test('before anybody was told it calls the first step all the same, and has all told, once', async () => {
  const waiting = { ...policy.route, groupWait: 60_000 };
  const line = new Timeline({
    policy: { ...policy, route: waiting, routesById: new Map([[waiting.id, waiting]]) },
  });
  await line.fires(1, 'a');
  await line.escalates(5, 'ana');
  await line.until(10 * MINUTE);
  expect(line.told.toSorted()).toEqual(['5 hook +a', '5 pager +a']);
});

test('there is nothing to take past the last step, of what is muted, over, or without escalation', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  for (const at of [10, 11, 12]) await line.escalates(at, 'ana');
  expect(line.told).toEqual(['2 hook +a', '10 pager +a', '11 mail +a']);
  expect(line.ignored).toEqual(['it is at its last step']);
  expect(line.state.deeds.map(({ action }) => action)).toEqual(['escalated', 'escalated']);
  await line.ends(20, 'a');
  await line.escalates(20, 'ana');
  expect(line.ignored.at(-1)).toBe('nothing fires');

  const muted = new Timeline({ policy });
  await muted.silences(0, 'a');
  await muted.fires(1, 'a');
  await muted.escalates(10, 'ana');
  expect([muted.told, muted.ignored]).toEqual([[], ['what fires is muted']]);

  const none = new Timeline({ policy: policyOf(route()) });
  await none.fires(1, 'a');
  await none.escalates(10, 'ana');
  expect(none.ignored).toEqual(['its route has no escalation']);
});

test('two who ask for the same step have it taken once', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.escalates(10, 'ana', 0);
  await line.escalates(10, 'bob', 0);
  expect(line.told).toEqual(['2 hook +a', '10 pager +a']);
  expect(line.ignored).toEqual(['it was escalated already']);
});

test('a step that was asked for is told also where the group is given back in the same moment', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.acknowledges(10, 'bob');
  await line.until(20);
  const [group = ''] = line.state.groups.keys();
  const asked = { traceId: 't', group } as const;
  await line.inbox.accept({ messageId: 'up', event: { ...asked, type: 'escalate', by: 'ana' } });
  await line.inbox.accept({
    messageId: 'back',
    event: { ...asked, type: 'unacknowledge', by: 'bob' },
  });
  await line.until(60 * MINUTE);
  expect(line.told).toEqual(['2 hook +a', '20 pager +a', `${20 + 30 * MINUTE} mail +a`]);
});

test('nor is it lost where the time of who has it on ends at the same flush', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.acknowledges(10, 'bob', 20);
  const [group = ''] = line.state.groups.keys();
  const event = { type: 'escalate', traceId: 't', group, by: 'ana' } as const;
  const asked = line.later(10_000).then(() => line.inbox.accept({ messageId: 'up', event }));
  await line.until(25);
  await asked;
  expect([line.told, line.owners]).toEqual([['2 hook +a', '20 pager +a'], [undefined]]);
});
