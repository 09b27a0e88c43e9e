import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentOf, LISTED } from '../../../src/delivery/email/content.ts';
import { htmlText } from '../../../src/delivery/email/html.ts';
import { plainText } from '../../../src/delivery/email/plain.ts';
import type { DeliveryView } from '../../../src/delivery/view.ts';
import { DUE, FLAPPING, NOON, sampleView, type GroupSample } from '../support/views.ts';

const ALL = { sendResolved: true };

const plain = (view: DeliveryView, reader = ALL) => plainText(contentOf(view, reader));
const html = (view: DeliveryView) => htmlText(contentOf(view, ALL));

const told = (firing: string[], resolved: string[] = []) => ({
  told: { at: NOON - 60_000, firing, resolved },
});

describe('what a mail says', () => {
  test('of one alarm: what, how bad, how much against what, since when, where, and where to look', () => {
    const view = sampleView({
      labels: { service: 'orders-api' },
      alerts: [
        {
          annotations: {
            summary: '5XX share 12.4 %, over 10 % for 5 min',
            description: 'More than one in ten requests fails.\nCustomers see it.',
            runbook: 'https://runbooks.example.com/5xx',
          },
          links: [{ title: 'Console', url: 'https://console.aws.amazon.com/cloudwatch#alarm' }],
        },
      ],
    });
    expect(plain(view)).toBe(`Firing · P0 critical
High error rate · orders-api

- 5XX share 12.4 %, over 10 % for 5 min
  More than one in ten requests fails.
  Customers see it.

Since: 2026-03-04 11:53 UTC
Where: 111122223333 us-east-1

Console (console.aws.amazon.com): https://console.aws.amazon.com/cloudwatch#alarm
Runbook (runbooks.example.com): https://runbooks.example.com/5xx
`);
  });

  test('of many: the worst first, with what tells them apart, and how many more', () => {
    const alerts = Array.from({ length: 30 }, (_, index) => ({
      fingerprint: `f${String(index).padStart(2, '0')}`,
      labels: { pod: `pod-${String(index).padStart(2, '0')}` },
      severity: index === 17 ? ('critical' as const) : ('warning' as const),
    }));
    const text = plain(sampleView({ alerts }));
    expect(text).toMatch(/^Firing · P0 critical · 30 alerts\n/u);
    expect(text.split('\n')[3]).toBe(
      '- critical: 5XX share 12.4 %, over 10 % for 5 min (pod=pod-17)',
    );
    expect(text.match(/^- /gmu)).toHaveLength(LISTED);
    expect(text).toContain(`\n+${30 - LISTED} more\n`);
  });

  test('of what changed: which are new, and which are over', () => {
    const view = sampleView({
      alerts: [
        { fingerprint: 'a' },
        { fingerprint: 'b', name: 'Latency' },
        { fingerprint: 'c', name: 'Throttles', until: 1 },
      ],
      delivery: told(['a', 'c']),
    });
    expect(plain(view)).toContain('\n1 more firing: Latency\n1 resolved: Throttles\n');
    expect(plain(view)).toContain('Firing · P0 critical · 2 alerts\n');
    expect(plain(view, { sendResolved: false })).not.toContain('Throttles');
  });

  test('of an end: after how long, and from when until when', () => {
    const alerts = [{ since: 20, until: 1 }];
    const text = plain(sampleView({ alerts, delivery: told(['0'.repeat(16)]) }));
    expect(text).toMatch(/^Resolved after 19 min\n/u);
    expect(text).toContain('Since: 2026-03-04 11:40 UTC\nUntil: 2026-03-04 11:59 UTC\n');
    const lately = [{ what: 'resolved', by: 'Ana', at: NOON - 60_000, revision: 2 }] as const;
    const delivery = { ...told(['0'.repeat(16)]), episode: NOON - 1_200_000 };
    expect(plain(sampleView({ alerts, delivery, standing: { lately } }))).toMatch(
      /^Resolved by Ana after 19 min\n/u,
    );
  });

  test('of a repeat, an escalation, and what flaps', () => {
    const repeat = { ...DUE, reason: 'repeat' as const };
    const escalated = { ...DUE, reason: 'escalated' as const };
    const alerts = [{ fingerprint: 'a' }];
    const view = (due: typeof repeat | typeof escalated) =>
      sampleView({ alerts, delivery: { ...told(['a']), due } });
    expect(plain(view(repeat))).toContain('\nStill firing after 7 min\n');
    expect(plain(view(escalated))).toContain(
      '\nEscalated: after 7 min nobody has acknowledged it\n',
    );
    const flapping = sampleView({ alerts: [{ fingerprint: 'a', flapping: FLAPPING }] });
    expect(plain(flapping)).toMatch(/^Firing · P0 critical · Flapping, 6 changes in 10 min\n/u);
  });

  test('of who has it on, and of a runbook that is a name', () => {
    const annotations = { summary: 'bad', runbook: 'high-error-rate' };
    const view = sampleView({ alerts: [{ annotations }] });
    const acknowledged = { by: 'Ana', at: NOON - 60_000, severity: 'critical' as const };
    const text = plain({ ...view, acknowledged });
    expect(text).toContain('Acknowledged: by Ana, 2026-03-04 11:59 UTC\n');
    expect(text).toContain('Runbook:      high-error-rate\n');
  });
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'ftp://a.example/',
  'no',
])('%s is no link', (url) => {
  const view = sampleView({ alerts: [{ links: [{ title: 'Console', url }] }] });
  expect(html(view)).not.toContain('<a ');
  expect(plain(view)).not.toContain(url);
});

test('a link shows its host, whatever it is called and pretends to be', () => {
  const url = 'https://bank.example@evil.example/%22onmouseover=x';
  const view = sampleView({ alerts: [{ links: [{ title: 'bank.example', url }] }] });
  expect(html(view)).toContain('(evil.example)');
  expect(plain(view)).toContain('bank.example (evil.example): ');
});

/** What a person reads of a page. */
function readable(page: string): string {
  const { body = '' } = /<body[^>]*>(?<body>.*)<\/body>/su.exec(page)?.groups ?? {};
  const shown = body.replaceAll(/<[^>]*>/gu, ' ');
  const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return words(
    shown.replaceAll(
      /&(?:lt|gt|quot|#39|amp);/gu,
      (one) => Object.entries(entities).find(([name]) => name === one)?.[1] ?? one,
    ),
  );
}

const words = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=y>',
    '&lt;b&gt;',
    "' onclick='",
    '',
  ),
);

const anyGroup: fc.Arbitrary<GroupSample> = fc.record({
  labels: fc.dictionary(fc.constantFrom('service', 'team'), anyText),
  alerts: fc.array(
    fc.record({
      name: anyText,
      fingerprint: fc.uuid(),
      annotations: fc.record({ summary: anyText, description: anyText, runbook: anyText }),
      links: fc.array(fc.record({ title: anyText, url: fc.webUrl() }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});

test('both forms say the same, and no text becomes markup', () => {
  fc.assert(
    fc.property(anyGroup, (sample) => {
      const content = contentOf(sampleView(sample), ALL);
      const page = htmlText(content);
      const { state, title, news, alerts, facts, links } = content;
      const said = [
        state,
        title,
        ...news,
        ...alerts.flatMap((one) => [one.words, one.description ?? '']),
        ...facts.flatMap(({ name, value }) => [name, value]),
        ...links.flatMap((one) => [one.words, one.host]),
      ].map(words);
      const read = readable(page);
      const text = words(plainText(content));
      for (const one of said) {
        expect(read).toContain(one);
        expect(text).toContain(one);
      }
      const tags = [...page.matchAll(/<[/!]?(\w+)/gu)].map(([, tag = '']) => tag);
      const own = new Set([
        'DOCTYPE',
        'html',
        'head',
        'meta',
        'title',
        'body',
        'div',
        'p',
        'h1',
        'span',
        'br',
        'a',
      ]);
      expect(tags.filter((tag) => !own.has(tag))).toEqual([]);
    }),
  );
});
