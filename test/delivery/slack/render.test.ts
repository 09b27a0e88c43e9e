import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import { SEVERITIES } from '../../../src/alert/severity.ts';
import type { Annotations } from '../../../src/alert/signal.ts';
import { renderMessage, type SlackMessage } from '../../../src/delivery/slack/render.ts';
import { renderLine } from '../../../src/delivery/slack/timeline.ts';
import {
  DUE,
  FLAPPING,
  NOON,
  sampleView,
  type AlertSample,
  type GroupSample,
} from '../support/views.ts';

/** Every text of a message that is not `plain_text`. */
function mrkdwnOf({ blocks }: SlackMessage): readonly string[] {
  const texts: string[] = [];
  JSON.stringify(blocks, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && 'text' in value) {
      if (value.type === 'mrkdwn' && typeof value.text === 'string') texts.push(value.text);
    }
    return value;
  });
  return texts;
}

function plainOf({ blocks }: SlackMessage): string {
  const texts: string[] = [];
  JSON.stringify(blocks, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && 'text' in value) {
      if (value.type === 'plain_text' && typeof value.text === 'string') texts.push(value.text);
    }
    return value;
  });
  return texts.join('\n');
}

function expectAccepted(message: SlackMessage): void {
  expect(refuseBlocks(message.blocks)).toBeUndefined();
  expect(JSON.stringify(message.blocks).length).toBeLessThan(8_000);
  expect(message.text.length).toBeLessThanOrEqual(4_000);
  expect(message.text.trim()).not.toBe('');
  expect(JSON.stringify(message).isWellFormed() && message.text.isWellFormed()).toBe(true);
  expect(JSON.stringify(message)).not.toContain('\\ud');
}

test('a digest says how many alerts of how many groups it holds, and names the worst', () => {
  const alerts = ['a', 'b', 'c', 'c', 'd', 'e', 'f'].map((name) => ({ name, home: name }));
  const message = renderMessage(sampleView({ key: 'ops.storm', alerts }), undefined);
  const text = plainOf(message);
  expect(text).toContain('🔴 Alert storm · 6 groups in one message\n7 alerts firing\n• a: ');
  expect(text).toContain('+2 more');
  expectAccepted(message);
  const over = alerts.map((alert) => ({ ...alert, until: 1 }));
  const after = renderMessage(sampleView({ key: 'ops.storm', alerts: over }), undefined);
  expect(plainOf(after)).toContain('🟢 Alert storm · 6 groups in one message');
});

describe('of what flaps', () => {
  const two = [
    { fingerprint: 'a', name: 'slow', flapping: FLAPPING },
    { fingerprint: 'b', name: 'down' },
  ];

  test('a message says in its context how often it changed', () => {
    const one = sampleView({ alerts: [{ flapping: FLAPPING }] });
    expect(plainOf(renderMessage(one, undefined))).toContain('\nflapping: 6 changes in 10 min\n');
    expectAccepted(renderMessage(one, '<!here>'));
    const both = two.map((sample) => ({ ...sample, flapping: FLAPPING }));
    const message = renderMessage(sampleView({ alerts: both }), undefined);
    expect(plainOf(message)).toContain('\n2 alerts flapping\n');
    const calm = { ...FLAPPING, until: NOON };
    const after = renderMessage(sampleView({ alerts: [{ flapping: calm }] }), undefined);
    expect(plainOf(after)).not.toContain('flapping');
  });

  test('the thread says once which alert it is', () => {
    const said = { at: NOON - 60_000, firing: ['a', 'b'], resolved: [] };
    const line = renderLine(sampleView({ alerts: two, delivery: { told: said } }));
    expect(line?.text).toBe('🔁 flapping: slow: 6 changes in 10 min');
    const told = { ...said, flapping: ['a'] };
    expect(renderLine(sampleView({ alerts: two, delivery: { told } }))).toBeUndefined();
  });
});

describe('a message', () => {
  test('of one alarm says what, since when, where and how to go on', () => {
    const message = renderMessage(
      sampleView({
        labels: { service: 'orders-api' },
        alerts: [
          {
            annotations: { summary: '5XX share 12.4 %', description: 'Look at the deployment.' },
            links: [{ title: 'console', url: 'https://console.aws.amazon.com/x' }],
          },
        ],
      }),
      '<!subteam^S0PAGED>',
    );
    expect(plainOf(message)).toBe(
      '🔴 High error rate · orders-api\n5XX share 12.4 %\nLook at the deployment.\n111122223333 us-east-1',
    );
    expect(mrkdwnOf(message)).toEqual([
      '*P0* critical · since <!date^1772625180^{time}|2026-03-04 11:53 UTC>',
      '<https://console.aws.amazon.com/x|console (console.aws.amazon.com)>',
      '<!subteam^S0PAGED>',
    ]);
    expect(message.text).toBe(
      '<!subteam^S0PAGED> 🔴 High error rate · orders-api: 5XX share 12.4 %',
    );
  });

  test('of one alarm on which a rule failed says so', () => {
    const annotations = { summary: 'slow', tocsin_note: 'classify[0] failed' };
    const message = renderMessage(sampleView({ alerts: [{ annotations }] }), undefined);
    expect(plainOf(message)).toContain('\nslow\n⚠️ classify[0] failed\n');
  });

  test('improvement 6: of many names the worst first and says how many more', () => {
    const alerts: AlertSample[] = [
      ...Array.from({ length: 7 }, (_, index) => ({
        name: `w${index}`,
        severity: 'warning' as const,
      })),
      { name: 'worst', since: 60 },
      { name: 'over', until: 1 },
    ];
    const text = plainOf(renderMessage(sampleView({ alerts }), undefined));
    expect(text).toContain('8 alerts firing, 1 resolved');
    expect(text).toContain('• worst: ');
    expect(text).toContain('+3 more');
    expect(text).not.toContain('over:');
  });

  test('says nothing twice: what its title says, and what its summary says', () => {
    const shows = (annotations: Annotations) =>
      renderMessage(
        sampleView({ alerts: [{ annotations, labels: { account: '', region: '' } }] }),
        undefined,
      );
    const title = '🔴 High error rate';
    expect(plainOf(shows({}))).toBe(title);
    expect(shows({}).text).toBe(title);
    expect(plainOf(shows({ summary: ' high  Error rate' }))).toBe(title);
    expect(plainOf(shows({ description: 'Look at the deployment.' }))).toBe(
      `${title}\nLook at the deployment.`,
    );
    const summary = 'Errors over 10 %: look at the deployment';
    expect(plainOf(shows({ summary, description: 'Look at the\ndeployment' }))).toBe(
      `${title}\n${summary}`,
    );
    const begun = `${summary}, and at its logs`;
    expect(plainOf(shows({ summary: `${summary}…`, description: begun }))).toBe(
      `${title}\n${begun}`,
    );
  });

  test('says a title that is too long for its place once more, in full', () => {
    const name = 'long '.repeat(40).trim();
    const view = sampleView({ alerts: [{ name, annotations: {} }] });
    expect(plainOf(renderMessage(view, undefined))).toContain(`\n${name}\n`);
  });

  test('of many does not begin each line with the name that is its title', () => {
    const alerts = [
      { labels: { pod: 'a' }, annotations: { summary: '12 % errors' } },
      { labels: { pod: 'b' }, annotations: { summary: '9 % errors' } },
    ];
    expect(plainOf(renderMessage(sampleView({ alerts }), undefined))).toBe(
      '🔴 High error rate\n2 alerts firing\n• 12 % errors\n• 9 % errors\n111122223333 us-east-1',
    );
  });

  test('tells alerts that say the same apart by the labels in which they differ', () => {
    const alerts = [
      { labels: { pod: 'a', zone: '1' } },
      { labels: { pod: 'b', zone: '1' } },
      { labels: { pod: 'c', zone: '2' }, annotations: { summary: 'something else' } },
    ];
    expect(
      plainOf(renderMessage(sampleView({ alerts }), undefined))
        .split('\n')
        .slice(2, 5),
    ).toEqual([
      '• 5XX share 12.4 %, over 10 % for 5 min (pod=a)',
      '• 5XX share 12.4 %, over 10 % for 5 min (pod=b)',
      '• something else',
    ]);
    const over = alerts.slice(0, 2).map((alert) => ({ ...alert, until: 1 }));
    expect(plainOf(renderMessage(sampleView({ alerts: over }), undefined))).toContain(
      'Resolved after 6 min: 2 alerts (pod=a, pod=b)',
    );
  });

  test('of what is over within a minute says once when that was', () => {
    const NOON_ONLY = { alerts: [{ since: 0, until: 0 }] };
    expect(mrkdwnOf(renderMessage(sampleView(NOON_ONLY), undefined))[0]).toBe(
      '*P0* critical · <!date^1772625600^{time}|2026-03-04 12:00 UTC>',
    );
  });

  test('of what is over is green and says how long it took', () => {
    const alerts = [{ since: 20, until: 1 }];
    const message = renderMessage(sampleView({ alerts }), undefined);
    expect(plainOf(message)).toContain('🟢 High error rate');
    expect(plainOf(message)).toContain('Resolved after 19 min: 5XX share');
    expect(mrkdwnOf(message)[0]).toMatch(/critical · <!date.*> – <!date/);
  });

  test('of a group whose alerts went elsewhere says so, and not that it is resolved', () => {
    const view = { ...sampleView(), movedTo: 'other.1' };
    expect(plainOf(renderMessage(view, undefined))).toContain('↪️');
    expect(renderLine(view)?.text).toBe('↪️ Moved to another group');
  });

  test('of a group without members, which should not be, does not fail', () => {
    const message = renderMessage(sampleView({ alerts: [] }), undefined);
    expectAccepted(message);
    expect(plainOf(message)).toContain('🟢 Alert');
  });
});

describe('alarm text', () => {
  const TRICKS = '<!channel> <@U1> *bold* `code` <https://evil.example|console> _x_ ~y~ & &lt;';

  test('is shown as it is: it mentions nobody, links nowhere and formats nothing', () => {
    const message = renderMessage(
      sampleView({
        labels: { service: TRICKS },
        alerts: [
          {
            name: TRICKS,
            labels: { account: TRICKS },
            annotations: { summary: `why ${TRICKS}` },
            links: [{ title: TRICKS, url: `https://ok.example/${TRICKS}` }],
          },
        ],
      }),
      undefined,
    );
    expectAccepted(message);
    expect(plainOf(message)).toBe(`🔴 ${TRICKS}\nwhy ${TRICKS}\n${TRICKS} us-east-1`);
    expect(message.text).not.toMatch(/<(?!$)/);
    const [when, link, ...rest] = mrkdwnOf(message);
    expect(when).toMatch(/^\*P0\* critical · since <!date\^\d+\^\{time\}\|[\d: -]+UTC>$/);
    expect(link).toMatch(
      /^<https:\/\/ok\.example\/[^<>|]*\|channel U1 bold code \(ok\.example\)>$/,
    );
    expect(rest).toEqual([]);
  });

  test.each([
    ['https://console.aws.amazon.com@evil.example/', 'console', '(evil.example)>'],
    ['https://evil.example\\@console.aws.amazon.com/', 'console', '(evil.example)>'],
    ['HTTPS://Evil.example:8443/x|y>z', 'console.aws.amazon.com', '(evil.example:8443)>'],
    ['https://аpple.example/', 'apple', '(xn--pple-43d.example)>'],
    [' https://evil.example/\n<!channel>', '', '|link (evil.example)>'],
  ])('can not hide where a link leads: %s', (url, title, end) => {
    const links = [{ title, url }];
    const [, link = ''] = mrkdwnOf(
      renderMessage(sampleView({ alerts: [{ links, labels: {} }] }), undefined),
    );
    expect(link.endsWith(end)).toBe(true);
    expect(link).toMatch(/^<https:[^<>|\s]+\|[^<>|]+>$/);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>',
    'file:///etc/passwd',
    'not a link',
    `https://x.example/${'y'.repeat(5_000)}`,
  ])('can not link to %.40s', (url) => {
    const links = [{ title: 'console', url }];
    expect(mrkdwnOf(renderMessage(sampleView({ alerts: [{ links }] }), undefined))).toHaveLength(1);
  });

  test('turns no direction and hides nothing, in blocks and in the text beside them', () => {
    const name = 'a\u202Eevil\u2066\u0000\u0007b\u200Bc';
    const title = 'con\u200Bsole';
    const links = [{ title, url: 'https://ok.example/' }];
    const view = sampleView({ alerts: [{ name, links }] });
    const message = renderMessage(view, undefined);
    expect(plainOf(message)).toContain('🔴 aevil bc\n');
    expect(message.text).toContain('🔴 aevil bc: ');
    expect(mrkdwnOf(message)[1]).toContain('|console (');
    const line = renderLine({ ...view, told: { at: NOON, firing: [], resolved: [] } });
    expect(line && [line.text, plainOf(line)]).toEqual([
      expect.stringContaining('firing: aevil  bc: '),
      expect.stringContaining('firing: aevil  bc: '),
    ]);
  });
});

const unit = fc.oneof(
  fc.constantFrom(
    '<!channel>',
    '<@U1>',
    '*b*',
    '`',
    '&',
    '<',
    '>',
    '|',
    '"',
    '\\',
    '\n',
    '\0',
    '🔥',
  ),
  fc.constantFrom('\uD83D', '\uDD25', 'שלום', '\u202E', '漢字', ':fire:', '#ops', '@here', '   '),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
);
const text = fc.oneof(
  fc.string({ unit, maxLength: 30 }),
  fc.tuple(unit, fc.integer({ min: 1, max: 6_000 })).map(([part, times]) => part.repeat(times)),
);
const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  text,
  text.map((path) => `https://host.example/${path}?${path}#${path}`),
  text.map((user) => `https://${user}@evil.example/`),
);
const severity = fc.constantFrom(...SEVERITIES);
const alert: fc.Arbitrary<AlertSample> = fc.record(
  {
    name: text,
    severity,
    labels: fc.dictionary(fc.constantFrom('account', 'region', 'service'), text),
    annotations: fc.dictionary(fc.constantFrom('summary', 'description'), text),
    links: fc.array(fc.record({ title: text, url }), { maxLength: 5 }),
    since: fc.integer({ min: 0, max: 100_000 }),
    until: fc.integer({ min: -5, max: 100_000 }),
  },
  { requiredKeys: [] },
);
const group: fc.Arbitrary<GroupSample> = fc.record({
  labels: fc.dictionary(fc.constantFrom('alertname', 'service', 'stage'), text),
  alerts: fc
    .array(alert, { maxLength: 12 })
    .map((alerts) => alerts.map((one, index) => ({ ...one, fingerprint: `f${index}` }))),
  delivery: fc.constantFrom({}, { told: { at: NOON - 1, firing: ['f0'], resolved: [] } }),
});

describe('whatever an alarm holds', () => {
  test('the message is one that Slack takes, and only we format it', () => {
    fc.assert(
      fc.property(group, fc.constantFrom(undefined, '<!here>'), (sample, mention) => {
        const message = renderMessage(sampleView(sample), mention);
        expectAccepted(message);
        expect(message.text.replace(/^<!here> /, '')).not.toMatch(/[<>]/);
        for (const one of mrkdwnOf(message)) {
          expect(one).toMatch(
            /^(\*P\d\* (critical|error|warning|info) · (since )?<!date[^<>]+>( – <!date[^<>]+>)?|<!here>|(<https?:[^<>|\s]+\|[\p{L}\p{N} .-]+ \([^\s()<>]+\)>( · )?)+)$/u,
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test('so is the line in its thread', () => {
    fc.assert(
      fc.property(group, (sample) => {
        const line = renderLine(sampleView(sample));
        if (line === undefined) return;
        expectAccepted(line);
        expect(line.text).not.toMatch(/[<>]/);
        expect(mrkdwnOf(line)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('a thousand monstrous alerts fit', () => {
    const alerts = Array.from({ length: 1_000 }, (_, index) => ({
      name: '"'.repeat(5_000),
      fingerprint: `f${index}`,
      annotations: { summary: '\\"🔥'.repeat(5_000), description: '\n"'.repeat(9_000) },
      links: [0, 1, 2, 3].map((n) => ({
        title: '漢'.repeat(90),
        url: `https://x/${n}${'y'.repeat(600)}`,
      })),
      labels: { account: '"'.repeat(999) },
    }));
    const labels = { service: '"'.repeat(5_000) };
    expectAccepted(renderMessage(sampleView({ labels, alerts }), '<!subteam^S0PAGED>'));
    expectAccepted(renderMessage(sampleView({ labels, alerts: alerts.slice(0, 1) }), undefined));
    const line = renderLine(sampleView({ labels, alerts }));
    expect(line?.text).toContain('1000 more firing');
    if (line !== undefined) expectAccepted(line);
  });
});

describe('the line in the thread', () => {
  const told = (firing: readonly string[], resolved: readonly string[] = []) => ({
    told: { at: NOON - 60_000, firing, resolved },
  });

  test('names what began and what ended since people were last told', () => {
    const alerts = [
      { name: 'old', fingerprint: 'a' },
      { name: 'new', fingerprint: 'b', annotations: { summary: 'it is bad' } },
      { name: 'over', fingerprint: 'c', until: 1, annotations: {} },
    ];
    expect(renderLine(sampleView({ alerts, delivery: told(['a', 'c']) }))?.text).toBe(
      '🔺 1 more firing: new: it is bad\n🟢 1 resolved: over',
    );
  });

  test('tells alerts that say the same apart, also from those that it does not name', () => {
    const alerts = ['a', 'b', 'c'].map((pod) => ({ fingerprint: pod, labels: { pod } }));
    expect(renderLine(sampleView({ alerts, delivery: told(['a', 'b']) }))?.text).toBe(
      '🔺 1 more firing: High error rate: 5XX share 12.4 %, over 10 % for 5 min (pod=c)',
    );
  });

  test('counts those it does not name', () => {
    const alerts = Array.from({ length: 8 }, (_, index) => ({ fingerprint: `f${index}` }));
    expect(renderLine(sampleView({ alerts, delivery: told(['f0']) }))?.text).toContain('; +2 more');
  });

  test('says of a repeat that it still fires, and for how long', () => {
    const delivery = { ...told(['f']), due: { ...DUE, reason: 'repeat' as const } };
    const view = sampleView({ alerts: [{ fingerprint: 'f', since: 245 }], delivery });
    expect(renderLine(view)?.text).toBe('⏰ Still firing after 4 h 5 min: 1 alert');
  });

  test('says of an escalation that nobody has acknowledged, to whom that step mentions', () => {
    const due = { ...DUE, reason: 'escalated' as const, mention: '<!here>' };
    const view = sampleView({
      alerts: [{ fingerprint: 'f', since: 15 }],
      delivery: { ...told(['f']), due },
    });
    expect(renderLine(view)?.text).toBe(
      '<!here> 📣 Escalated: after 15 min nobody has acknowledged it',
    );
    expect(renderLine(view)?.blocks).toContainEqual({
      type: 'context',
      elements: [{ type: 'mrkdwn', text: '<!here>' }],
    });
  });

  test('reminds of what somebody has on', () => {
    const due = { ...DUE, reason: 'reminder' as const };
    const alerts = [{ fingerprint: 'f', since: 480 }];
    const acknowledged = { by: 'alice', at: NOON, severity: 'error' as const };
    const view = { ...sampleView({ alerts, delivery: { ...told(['f']), due } }), acknowledged };
    expect(renderLine(view)?.text).toBe('👀 Still firing after 8 h, acknowledged by alice');
    const { blocks } = renderMessage(view, undefined);
    expect(JSON.stringify(blocks)).toContain('acknowledged by alice');
  });

  test('says nothing when there is no news', () => {
    const view = sampleView({ alerts: [{ fingerprint: 'f' }], delivery: told(['f']) });
    expect(renderLine(view)).toBeUndefined();
  });
});
