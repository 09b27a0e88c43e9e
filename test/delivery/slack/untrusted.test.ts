import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Happening } from '../../../src/alert/group.ts';
import { SEVERITIES } from '../../../src/alert/severity.ts';
import { renderMessage } from '../../../src/delivery/slack/render.ts';
import { renderLine } from '../../../src/delivery/slack/timeline.ts';
import { expectAccepted, leftOf, mrkdwnOf, plainOf } from '../support/read-message.ts';
import { NOON, sampleView, type AlertSample, type GroupSample } from '../support/views.ts';

const OPTIONS = {
  presses: { escalates: true },
  responseTimes: { critical: 1, error: 1, warning: 1, info: 1 },
};

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
    );
    expectAccepted(message);
    expect(plainOf(message)).toBe(`🔴 ${TRICKS}\nwhy ${TRICKS}\n${TRICKS} us-east-1`);
    expect(leftOf(message.text)).not.toMatch(/[<>]/);
    const [when = '', link, ...rest] = mrkdwnOf(message);
    expect(leftOf(when)).toBe(' critical · since ');
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
    const alerts = [{ links: [{ title, url }], labels: { account: '', region: '' } }];
    const [, link = ''] = mrkdwnOf(renderMessage(sampleView({ alerts })));
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
    const message = renderMessage(sampleView({ alerts: [{ links }] }));
    expect(mrkdwnOf(message).join()).not.toContain('console');
  });

  test('turns no direction and hides nothing, in blocks and in the text beside them', () => {
    const name = 'a\u202Eevil\u2066\u0000\u0007b\u200Bc';
    const links = [{ title: 'con\u200Bsole', url: 'https://ok.example/' }];
    const view = sampleView({ alerts: [{ name, links }] });
    const message = renderMessage(view);
    expect(plainOf(message)).toContain('🔴 aevil bc\n');
    expect(message.text).toContain('🔴 aevil bc: ');
    expect(mrkdwnOf(message)[1]).toContain('|console (');
    const other = { name: 'other', fingerprint: 'b' };
    const two = sampleView({ alerts: [{ name, links }, other] });
    const line = renderLine({ ...two, told: { at: NOON, firing: ['b'], resolved: [] } });
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
const annotations = fc.dictionary(
  fc.constantFrom(
    'summary',
    'description',
    'measured',
    'unit',
    'impact',
    'resolution',
    'runbook',
    'tocsin_note',
  ),
  text,
);
const alert: fc.Arbitrary<AlertSample> = fc.record(
  {
    name: text,
    severity,
    labels: fc.dictionary(fc.constantFrom('account', 'region', 'service'), text),
    annotations,
    links: fc.array(fc.record({ title: fc.oneof(text, fc.constant('Runbook')), url }), {
      maxLength: 5,
    }),
    since: fc.integer({ min: 0, max: 100_000 }),
    until: fc.integer({ min: -5, max: 100_000 }),
    value: fc.double({ noNaN: true }),
    threshold: fc.double({ noNaN: true }),
    muted: fc.record({
      by: fc.constantFrom('silence', 'inhibition', 'maintenance', 'time'),
      id: text,
    }),
  },
  { requiredKeys: [] },
);
const happening: fc.Arbitrary<Happening> = fc.record(
  {
    what: fc.constantFrom(
      'acknowledged',
      'unacknowledged',
      'silenced',
      'unsilenced',
      'resolved',
      'escalated',
      'reassigned',
      'not escalated',
      'paged',
    ),
    at: fc.integer({ min: NOON - 100_000, max: NOON }),
    revision: fc.integer({ min: 1, max: 3 }),
    by: text,
    to: fc.array(text, { maxLength: 3 }),
    place: fc.constant('PagerDuty'),
    until: fc.integer({ min: NOON, max: NOON + 1e9 }),
    why: text,
  },
  { requiredKeys: ['what', 'at', 'revision'] },
);
const group: fc.Arbitrary<GroupSample> = fc.record({
  labels: fc.dictionary(fc.constantFrom('alertname', 'service', 'stage'), text),
  alerts: fc
    .array(alert, { maxLength: 12 })
    .map((alerts) => alerts.map((one, index) => ({ ...one, fingerprint: `f${index}` }))),
  delivery: fc.constantFrom({}, { told: { at: NOON - 1, firing: ['f0'], resolved: [] } }),
  standing: fc.record(
    {
      acknowledged: fc.record({ by: text, at: fc.constant(NOON), severity }),
      lately: fc.array(happening, { maxLength: 20 }),
    },
    { requiredKeys: [] },
  ),
});

/** What could format, link or mention. */
const ACTIVE = /[*~`<>]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?!amp;|lt;|gt;)/u;

describe('whatever an alarm holds, and whoever does something', () => {
  test('the message is one that Slack takes, and only we format it', () => {
    fc.assert(
      fc.property(group, fc.constantFrom(undefined, '<!here>'), (sample, mention) => {
        const message = renderMessage(sampleView(sample), { ...OPTIONS, mention });
        expectAccepted(message);
        expect(leftOf(message.text, mention)).not.toMatch(/[<>]/);
        for (const one of mrkdwnOf(message)) expect(leftOf(one, mention)).not.toMatch(ACTIVE);
      }),
      { numRuns: 500 },
    );
  });

  test('so is the line in its thread', () => {
    fc.assert(
      fc.property(group, (sample) => {
        const line = renderLine(sampleView(sample));
        if (line === undefined) return;
        expectAccepted(line);
        expect(line.text).not.toMatch(/[<>]/);
        for (const one of mrkdwnOf(line)) expect(leftOf(one)).not.toMatch(ACTIVE);
      }),
      { numRuns: 300 },
    );
  });

  test('a thousand monstrous alerts fit', () => {
    const alerts = Array.from({ length: 1_000 }, (_, index) => ({
      name: '"'.repeat(5_000),
      fingerprint: `f${index}`,
      annotations: {
        summary: '\\"🔥'.repeat(5_000),
        description: '\n"'.repeat(9_000),
        measured: '\\"'.repeat(900),
        impact: '\\"'.repeat(900),
        resolution: '"\\'.repeat(900),
      },
      links: [0, 1, 2, 3].map((n) => ({
        title: '漢'.repeat(90),
        url: `https://x/${n}${'y'.repeat(380)}`,
      })),
      labels: { account: '"'.repeat(999) },
    }));
    const labels = { service: '"'.repeat(5_000) };
    const mention = '<!subteam^S0PAGED>';
    expectAccepted(renderMessage(sampleView({ labels, alerts }), { ...OPTIONS, mention }));
    expectAccepted(renderMessage(sampleView({ labels, alerts: alerts.slice(0, 1) }), OPTIONS));
    const delivery = { told: { at: NOON, firing: ['other'], resolved: [] } };
    const line = renderLine(sampleView({ labels, alerts, delivery }));
    expect(line?.text).toContain('1000 more firing');
    if (line !== undefined) expectAccepted(line);
  });
});
