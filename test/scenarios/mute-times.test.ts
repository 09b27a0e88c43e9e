import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { compilePolicy } from '../../src/config/policy.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { Timeline } from './timeline.ts';

const HOUR = 3_600;

/** The policy of a config; times are from 1970-01-01T00:00Z, a Thursday. */
function policyFrom(text: string): Policy {
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return compilePolicy(config);
}

function withRoute(route: string, rest = ''): Policy {
  return policyFrom(`
receivers: [ { name: hook, webhook: [ { url: "http://127.0.0.1:9/hook" } ] } ]
route:
  receiver: hook
  group_by: []
  group_wait: 1s
  group_interval: 1m
  repeat_interval: 1w
  routes: [ { id: all, matchers: [ 'alertname=~".+"' ], ${route} } ]
time_intervals:
  - { name: office, time_intervals: [ { times: [ { start_time: "09:00", end_time: "17:00" } ] } ] }
  - { name: weekend, time_intervals: [ { weekdays: ["saturday", "sunday"] } ] }
${rest}
`);
}

/** What was told and when, in hours and minutes since the start. */
function told(line: Timeline): readonly string[] {
  return line.calls.map(({ at, firing, resolved }) => {
    const minutes = Math.floor(at / 60);
    const clock = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
    return [clock, ...firing.map((one) => `+${one}`), ...resolved.map((one) => `-${one}`)].join(
      ' ',
    );
  });
}

test('improvement 2: what fires in a mute time is told when that is over, once', async () => {
  const line = new Timeline({ policy: withRoute('mute_time_intervals: [office]') });
  await line.fires(10 * HOUR, 'a');
  await line.until(40 * HOUR);
  expect(told(line)).toEqual(['17:00 +a']);
});

test.each([
  ['a mute time', withRoute('mute_time_intervals: [office]')],
  [
    'maintenance',
    withRoute(
      '',
      'maintenance: [ { name: w, matchers: [ alertname=a ], start: "1970-01-01T09:00", duration: 8h } ]',
    ),
  ],
])('with a config without %s what it muted is told, once', async (_, policy) => {
  const line = new Timeline({ policy });
  await line.fires(10 * HOUR, 'a');
  await line.until(11 * HOUR);
  expect(line.told).toEqual([]);
  await line.reconfigure(11 * HOUR, withRoute(''));
  await line.until(40 * HOUR);
  expect(told(line)).toEqual(['11:00 +a']);
});

test('what fires outside the active times is told when they begin', async () => {
  const line = new Timeline({ policy: withRoute('active_time_intervals: [office, weekend]') });
  await line.fires(2 * HOUR, 'a');
  await line.until(8 * HOUR);
  expect(line.told).toEqual([]);
  await line.until(30 * HOUR);
  expect(told(line)).toEqual(['9:00 +a']);
});

test('what a new config mutes no longer is told at the next flush', async () => {
  const line = new Timeline({ policy: withRoute('mute_time_intervals: [office]') });
  await line.fires(10 * HOUR, 'a');
  await line.reconfigure(11 * HOUR, withRoute('mute_time_intervals: [weekend]'));
  await line.until(40 * HOUR);
  expect(told(line)).toEqual(['11:00 +a']);
});

test('so is what was muted by maintenance that a new config does not have', async () => {
  const patching = `
maintenance:
  - { name: patching, matchers: [ 'alertname="a"' ], start: "1970-01-01T09:00", duration: 8h }
`;
  const line = new Timeline({ policy: withRoute('', patching) });
  await line.fires(10 * HOUR, 'a');
  await line.reconfigure(11 * HOUR, withRoute(''));
  await line.until(40 * HOUR);
  expect(told(line)).toEqual(['11:00 +a']);
});

test('improvement 1: what was told before a mute time is told closed within it', async () => {
  const line = new Timeline({ policy: withRoute('mute_time_intervals: [office]') });
  await line.fires(8 * HOUR, 'a');
  await line.ends(10 * HOUR, 'a');
  await line.until(40 * HOUR);
  expect(told(line)).toEqual(['8:00 +a', '10:00 -a']);
  expect(line.left).toEqual([]);
});

test('what comes in a mute time is not told by a call that is late', async () => {
  const isAway = (at: number) => at > 9 * HOUR - 60 && at < 9 * HOUR + 20;
  const line = new Timeline({
    policy: withRoute('mute_time_intervals: [office]'),
    answer: (_, at) => (isAway(at) ? { result: 'retry' } : {}),
  });
  await line.fires(8 * HOUR, 'a');
  await line.fires(9 * HOUR - 90, 'b');
  await line.fires(9 * HOUR + 10, 'c');
  await line.until(16 * HOUR);
  expect(told(line).at(-1)).toBe('9:00 +a +b');
});

test('a mute time of a route does not keep its alerts from it', async () => {
  const line = new Timeline({ policy: withRoute('mute_time_intervals: [office, weekend]') });
  await line.fires(10 * HOUR, 'a');
  expect([...line.state.groups.values()].map(({ value }) => value?.routeId)).not.toContain('root');
  await line.until(16 * HOUR);
  expect(line.told).toEqual([]);
});

test('improvement 2: what a mute time or maintenance muted is told when the config has it no more', async () => {
  const line = new Timeline({ policy: withRoute('mute_time_intervals: [office]') });
  await line.fires(10 * HOUR, 'a');
  await line.reconfigure(11 * HOUR + 30, withRoute('receiver: hook'));
  await line.until(12 * HOUR);
  expect(told(line)).toEqual(['11:01 +a']);

  const patching = `
maintenance:
  - { name: patching, matchers: [ 'alertname="a"' ], start: "1970-01-01T02:00", duration: 2h }
`;
  const other = new Timeline({ policy: withRoute('receiver: hook', patching) });
  await other.fires(2.5 * HOUR, 'a');
  await other.reconfigure(3 * HOUR + 30, withRoute('receiver: hook'));
  await other.until(12 * HOUR);
  expect(told(other)).toEqual(['3:01 +a']);
});

test('maintenance mutes what its matchers hold for, and nothing else', async () => {
  const policy = withRoute(
    'receiver: hook',
    `
maintenance:
  - { name: patching, matchers: [ 'alertname="a"' ], start: "1970-01-01T02:00", duration: 2h, repeat: "FREQ=DAILY" }
`,
  );
  const line = new Timeline({ policy });
  await line.fires(2.5 * HOUR, 'a');
  await line.fires(2.5 * HOUR, 'b');
  await line.until(30 * HOUR);
  expect(told(line)).toEqual(['2:30 +b', '4:00 +a +b']);
  await line.ends(30.5 * HOUR, 'a');
  await line.ends(30.5 * HOUR, 'b');
  await line.until(40 * HOUR);
  expect(
    told(line)
      .slice(2)
      .map((one) => one.split(' ').slice(1).toSorted()),
  ).toEqual([['-a', '-b']]);
});
