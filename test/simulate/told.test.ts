import { describe, expect, test } from 'vitest';
import { metricAlarm } from '../intake/support/alarms.ts';
import { notification } from '../intake/support/sns-sender.ts';
import { alertmanagerMessage } from '../intake/support/webhooks.ts';
import { configText, played, posted, short } from './support/told.ts';

const GROUPED = `route:
  receiver: team
  group_by: [alertname, severity]
  group_wait: 1s
  group_interval: 10s
receivers:
  - name: team
    webhook: [{ url: 'http://127.0.0.1:9/hook' }]
`;

function alert(at: number, labels: object, rest: object = {}): object {
  return { at, source: 'tocsin', body: { alerts: [{ labels, ...rest }] } };
}

/** A silence on `a` from the start until then. */
function silenced(endsAt: number): object {
  return { at: 0, intent: 'silence', id: 's', matchers: ['alertname=a'], endsAt, by: 'alice' };
}

describe('labels', () => {
  test('are those that were sent: a severity that nobody gave is not shown, nor grouped by', async () => {
    const [told] = await played(GROUPED, [alert(0, { alertname: 'a', team: 'x' })], 5);
    expect(told?.alerts[0]?.labels).toEqual({ alertname: 'a', team: 'x' });
    expect(told?.group).toEqual({ alertname: 'a' });
  });

  test('have the severity that was sent, also one that is the default', async () => {
    const [told] = await played(GROUPED, [alert(0, { alertname: 'a', severity: 'warning' })], 5);
    expect(told?.alerts[0]?.labels).toEqual({ alertname: 'a', severity: 'warning' });
    expect(told?.group).toEqual({ alertname: 'a', severity: 'warning' });
  });

  test('have what classification added', async () => {
    const rule = `${GROUPED}classify:
  - { matchers: ['alertname="a"'], severity: error, labels: { team: data } }
`;
    const [told] = await played(rule, [alert(0, { alertname: 'a' })], 5);
    expect(told?.alerts[0]?.labels).toEqual({ alertname: 'a', severity: 'error', team: 'data' });
  });

  test('have the severity of the topic, and without one that of nobody', async () => {
    const Message = JSON.stringify(metricAlarm());
    const envelope = notification({ Message, MessageId: 'one' });
    const line = { at: '2026-03-01T10:00:10Z', source: 'sns', body: envelope };
    const topics = `intake: { sns: { topics: [{ arn: '${envelope.TopicArn}', severity: critical }] } }\n`;
    const until = '2026-03-01T10:01:00Z';
    const [unsaid] = await played(GROUPED, [line], until);
    const [said] = await played(`${topics}${GROUPED}`, [line], until);
    expect(unsaid?.alerts[0]?.labels).not.toHaveProperty('severity');
    expect(said?.alerts[0]?.labels).toHaveProperty('severity', 'critical');
  });
});

test('mail is told of what is news, and of repeats, as a webhook is', async () => {
  const mail = configText({ repeat_interval: '3s' }).replace(
    "webhook: [{ url: 'http://127.0.0.1:9/hook' }]",
    'email: [{ to: [ana@example.com] }]',
  );
  const told = await played(mail, [posted(0, 'a')], 7);
  expect(
    told.map(({ at, integration, action, reason }) => [at, integration, action, reason]),
  ).toEqual([
    [1, 'email', 'send', 'first notification'],
    [5, 'email', 'send', 'repeat'],
  ]);
});

describe('times', () => {
  test('are ISO 8601 where the input’s are', async () => {
    const body = {
      alerts: [{ labels: { alertname: 'a' }, startsAt: '2026-01-05T10:00:00+01:00' }],
    };
    const line = { at: '2026-01-05T09:00:00Z', source: 'tocsin', body };
    const [told] = await played(configText(), [line], '2026-01-05T09:01:00Z');
    expect(told?.at).toBe('2026-01-05T09:00:01.000Z');
    expect(told?.alerts[0]?.startsAt).toBe('2026-01-05T09:00:00.000Z');
  });

  test('of the calendar, in a message on a clock that counts from 0, mean that it began just now', async () => {
    const Message = JSON.stringify(metricAlarm());
    const body = notification({ Message, MessageId: 'one' });
    const told = await played(configText(), [{ at: 2, source: 'sns', body }], 10);
    expect(told.map(({ at, alerts }) => [at, alerts[0]?.startsAt])).toEqual([[3, 2]]);
  });

  test('until is refused in another form than the input’s', async () => {
    await expect(played(configText(), [posted(0, 'a')], '2026-01-05T09:00:00Z')).rejects.toThrow(
      '--until is ISO 8601, and the times of the input are seconds',
    );
  });
});

describe('ways in', () => {
  test('Alertmanager’s message is read by the parser of its address', async () => {
    const line = { at: 1, source: 'alertmanager', body: alertmanagerMessage() };
    const told = await played(configText(), [line], 10);
    expect(told).toHaveLength(1);
  });

  test('a message that comes twice by SNS is taken once', async () => {
    const body = notification({ Message: 'disk full', MessageId: 'one' });
    const line = { at: 0, source: 'sns', body };
    const told = await played(configText(), [line, { ...line, at: 3 }], 10);
    expect(told).toHaveLength(1);
  });

  test('what intake would refuse is refused in its words, with the line', async () => {
    const line = { at: 1, source: 'tocsin', body: { alerts: [{ labels: {} }] } };
    await expect(played(configText(), [posted(0, 'a'), line])).rejects.toThrow(
      /events\.jsonl:2: intake would refuse the body: alerts\[0\]\.labels needs an alertname/u,
    );
  });
});

describe('what people do', () => {
  const acknowledge = { intent: 'acknowledge', group: { alertname: 'a' }, by: 'alice' };
  const config = configText({ repeat_interval: '5s' }).replace(
    'group_by: []',
    'group_by: [alertname]',
  );

  test('acknowledging a group ends its repeats until it is given back', async () => {
    const lines = [
      posted(0, 'a', 'b'),
      { at: 2, ...acknowledge },
      { at: 20, ...acknowledge, intent: 'unacknowledge' },
    ];
    const told = await played(config, lines, 23);
    const [a, b] = ['a', 'b'].map((name) =>
      told.filter(({ group }) => group['alertname'] === name).map(({ at }) => at),
    );
    expect(b).toEqual([1, 7, 13, 19]);
    expect(a?.filter((at) => Number(at) < 20)).toEqual([1]);
    expect(a?.filter((at) => Number(at) > 20)).toHaveLength(1);
  });

  test('resolving a group ends it until it begins anew; escalating calls the next at once', async () => {
    const escalating = config
      .replace('group_by: [alertname]', 'group_by: [alertname]\n  escalation: standard')
      .concat('\nescalation: { standard: [ { after: 1h, notify: team } ] }\n');
    const lines = [
      posted(0, 'a'),
      { at: 2.5, intent: 'escalate', group: { alertname: 'a' }, by: 'alice' },
      { at: 3.5, intent: 'resolve', group: { alertname: 'a' }, by: 'alice' },
    ];
    const told = await played(escalating, lines, 30);
    expect(told.map(({ at, reason }) => `${at} ${reason}`)).toEqual([
      '1 first notification',
      '2.5 escalated',
      '3.5 all resolved',
    ]);
  });

  test('acknowledging a group that is not there is a mistake, with the line', async () => {
    await expect(played(config, [{ at: 1, ...acknowledge }])).rejects.toThrow(
      /events\.jsonl:1: there is no group \{alertname="[^"]*"\} now; write the labels/u,
    );
  });

  test('a silence at the time of a flush comes before it, and can be expired', async () => {
    const lines = [
      posted(0, 'a'),
      { at: 1, intent: 'silence', id: 's1', matchers: ['alertname=a'], endsAt: 100 },
      { at: 9.5, intent: 'expire-silence', id: 's1' },
    ];
    expect(short(await played(configText(), lines, 20))).toEqual(['10 +a']);
  });
});

describe('services', () => {
  const everywhere = `route:
  receiver: all
  group_by: []
  group_wait: 1s
  group_interval: 10s
  repeat_interval: 1m
receivers:
  - name: all
    slack: [{ channel: '#ops' }]
    pagerduty: [{ routing_key: 0123456789abcdef0123456789abcdef }]
`;

  test('Slack’s message is posted once, edited at once, and its thread told at flushes', async () => {
    const told = await played(
      everywhere,
      [posted(0, 'a'), posted(3, 'b'), posted(15, '-a', '-b')],
      70,
    );
    const slack = told.filter(({ integration }) => integration === 'slack');
    expect(slack.map(({ at, action, reason }) => `${at} ${action}: ${reason}`)).toEqual([
      '1 post: first notification',
      // Its thread says who was paged.
      '1 update: the group changed',
      '3 update: the group changed',
      '11 update: new alerts',
      '11 thread: new alerts',
      '15 update: the group changed',
      '21 update: all resolved',
      '21 thread: all resolved',
    ]);
  });

  test('PagerDuty is triggered when something new fires, not by repeats, and resolved', async () => {
    const told = await played(everywhere, [posted(0, 'a'), posted(3, 'b'), posted(90, '-a', '-b')]);
    const pages = told.filter(({ integration }) => integration === 'pagerduty');
    expect(pages.map(({ at, action }) => `${at} ${action}`)).toEqual([
      '1 trigger',
      '11 trigger',
      '91 resolve',
    ]);
  });

  test('a receiver that wants no ends is told none', async () => {
    const config = configText().replace("hook' }", "hook', send_resolved: false }");
    expect(short(await played(config, [posted(0, 'a'), posted(3, '-a')]))).toEqual(['1 +a']);
  });
});

describe('the end', () => {
  test('comes an hour after the last event where only repeats are left', async () => {
    const config = configText({ group_interval: '10m', repeat_interval: '20m' });
    expect(short(await played(config, [posted(0, 'a')]))).toEqual(['1 +a', '1801 +a']);
  });

  test('waits for what ends by itself hours later', async () => {
    const config = configText({ resolve_timeout: '5h', repeat_interval: '8h' });
    const line = alert(0, { alertname: 'a' }, { resends: true });
    expect(short(await played(config, [line]))).toEqual(['1 +a', '18000 -a']);
  });

  test('waits for a mute that ends by itself, also where all of a group is muted', async () => {
    const told = await played(configText(), [silenced(5 * 3_600), alert(1, { alertname: 'a' })]);
    expect(told.map(({ at }) => at)).toEqual([18_000]);
  });

  test('does not wait for a mute that lasts longer than a week', async () => {
    const told = await played(GROUPED.replace('group_wait', 'repeat_interval: 30m\n  group_wait'), [
      silenced(30 * 24 * 3_600),
      alert(1, { alertname: 'a' }),
      alert(1, { alertname: 'b' }),
    ]);
    expect(told.map(({ at }) => at)).toEqual([2, 1_812]);
  });

  test('comes a week later where an alert says that it ends in a year', async () => {
    const config = configText({ group_interval: '1d', repeat_interval: '1d' });
    const line = alert(0, { alertname: 'a' }, { endsAt: 365 * 86_400 });
    const told = await played(config, [line]);
    expect(told.at(-1)?.at).toBeLessThanOrEqual(7 * 86_400);
  });

  test('of an input without events comes at once', async () => {
    expect(await played(configText(), [])).toEqual([]);
  });
});
