import { expect, test } from 'vitest';
import type { Policy } from '../../src/rules/policy.ts';
import { policyOf, route, type Place } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const repeating = policyOf(route({ groupInterval: 10_000, repeatInterval: 15_000 }));

const RECEIVERS: Readonly<Record<string, Readonly<Record<string, Place>>>> = {
  hook: { hook: {} },
  page: { pager: {} },
  mail: { mail: {} },
};

function escalating(rest: Partial<Policy> = {}): Policy {
  return policyOf(
    route({ groupInterval: 300_000, repeatInterval: 14_400_000, escalation: 'standard' }),
    RECEIVERS,
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
      ...rest,
    },
  );
}

test('improvement 4: what somebody has on is not repeated, and is when it is given back', async () => {
  const line = new Timeline({ policy: repeating });
  await line.fires(1, 'a');
  await line.acknowledges(3, 'alice');
  await line.until(100);
  expect(line.told).toEqual(['2 hook +a']);
  expect(line.owners).toEqual(['alice']);
  await line.unacknowledges(100, 'alice');
  await line.until(125);
  expect(line.told.slice(1)).toEqual(['102 hook +a', '122 hook +a']);
});

test('improvement 4: its end is told, and what fires then is nobody’s', async () => {
  const line = new Timeline({ policy: repeating });
  await line.fires(1, 'a');
  await line.acknowledges(3, 'alice');
  await line.ends(5, 'a');
  await line.fires(20, 'a');
  await line.until(40);
  expect(line.told).toEqual(['2 hook +a', '12 hook -a', '21 hook +a']);
  expect(line.owners).toEqual([undefined]);
});

test('improvement 4: an acknowledgement ends at its time, and repeats go on', async () => {
  const line = new Timeline({ policy: repeating });
  await line.fires(1, 'a');
  await line.acknowledges(3, 'alice', 55);
  await line.until(54);
  expect(line.owners).toEqual(['alice']);
  await line.until(70);
  expect(line.owners).toEqual([undefined]);
  expect(line.told).toEqual(['2 hook +a', '62 hook +a']);
});

test('improvement 4: one that is worse undoes it; one that is not is told and does not', async () => {
  const line = new Timeline({ policy: repeating });
  await line.fires(1, 'a', { severity: 'error' });
  await line.acknowledges(3, 'alice');
  await line.fires(5, 'b', { severity: 'error' });
  await line.until(20);
  expect(line.owners).toEqual(['alice']);
  await line.fires(21, 'c', { severity: 'critical' });
  await line.until(30);
  expect(line.owners).toEqual([undefined]);
  expect(line.told).toEqual(['2 hook +a', '12 hook +a,b', '22 hook +a,b,c']);
});

test('improvement 4: one that is worse and silenced undoes it when it is heard', async () => {
  const line = new Timeline({ policy: repeating });
  await line.silences(0, 'c', { until: 34 });
  await line.fires(1, 'a');
  await line.acknowledges(3, 'alice');
  await line.fires(13, 'c', { severity: 'critical' });
  await line.until(41);
  expect(line.owners).toEqual(['alice']);
  await line.until(50);
  expect(line.owners).toEqual([undefined]);
  expect(line.told).toEqual(['2 hook +a', '42 hook +a,c']);
});

test('so does one that was silenced when somebody took on what they saw', async () => {
  const line = new Timeline({ policy: repeating });
  await line.silences(0, 'c', { id: 's1' });
  await line.fires(1, 'a');
  await line.fires(1, 'c', { severity: 'critical' });
  await line.acknowledges(3, 'alice');
  await line.expires(13, 's1');
  await line.until(30);
  expect(line.owners).toEqual([undefined]);
  expect(line.told).toEqual(['2 hook +a', '22 hook +a,c']);
});

test('what nobody acknowledges goes from one to the next, at the time of each step', async () => {
  const line = new Timeline({ policy: escalating() });
  await line.fires(1, 'a');
  await line.until(2 * HOUR);
  expect(line.told).toEqual([
    '2 hook +a',
    `${2 + 15 * MINUTE} pager +a`,
    `${2 + 30 * MINUTE} mail +a`,
  ]);
  await line.ends(2 * HOUR + 10, 'a');
  await line.until(3 * HOUR);
  const closing = line.told.slice(3).map((told) => told.replace(/^\S+ /, ''));
  expect(closing.toSorted()).toEqual(['hook -a', 'mail -a', 'pager -a']);
  expect(line.left).toEqual([]);
});

test('an acknowledgement stops the escalation; given back, it begins anew', async () => {
  const line = new Timeline({ policy: escalating() });
  await line.fires(1, 'a');
  await line.acknowledges(10 * MINUTE, 'alice');
  await line.until(2 * HOUR);
  expect(line.told).toEqual(['2 hook +a']);
  await line.unacknowledges(2 * HOUR, 'alice');
  await line.until(3 * HOUR);
  expect(line.told.slice(1)).toEqual([
    `${2 * HOUR + 15 * MINUTE} pager +a`,
    `${2 * HOUR + 30 * MINUTE} mail +a`,
  ]);
});

test('the first step is taken when the response time of the severity is over', async () => {
  const responseTimes = { critical: 300_000, error: 1, warning: 1, info: 1 };
  const line = new Timeline({ policy: escalating({ responseTimes }) });
  await line.fires(1, 'a', { severity: 'critical' });
  await line.until(20 * MINUTE);
  expect(line.told).toEqual(['2 hook +a', `${2 + 5 * MINUTE} pager +a`]);
});

test('one that is muted has no bearing on it', async () => {
  const responseTimes = { critical: 300_000, error: 1, warning: 600_000, info: 1 };
  const line = new Timeline({ policy: escalating({ responseTimes }) });
  await line.silences(0, 'c');
  await line.fires(1, 'a');
  await line.fires(1, 'c', { severity: 'critical' });
  await line.until(20 * MINUTE);
  expect(line.told).toEqual(['2 hook +a', `${2 + 10 * MINUTE} pager +a`]);
});

test('a step that is due while those are told whom it calls is heard after that', async () => {
  const policy = escalating({
    escalations: new Map([['standard', [{ after: 5_000, receiver: 'hook', mention: '<!here>' }]]]),
  });
  const answer = (_: string, at: number) => ({ after: at < 5 ? 8 : 0 });
  const line = new Timeline({ policy, answer });
  await line.fires(1, 'a');
  await line.until(HOUR);
  expect(line.told).toEqual(['10 hook +a', '10 hook +a']);
  expect(line.calls.map(({ reason }) => reason)).toEqual(['first notification', 'escalated']);
});

test('a step to those who know already calls them again, and whom it mentions', async () => {
  const policy = escalating({
    escalations: new Map([['standard', [{ after: 60_000, receiver: 'hook', mention: '<!here>' }]]]),
  });
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.until(HOUR);
  expect(line.told).toEqual(['2 hook +a', '62 hook +a']);
  expect(line.calls.map(({ reason }) => reason)).toEqual(['first notification', 'escalated']);
});

test('what is muted is not escalated until it is told', async () => {
  const line = new Timeline({ policy: escalating() });
  await line.silences(0, 'a', { until: HOUR });
  await line.fires(1, 'a');
  await line.until(3 * HOUR);
  expect(line.told[0]).toMatch(/ hook \+a$/);
  expect(Number(line.told[0]?.split(' ')[0])).toBeGreaterThanOrEqual(HOUR);
  const [hook = 0, pager = 0] = line.told.map((told) => Number(told.split(' ')[0]));
  expect(pager - hook).toBe(15 * MINUTE);
});

test('who has something on for long is reminded, in the message alone', async () => {
  const receivers = {
    both: { slack: { kind: 'slack' as const }, pager: { kind: 'pagerduty' as const } },
  };
  const policy = policyOf(route({ receiver: 'both', repeatInterval: 60_000 }), receivers);
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.acknowledges(10, 'alice');
  await line.until(17 * HOUR);
  const reminders = line.calls.filter(({ reason }) => reason === 'reminder');
  expect(reminders.map(({ at, to }) => `${at} ${to}`)).toEqual([
    `${8 * HOUR + 10} slack`,
    `${16 * HOUR + 10} slack`,
  ]);
});

test('of two who take it on the first has it, unless the second takes it over', async () => {
  const line = new Timeline({ policy: repeating });
  await line.fires(1, 'a');
  const [group = ''] = line.state.groups.keys();
  const ana = {
    type: 'acknowledge',
    traceId: 't',
    group,
    by: 'Ana',
    actor: 'slack:U0ANA',
  } as const;
  const namesake = { ...ana, actor: 'slack:U0OTHER' };
  await line.asks(3, ana);
  await line.asks(4, namesake);
  expect(line.state.deeds.map(({ actor }) => actor)).toEqual(['slack:U0ANA']);
  await line.asks(5, { ...ana, until: 30_000 });
  await line.asks(6, { ...namesake, takeOver: true });
  const about = { alerts: 'a (warning)', name: 'Ana' };
  expect(line.state.deeds.map(({ actor, details }) => [actor, details])).toEqual([
    ['slack:U0ANA', about],
    ['slack:U0ANA', { ...about, until: '1970-01-01T00:00:30.000Z' }],
    ['slack:U0OTHER', { ...about, from: 'Ana' }],
  ]);
});
