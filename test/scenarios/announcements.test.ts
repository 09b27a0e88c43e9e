import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { compilePolicy } from '../../src/config/policy.ts';
import { Timeline } from './timeline.ts';

const MINUTE = 60;
const HOUR = 3_600;

/** Team data has a hook of its own; times are from 1970-01-01T00:00Z. */
function start(windows = ''): Timeline {
  const text = `
receivers:
  - { name: ops, webhook: [ { url: "http://127.0.0.1:9/ops" } ] }
  - { name: data, webhook: [ { url: "http://127.0.0.1:9/data" } ] }
route:
  receiver: ops
  group_by: [alertname]
  group_wait: 1s
  group_interval: 1m
  repeat_interval: 1w
  routes: [ { matchers: [ 'team="data"' ], receiver: data } ]
maintenance: [ ${windows} ]
`;
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return new Timeline({ policy: compilePolicy(config) });
}

const PATCHING = `{ name: patching, matchers: [ 'team="data"', 'severity=~".+"' ], start: "1970-01-01T02:00", duration: 2h, repeat: "FREQ=DAILY" }`;

/** The minutes at which somebody was told of an announcement, and who. */
function toldOf(line: Timeline, alertname: string): readonly string[] {
  return line.calls
    .filter(({ firing }) => firing.some((id) => labelsOf(line, id)['alertname'] === alertname))
    .map(({ at, to }) => `${Math.floor(at / MINUTE)} ${line.receiverOf(to)}`);
}

function labelsOf(line: Timeline, fingerprint: string): Readonly<Record<string, string>> {
  return line.state.alerts.get(fingerprint)?.value?.labels ?? {};
}

test('maintenance is announced before, at its begin and at its end, to the team concerned', async () => {
  const line = start(PATCHING);
  const data = { labels: { team: 'data' } };
  await line.announces(104 * MINUTE);
  expect(line.announced).toEqual([]);
  for (const minute of [105, 106, 120, 121]) await line.announces(minute * MINUTE);
  await line.fires(130 * MINUTE, 'disk', data);
  await line.fires(140 * MINUTE, 'cpu', data);
  await line.fires(140 * MINUTE, 'web');
  await line.ends(150 * MINUTE, 'cpu', data);
  for (const minute of [200, 240, 241, 254]) await line.announces(minute * MINUTE);
  await line.until(5 * HOUR);
  expect(line.announced).toEqual([
    'maintenance patching begins at 1970-01-01 02:00 UTC, until 1970-01-01 04:00 UTC',
    'maintenance patching has begun, until 1970-01-01 04:00 UTC',
    'maintenance patching is over: it muted 2 alerts: cpu (warning), disk (warning); 1 still fires: disk (warning)',
  ]);
  expect(toldOf(line, 'Maintenance')).toEqual(['105 data', '120 data', '240 data']);
});

test('another replica, or the bot after a restart, says nothing twice', async () => {
  const line = start(PATCHING);
  // Each look is that of an announcer that knows nothing of the others.
  for (const minute of [110, 111, 112, 125, 126, 242, 243]) await line.announces(minute * MINUTE);
  expect(line.announced).toHaveLength(3);
  expect(line.announced[2]).toBe('maintenance patching is over: it muted nothing');
});

test('what was missed for long is no news any more', async () => {
  const line = start(PATCHING);
  for (const minute of [135, 200, 255]) await line.announces(minute * MINUTE);
  expect(line.announced).toEqual([]);
});

test('a maintenance announcement is muted by no maintenance', async () => {
  const all = `{ name: all, matchers: [ 'alertname=~".+"' ], start: "1970-01-01T01:00", duration: 9h }`;
  const line = start(`${PATCHING}, ${all}`);
  await line.announces(105 * MINUTE);
  await line.until(106 * MINUTE);
  expect(toldOf(line, 'Maintenance')).toEqual(['105 data']);
});

test('times that overlap begin once', async () => {
  const hourly = `{ name: hourly, matchers: [ 'team="data"' ], start: "1970-01-01T02:00", duration: 90m, repeat: "FREQ=HOURLY;COUNT=3" }`;
  const line = start(hourly);
  for (let minute = 100; minute < 400; minute += 1) await line.announces(minute * MINUTE);
  expect(line.announced.map((one) => /begins|begun|over/u.exec(one)?.[0])).toEqual([
    'begins',
    'begun',
    'over',
  ]);
});

test('a silence that ends soon is announced once, while something fires under it', async () => {
  const line = start();
  await line.silences(0, 'a', { id: 's1', until: 2 * HOUR });
  await line.announces(110 * MINUTE);
  expect(line.announced).toEqual([]);
  await line.fires(111 * MINUTE, 'a');
  await line.fires(111 * MINUTE, 'b');
  for (const minute of [112, 113, 114]) await line.announces(minute * MINUTE);
  await line.until(116 * MINUTE);
  expect(line.announced).toEqual([
    'a silence of alice ends at 1970-01-01 02:00 UTC, and 1 alert still fires under it: a (warning)',
  ]);
  expect(toldOf(line, 'SilenceExpires')).toEqual(['112 ops']);
});

test('the announcement goes to the team concerned, and its silence does not mute it', async () => {
  const line = start();
  const matchers = [{ name: 'team', operator: '=', value: 'data' } as const];
  const times = { startsAt: 0, endsAt: 2 * HOUR * 1000 };
  const silence = { id: 's1', matchers, ...times, createdBy: 'alice', comment: 'migration' };
  await line.asks(0, { type: 'silence', traceId: 't', silence });
  await line.fires(1, 'disk', { labels: { team: 'data' } });
  await line.announces(106 * MINUTE);
  await line.until(108 * MINUTE);
  expect(toldOf(line, 'SilenceExpires')).toEqual(['106 data']);
  expect(toldOf(line, 'disk')).toEqual([]);
});

test('an end that was moved is announced again when it comes', async () => {
  const line = start();
  await line.silences(0, 'a', { id: 's1', until: HOUR, from: 0 });
  await line.fires(1, 'a');
  await line.announces(50 * MINUTE);
  await line.silences(51 * MINUTE, 'a', { id: 's1', until: 3 * HOUR, from: 0 });
  for (const minute of [52, 100, 170]) await line.announces(minute * MINUTE);
  expect(line.announced).toHaveLength(2);
});

test('a short silence is announced in its second half alone', async () => {
  const line = start();
  await line.silences(0, 'a', { id: 's1', until: 10 * MINUTE });
  await line.fires(1, 'a');
  await line.announces(4 * MINUTE);
  expect(line.announced).toEqual([]);
  await line.announces(5 * MINUTE);
  expect(line.announced).toHaveLength(1);
});
