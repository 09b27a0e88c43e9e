import { shortHash } from '../../src/alert/fingerprint.ts';
import { describe, expect, test } from 'vitest';
import { settingsOf, writtenIntegrations } from '../../src/config/integrations.ts';
import { loadConfig, type Config } from '../../src/config/load.ts';
import { nextWindow, windowAt } from '../../src/rules/maintenance.ts';
import type { Policy, Route } from '../../src/rules/policy.ts';

function load(text: string): { config: Config; policy: Policy } {
  const { config, policy, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return { config, policy };
}

function routeOf(text: string, ...path: number[]): Route {
  let route = load(text).policy.route;
  for (const step of path) route = route.routes[step] ?? route;
  return route;
}

test('alerts flap where the file says so: by more than five changes in ten minutes unless told', () => {
  expect(load('').policy.flapping).toBeUndefined();
  expect(load('flapping: {}').policy.flapping).toEqual({ transitions: 5, window: 600_000 });
  const { policy } = load('flapping: { transitions: 3, window: 1m }');
  expect(policy.flapping).toEqual({ transitions: 3, window: 60_000 });
});

test('groups fold only where the file has storm control', () => {
  expect(load('').policy).not.toHaveProperty('storm');
  expect(load('storm: {}').policy.storm).toEqual({ groups: 20, window: 60_000 });
});

test('what no data means is said for all, and by a classify rule for what it matches', () => {
  const text = `
insufficient_data: { policy: resolved }
classify: [ { insufficient_data: { policy: firing, after: 2m } } ]
`;
  const { policy } = load(text);
  expect(policy.insufficientData).toEqual({ policy: 'resolved', after: 900_000 });
  expect(policy.classify[0]?.insufficientData).toEqual({ policy: 'firing', after: 120_000 });
  expect(load('').policy.insufficientData?.policy).toBe('ignore');
});

describe('a route', () => {
  const receivers = 'receivers: [ { name: ops }, { name: page } ]\n';

  test("has Alertmanager's times and our grouping unless it says otherwise", () => {
    expect(routeOf('')).toMatchObject({
      receiver: 'log',
      groupBy: ['alertname', 'account', 'region'],
      groupWait: 30_000,
      groupInterval: 300_000,
      repeatInterval: 14_400_000,
      promptRefire: true,
      repage: false,
      continue: false,
      matchers: [],
    });
  });

  test('takes over from its parent what it does not say itself, at any depth', () => {
    const text = `${receivers}
route:
  receiver: ops
  group_by: [team]
  group_wait: 1s
  group_interval: 2s
  repeat_interval: 3s
  prompt_refire: false
  repage: true
  routes:
    - matchers: [a=b]
      receiver: page
      group_wait: 0s
      routes: [ { matchers: [c=d], repage: false } ]
`;
    const inherited = { groupBy: ['team'], groupInterval: 2000, repeatInterval: 3000 };
    const child = { ...inherited, receiver: 'page', groupWait: 0, promptRefire: false };
    expect(routeOf(text, 0)).toMatchObject({ ...child, repage: true });
    expect(routeOf(text, 0, 0)).toMatchObject({ ...child, repage: false });
  });

  test('does not take over continue, nor the matchers', () => {
    const text = 'route: { routes: [ { matchers: [a=b], continue: true, routes: [ {} ] } ] }';
    expect(routeOf(text, 0).continue).toBe(true);
    expect(routeOf(text, 0, 0)).toMatchObject({ continue: false, matchers: [] });
  });

  test('groups by all labels with ..., and into one group with an empty list, also in a child', () => {
    const text = `route: { group_by: ['...'], routes: [ { group_by: [] }, {} ] }`;
    expect(routeOf(text).groupBy).toBe('all');
    expect(routeOf(text, 0).groupBy).toEqual([]);
    expect(routeOf(text, 1).groupBy).toBe('all');
  });

  test('matches what its matchers say, several in one text included', () => {
    const [first, second] = routeOf(
      `route: { routes: [ { matchers: ['{a="b",c=~"d+"}'] } ] }`,
      0,
    ).matchers;
    expect(first?.matches({ a: 'b' })).toBe(true);
    expect(second?.matches({ c: 'ddd' })).toBe(true);
    expect(second?.matches({ c: 'xddd' })).toBe(false);
  });
});

describe("a route's id", () => {
  const idOf = (route: string, ...path: number[]) => routeOf(`route: ${route}`, ...path).id;

  test('is the configured one', () => {
    expect(idOf('{ routes: [ { id: page, matchers: [a=b] } ] }', 0)).toBe('page');
  });

  test('is otherwise 16 digits made of the matchers on the way to it, and of nothing else', () => {
    const id = idOf('{ routes: [ { matchers: [a=b, c=d] } ] }', 0);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(
      idOf(
        '{ group_wait: 1s, routes: [ { matchers: [x=y] }, { matchers: [c=d, a="b"], group_by: [q] } ] }',
        1,
      ),
    ).toBe(id);
    expect(idOf('{ routes: [ { matchers: [a=b] } ] }', 0)).not.toBe(id);
    expect(idOf('{ routes: [ { routes: [ { matchers: [a=b, c=d] } ] } ] }', 0, 0)).not.toBe(id);
  });

  test('is another for each of several routes with the same matchers', () => {
    const { policy } = load(
      'route: { routes: [ { matchers: [a=b], continue: true }, { matchers: [a=b] }, {}, {} ] }',
    );
    expect(policy.routesById.size).toBe(5);
    for (const [id, route] of policy.routesById) expect(route.id).toBe(id);
  });

  test('finds every route', () => {
    const { policy } = load('route: { routes: [ { id: a, routes: [ { id: b } ] } ] }');
    expect(policy.routesById.get('b')).toBe(policy.route.routes[0]?.routes[0]);
    expect(policy.routesById.get(policy.route.id)).toBe(policy.route);
  });
});

describe('receivers', () => {
  const KEY = '0123456789abcdef0123456789abcdef';
  const HOOK = 'http://127.0.0.1:9000/hook';
  const text = `
receivers:
  - name: page
    slack: [ { channel: "#a", mention: "<!here>" }, { channel: C0123456789, send_resolved: false } ]
    pagerduty: [ { routing_key: 0123456789abcdef0123456789abcdef } ]
    webhook: [ { url: "http://127.0.0.1:9000/hook" } ]
    email: [ { to: [a@example.com] } ]
  - name: mail
    email: [ { to: "a@example.com, b@example.com" } ]
`;

  test('have integrations whose ids say where they lead, and no secret', () => {
    const { policy } = load(text);
    expect(policy.integrationsByReceiver.get('page')).toEqual([
      { id: 'slack/#a', receiver: 'page', kind: 'slack', sendResolved: true },
      { id: 'slack/C0123456789', receiver: 'page', kind: 'slack', sendResolved: false },
      {
        id: `pagerduty/${shortHash(KEY)}`,
        receiver: 'page',
        kind: 'pagerduty',
        sendResolved: true,
      },
      {
        id: `email/${shortHash('a@example.com')}`,
        receiver: 'page',
        kind: 'email',
        sendResolved: true,
      },
      { id: `webhook/${shortHash(HOOK)}`, receiver: 'page', kind: 'webhook', sendResolved: true },
    ]);
    expect(policy.integrationsById.get('slack/C0123456789')?.sendResolved).toBe(false);
  });

  test('keep their integrations’ ids when they are named, ordered or shared out anew', () => {
    const before = load(
      'receivers: [ { name: a, slack: [{ channel: "#x" }, { channel: "#y" }] } ]',
    );
    const after = load(
      'receivers: [ { name: c, slack: [{ channel: "#y" }] }, { name: b, slack: [{ channel: "#x" }] } ]',
    );
    const ids = ({ policy }: typeof before) => new Set(policy.integrationsById.keys());
    expect(ids(after)).toEqual(ids(before));
  });

  test('that lead to one place have settings of their own', () => {
    const { config, policy } = load(
      'receivers: [ { name: a, slack: [{ channel: "#x" }] }, { name: b, slack: [{ channel: "#x", mention: "<!here>" }] } ]',
    );
    const settings = ['a', 'b'].map((name) =>
      policy.integrationsByReceiver.get(name)?.map((one) => settingsOf(one, config)),
    );
    expect(settings).toEqual([
      [{ kind: 'slack', channel: '#x' }],
      [{ kind: 'slack', channel: '#x', mention: '<!here>' }],
    ]);
  });

  test('have settings for each', () => {
    const { config } = load(text);
    const settings = config.receivers.flatMap(writtenIntegrations).map((one) => one.settings);
    expect(settings).toEqual([
      { kind: 'slack', channel: '#a', mention: '<!here>' },
      { kind: 'slack', channel: 'C0123456789' },
      { kind: 'pagerduty', routing_key: KEY },
      { kind: 'email', to: ['a@example.com'] },
      { kind: 'webhook', url: HOOK },
      { kind: 'email', to: ['a@example.com', 'b@example.com'] },
    ]);
  });

  test('include the built-in log only where a route uses it, and never instead of a declared one', () => {
    const names = (yaml: string) => load(yaml).config.receivers.map(({ name }) => name);
    expect(names('route: { receiver: a }\nreceivers: [ { name: a } ]')).toEqual(['a']);
    expect(names('receivers: [ { name: a } ]')).toEqual(['a', 'log']);
    expect(
      names('route: { receiver: a, routes: [ { receiver: log } ] }\nreceivers: [ { name: a } ]'),
    ).toEqual(['a', 'log']);
    expect(names('receivers: [ { name: log } ]')).toEqual(['log']);
  });
});

describe('time intervals', () => {
  const text = `
route:
  routes:
    - matchers: [team=ml]
      mute_time_intervals: [night]
      active_time_intervals: [office, night]
      routes: [ { matchers: [env=dev] } ]
time_intervals:
  - name: office
    time_intervals:
      - weekdays: [monday:friday]
        times: [ { start_time: "09:00", end_time: "17:30" } ]
        location: Europe/Berlin
  - name: night
    time_intervals:
      - times: [ { start_time: "22:00", end_time: "24:00" } ]
      - { days_of_month: [-3:-1], months: [march], years: [2026:2027] }
`;

  test('are compiled for the routes that name them', () => {
    const route = routeOf(text, 0);
    const [office] = route.activeTimeIntervals;
    expect(office).toEqual({
      name: 'office',
      ranges: [
        {
          times: [{ start: 540, end: 1050 }],
          weekdays: [{ start: 1, end: 5 }],
          daysOfMonth: [],
          months: [],
          years: [],
          location: 'Europe/Berlin',
        },
      ],
    });
    const [night] = route.muteTimeIntervals;
    expect(night?.ranges[1]).toEqual({
      times: [],
      weekdays: [],
      daysOfMonth: [{ start: -3, end: -1 }],
      months: [{ start: 3, end: 3 }],
      years: [{ start: 2026, end: 2027 }],
      location: 'UTC',
    });
    expect(route.activeTimeIntervals).toEqual([office, night]);
  });

  test('are not taken over from the parent', () => {
    const none = { muteTimeIntervals: [], activeTimeIntervals: [] };
    expect(routeOf(text)).toMatchObject(none);
    expect(routeOf(text, 0, 0)).toMatchObject(none);
  });
});

describe('inhibit rules', () => {
  const rulesOf = (...rules: string[]) =>
    load(`inhibit_rules: [ ${rules.join(', ')} ]`).policy.inhibitRules;
  const ids = (...rules: string[]) => rulesOf(...rules).map(({ id }) => id);

  test('are compiled', () => {
    const [rule] = rulesOf(
      '{ name: down, source_matchers: [a=b], target_matchers: [c=~"d+"], equal: [job, zone] }',
    );
    expect(rule).toMatchObject({ name: 'down', equal: ['job', 'zone'] });
    expect(rule?.id).toMatch(/^[0-9a-f]{16}$/);
    expect(rule?.source.map(({ name }) => name)).toEqual(['a']);
    expect(rule?.target[0]?.matches({ c: 'ddd' })).toBe(true);
  });

  test('keep their id when they are named or ordered anew, and have another when they say something else', () => {
    const [id] = ids('{ source_matchers: [a=b, c=d], target_matchers: [e=f], equal: [x, y] }');
    const [same] = ids(
      '{ name: n, source_matchers: [c=d, a=b], target_matchers: [e=f], equal: [y, x, y] }',
    );
    expect(same).toBe(id);
    const others = ids(
      '{ source_matchers: [a=b], target_matchers: [e=f], equal: [x, y] }',
      '{ source_matchers: [a=b, c=d], target_matchers: [e=f], equal: [x] }',
      '{ source_matchers: [e=f], target_matchers: [a=b, c=d], equal: [x, y] }',
    );
    expect(new Set([id, ...others]).size).toBe(4);
  });

  test('that say the same are one', () => {
    const rule = 'source_matchers: [a=b], target_matchers: [c=d]';
    expect(rulesOf(`{ name: first, ${rule} }`, `{ ${rule} }`).map(({ name }) => name)).toEqual([
      'first',
    ]);
  });
});

describe('maintenance', () => {
  const window = (rest: string) => {
    const text = `maintenance: [ { name: m, matchers: [team=data], duration: 2h, ${rest} } ]`;
    const [one] = load(text).policy.maintenance;
    if (one === undefined) throw new Error('there is none');
    return one;
  };
  const utc = (text: string) => Date.parse(`${text}Z`);
  const next = (rest: string, after: string) => nextWindow(window(rest), utc(after));

  test('takes place once, by the clocks of its zone', () => {
    const once = 'start: "2026-07-06T02:00", timezone: Europe/Berlin';
    expect(window(once)).toMatchObject({ name: 'm', duration: 7_200_000 });
    expect(next(once, '2026-01-01T00:00')).toEqual({
      startsAt: utc('2026-07-06T00:00'),
      endsAt: utc('2026-07-06T02:00'),
    });
    expect(next(once, '2026-07-06T00:00')).toBeUndefined();
    expect(next('start: "2026-07-06 02:00:30"', '2026-01-01T00:00')?.startsAt).toBe(
      utc('2026-07-06T02:00:30'),
    );
  });

  test('takes place again and again', () => {
    const weekly = 'start: "2026-01-06T02:00", repeat: "RRULE:FREQ=WEEKLY;BYDAY=TU"';
    expect(next(weekly, '2026-07-07T02:00')?.startsAt).toBe(utc('2026-07-14T02:00'));
  });

  test.each([
    ['COUNT=2', '2026-01-07T01:00'],
    ['UNTIL=20260108', '2026-01-08T01:00'],
    ['UNTIL=20260108T020000', '2026-01-08T01:00'],
    ['UNTIL=20260108T015959', '2026-01-07T01:00'],
    ['UNTIL=20260108T010000Z', '2026-01-08T01:00'],
    ['UNTIL=20260108T005959Z', '2026-01-07T01:00'],
  ])('that recurs with %s takes place last at %s', (end, last) => {
    const daily = `start: "2026-01-06T02:00", timezone: Europe/Berlin, repeat: "FREQ=DAILY;${end}"`;
    expect(windowAt(window(daily), utc(last))?.startsAt).toBe(utc(last));
    expect(next(daily, last)).toBeUndefined();
  });
});

test('classify rules are compiled, in their order', () => {
  const { policy } = load(`
classify:
  - { matchers: ['alertname=~".*-dlq-.*"'], severity: P0, labels: { team: data } }
  - { when: 'value > 100', severity: error }
`);
  const [byName, byValue] = policy.classify;
  expect(byName).toMatchObject({ severity: 'critical', labels: { team: 'data' } });
  expect(byName?.matchers[0]?.matches({ alertname: 'x-dlq-y' })).toBe(true);
  expect(byName?.when).toBeUndefined();
  expect(byValue?.when?.({ labels: {}, value: 101, threshold: undefined })).toBe(true);
});

test('topics that name a severity give it, the others none', () => {
  const a = 'arn:aws:sns:us-east-1:111122223333:a';
  const b = 'arn:aws-cn:sns:cn-north-1:111122223333:b.fifo';
  const { policy } = load(
    `intake: { sns: { topics: [ { arn: "${a}", severity: high }, { arn: "${b}" } ] } }`,
  );
  expect([...policy.topicSeverity]).toEqual([[a, 'error']]);
});

test.each([
  ['', 300_000, 18_000_000],
  ['resolve_timeout: 2m', 120_000, 120_000],
  [
    'intake: { webhooks: { alertmanager: { token: t, resolve_timeout: 1d } } }',
    300_000,
    86_400_000,
  ],
])(
  'with %j silence means the end after %i ms, of Alertmanager, which repeats itself seldom, after %i ms',
  (text, usual, ofAlertmanager) => {
    const { policy } = load(text);
    expect(policy.resolveTimeout).toBe(usual);
    expect(policy.resolveTimeoutBySource.get('alertmanager')).toBe(ofAlertmanager);
  },
);
