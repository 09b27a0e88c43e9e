import { describe, expect, test } from 'vitest';
import type { Annotations } from '../../../src/alert/signal.ts';
import { renderMessage } from '../../../src/delivery/slack/render.ts';
import { expectAccepted, mrkdwnOf, plainOf } from '../support/read-message.ts';
import {
  FLAPPING,
  NOON,
  sampleView,
  type AlertSample,
  type GroupSample,
} from '../support/views.ts';

const MINUTE = 60_000;
const RESPONSE = {
  critical: 15 * MINUTE,
  error: 30 * MINUTE,
  warning: 120 * MINUTE,
  info: 1_440 * MINUTE,
};

/** What people read of a group, from above: as it is shown, then the small print. */
function shown(sample: GroupSample, mention?: string): readonly string[] {
  const message = renderMessage(sampleView(sample), { mention, responseTimes: RESPONSE });
  expectAccepted(message);
  return [...plainOf(message).split('\n'), ...mrkdwnOf(message)];
}

const at = (clock: string) =>
  `<!date^${Date.parse(`2026-03-04T${clock}:00Z`) / 1000}^{time}|2026-03-04 ${clock} UTC>`;
const SINCE = at('11:53').replace('{time}', '{time} ({ago})');
const PLACE = '111122223333 us-east-1';

describe('a message', () => {
  test('of one alarm says what, since when, until when somebody should act, where and how to go on', () => {
    const sample = {
      labels: { service: 'orders-api' },
      delivery: { episode: NOON - MINUTE },
      alerts: [
        {
          annotations: { summary: '5XX share 12.4 %', description: 'Look at the deployment.' },
          links: [{ title: 'console', url: 'https://console.aws.amazon.com/x' }],
        },
      ],
    };
    expect(shown(sample, '<!subteam^S0PAGED>')).toEqual([
      '🔴 High error rate · orders-api',
      '5XX share 12.4 %',
      'Look at the deployment.',
      `*P0* critical · since ${SINCE} · acknowledge by ${at('12:14')} · <!subteam^S0PAGED>`,
      `${PLACE} · <https://console.aws.amazon.com/x|console (console.aws.amazon.com)>`,
    ]);
  });

  test('says under its title how bad it is and since when, and then all else', () => {
    const alerts = [{ annotations: { summary: 'slow', description: 'Look.' } }];
    const { blocks } = renderMessage(sampleView({ alerts }), { presses: { escalates: true } });
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'context',
      'section',
      'section',
      'context',
      'actions',
    ]);
    expect(JSON.stringify(blocks[1])).toContain(`critical · since ${SINCE}`);
  });

  test('says the same in one text: how it begins is what a notification shows', () => {
    const sample = {
      annotations: { summary: '5XX share 12.4 %', description: 'Look.' },
      links: [
        { title: 'console', url: 'https://console.aws.amazon.com/x' },
        { title: 'runbook', url: 'https://wiki.example.com/y' },
      ],
    };
    const view = sampleView({ alerts: [sample], delivery: { episode: NOON - MINUTE } });
    const presses = { escalates: true };
    const options = { mention: '<!here>', responseTimes: RESPONSE, presses };
    expect(renderMessage(view, options).text.split('\n')).toEqual([
      '<!here> 🔴 High error rate: 5XX share 12.4 %',
      `*P0* critical · since ${SINCE} · acknowledge by ${at('12:14')}`,
      'Look.',
      `${PLACE} · <https://console.aws.amazon.com/x|console (console.aws.amazon.com)> · <https://wiki.example.com/y|runbook (wiki.example.com)>`,
    ]);
  });

  test('leaves out of its text what an update can not hold, and never when it began', () => {
    const names = Array.from({ length: 9 }, (_, index) => `${index} ${'&'.repeat(500)}`);
    const view = sampleView({ alerts: names.map((name) => ({ name, annotations: {} })) });
    const { text } = renderMessage(view, { mention: '<!here>', responseTimes: RESPONSE });
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(text).toContain(`since ${SINCE}`);
    expect(text).toContain(PLACE);
  });

  test('gives the figure, the threshold and what to do where the summary does not', () => {
    const one = (annotations: Annotations) =>
      shown({ alerts: [{ annotations, value: 12.4321, threshold: 10 }] }).slice(1, -2);
    expect(one({ summary: 'Errors', unit: '%' })).toEqual(['Errors', '12.4 %, threshold 10 %']);
    expect(one({ summary: 'Errors 12.4 %', unit: '%' })).toEqual(['Errors 12.4 %']);
    expect(one({ summary: 'Errors', measured: '5XX share 12.4 % over 10 %' })).toEqual([
      'Errors',
      '5XX share 12.4 % over 10 %',
    ]);
    expect(one({ summary: '12.4 errors', impact: 'No orders', resolution: 'Roll back' })).toEqual([
      '12.4 errors',
      'Impact: No orders',
      'What to do: Roll back',
    ]);
  });

  test('names a runbook for which there is no link', () => {
    expect(shown({ alerts: [{ annotations: { runbook: 'high-error-rate' } }] })).toContain(
      `${PLACE} · runbook high-error-rate`,
    );
  });

  test('of one alarm on which a rule failed says so', () => {
    const annotations = { summary: 'slow', tocsin_note: 'classify[0] failed' };
    expect(shown({ alerts: [{ annotations }] }).slice(1, 3)).toEqual([
      'slow',
      '⚠️ classify[0] failed',
    ]);
  });

  test('says times of another day with their day', () => {
    const [, , small = ''] = shown({ alerts: [{ since: 24 * 60 }] });
    expect(small).toContain('^{date_short_pretty} at {time} ({ago})|2026-03-03 12:00 UTC>');
  });

  test('says nothing twice: what its title says, and what its summary says', () => {
    const said = (annotations: Annotations) =>
      shown({ alerts: [{ annotations, labels: { account: '', region: '' } }] }).slice(0, -1);
    const title = '🔴 High error rate';
    expect(said({})).toEqual([title]);
    expect(said({ summary: ' high  Error rate' })).toEqual([title]);
    expect(said({ description: 'Look at the deployment.' })).toEqual([
      title,
      'Look at the deployment.',
    ]);
    const summary = 'Errors over 10 %: look at the deployment';
    expect(said({ summary, description: 'Look at the\ndeployment' })).toEqual([title, summary]);
    const begun = `${summary}, and at its logs`;
    expect(said({ summary: `${summary}…`, description: begun })).toEqual([title, begun]);
  });

  test('says a title that is too long for its place once more, in full', () => {
    const name = 'long '.repeat(40).trim();
    expect(shown({ alerts: [{ name, annotations: {} }] })).toContain(name);
  });

  test('of a group whose alerts went elsewhere says so, and not that it is resolved', () => {
    const view = { ...sampleView(), movedTo: 'other.1' };
    const message = renderMessage(view, { responseTimes: RESPONSE, presses: { escalates: true } });
    expect(plainOf(message)).toBe(
      '↪️ High error rate\nMoved to another group; followed there from now on.',
    );
    expect(mrkdwnOf(message)[0]).toBe(`*P0* critical · since ${SINCE}`);
  });

  test('of a group without members, which should not be, does not fail', () => {
    expect(shown({ alerts: [] })[0]).toBe('🟢 Alert');
  });
});

describe('of several alarms', () => {
  const measured = (service: string, value: number): AlertSample => ({
    labels: { service },
    annotations: {
      summary: `5XX share ${value} % over 10 %`,
      measured: `5XX share ${value} % over 10 %`,
      unit: '%',
    },
    value,
    threshold: 10,
  });

  test('a message gives the worst in full, then of the others only what differs', () => {
    const alerts = [measured('checkout', 18.1), measured('orders', 12.4), measured('cart', 10.9)];
    expect(shown({ alerts }).slice(0, 3)).toEqual([
      '🔴 High error rate',
      '3 alerts firing. Worst is checkout: 5XX share 18.1 % over 10 %',
      'orders 12.4 %  ·  cart 10.9 %',
    ]);
  });

  test('improvement 6: of many names it says the worst first and how many more', () => {
    const alerts: AlertSample[] = [
      ...Array.from({ length: 7 }, (_, index) => ({
        name: `w${index}`,
        severity: 'warning' as const,
      })),
      { name: 'worst', since: 60 },
      { name: 'over', until: 1 },
    ];
    const [, first, ...rest] = shown({ alerts });
    expect(first).toBe(
      '8 alerts firing, 1 resolved. Worst: worst: 5XX share 12.4 %, over 10 % for 5 min',
    );
    expect(rest.slice(0, 5)).toEqual([
      ...[0, 1, 2, 3].map((index) => `• w${index}: 5XX share 12.4 %, over 10 % for 5 min`),
      '+3 more',
    ]);
  });

  test('each line does not begin with the name that is the title', () => {
    const alerts = ['12 % of checkouts fail', '9 % of orders fail'].map((summary) => ({
      annotations: { summary },
    }));
    expect(shown({ alerts }).slice(0, 3)).toEqual([
      '🔴 High error rate',
      '2 alerts firing. Worst: 12 % of checkouts fail',
      '• 9 % of orders fail',
    ]);
  });

  test('those that say the same in every word are told apart by where they are', () => {
    const alerts = ['a', 'b', 'c'].map((pod) => ({ labels: { pod } }));
    expect(shown({ alerts }).slice(1, 3)).toEqual([
      '3 alerts firing: 5XX share 12.4 %, over 10 % for 5 min',
      'a  ·  b  ·  c',
    ]);
  });

  test('some of those that say the same are told apart by the labels in which they differ', () => {
    const alerts = [
      { labels: { pod: 'a', zone: '1' } },
      { labels: { pod: 'b', zone: '1' } },
      { labels: { pod: 'c', zone: '2' }, annotations: { summary: 'something else' } },
    ];
    expect(shown({ alerts }).slice(1, 4)).toEqual([
      '3 alerts firing. Worst: 5XX share 12.4 %, over 10 % for 5 min (pod=a)',
      '• 5XX share 12.4 %, over 10 % for 5 min (pod=b)',
      '• something else',
    ]);
  });

  test('what they all mean is said once', () => {
    const annotations = { summary: 'full', description: 'Delete old files.' };
    const alerts = ['a', 'b'].map((host) => ({ labels: { host }, annotations }));
    expect(shown({ alerts }).slice(1, 4)).toEqual([
      '2 alerts firing: full',
      'a  ·  b',
      'Delete old files.',
    ]);
    const others = [{ ...annotations, description: 'Something else.' }, annotations];
    expect(shown({ alerts: others.map((one) => ({ annotations: one })) }).join()).not.toContain(
      'Delete',
    );
  });

  test('a digest says how many alerts of how many groups it holds, and names the worst', () => {
    const alerts = ['a', 'b', 'c', 'c', 'd', 'e', 'f'].map((name) => ({ name, home: name }));
    const text = shown({ key: 'ops.storm', alerts });
    expect(text[0]).toBe('🔴 Alert storm · 6 groups in one message');
    expect(text[1]).toContain('7 alerts firing. Worst: a: ');
    expect(text).toContain('+2 more');
    const over = alerts.map((alert) => ({ ...alert, until: 1 }));
    expect(shown({ key: 'ops.storm', alerts: over })[0]).toBe(
      '🟢 Alert storm · 6 groups in one message',
    );
  });
});

describe('of what flaps', () => {
  test('a message says how often it changed, and that no more of it is told', () => {
    expect(shown({ alerts: [{ flapping: FLAPPING }] })[2]).toBe(
      '🔁 Flapping, 6 changes in 10 min: no change of it is told until it is calm',
    );
    const both = ['a', 'b'].map((name) => ({ name, flapping: FLAPPING }));
    expect(shown({ alerts: both })).toContain(
      '🔁 2 alerts flapping: no change of it is told until it is calm',
    );
    const calm = { ...FLAPPING, until: NOON };
    expect(shown({ alerts: [{ flapping: calm }] }).join()).not.toContain('🔁');
  });
});

describe('who has it', () => {
  const acknowledged = { by: 'Ana Díaz', at: NOON - 4 * MINUTE, severity: 'critical' as const };

  test('stands in place of when somebody should', () => {
    expect(shown({ standing: { acknowledged } })[2]).toBe(
      `*P0* critical · since ${SINCE} · 👀 acknowledged by Ana Díaz at ${at('11:56')}`,
    );
    const until = NOON + 60 * MINUTE;
    expect(shown({ standing: { acknowledged: { ...acknowledged, until } } })[2]).toContain(
      `at ${at('11:56')} until ${at('13:00')}`,
    );
  });

  test('is shown as it is where it is more than plain words', () => {
    const by = '*Ana* <!channel>';
    const lines = shown({ standing: { acknowledged: { ...acknowledged, by } } });
    expect(lines[1]).toBe('👀 acknowledged by *Ana* <!channel>');
    expect(lines[4]).toBe(`at ${at('11:56')}`);
  });

  test.each([
    ['escalated', ['Kim'], '📣 escalated in PagerDuty to Kim'],
    ['reassigned', ['Kim', 'Lee'], '🔀 reassigned in PagerDuty to Kim, Lee'],
    ['reassigned', [], '🔀 reassigned in PagerDuty'],
  ] as const)('is nobody yet whom PagerDuty calls: %s to %j', (what, to, words) => {
    const lately = [{ what, at: NOON, revision: 3, to, place: 'PagerDuty' }];
    const delivery = { episode: NOON - 20 * MINUTE };
    expect(shown({ standing: { lately }, delivery })[2]).toContain(words);
    const taken = { ...acknowledged, at: NOON - 1 };
    const [first, second] = [taken, { ...taken, at: NOON }].map(
      (one) => shown({ standing: { acknowledged: one, lately }, delivery })[2],
    );
    expect(first?.includes(words)).toBe(what === 'reassigned');
    expect(second).not.toContain(words);
  });

  test('is nobody yet: then it says whom it was escalated to, and else until when it should be', () => {
    const escalation = { since: NOON - 20 * MINUTE, step: 1 };
    const delivery = { episode: NOON - 20 * MINUTE };
    expect(shown({ standing: { escalation }, delivery })[2]).toContain(
      `not acknowledged by ${at('11:55')}`,
    );
    const lately = [{ what: 'escalated', at: NOON, revision: 3, to: ['payments-lead'] }] as const;
    expect(shown({ standing: { escalation, lately }, delivery })[2]).toBe(
      `*P0* critical · since ${SINCE} · 📣 escalated to payments-lead`,
    );
    const returned = [...lately, { what: 'unacknowledged', at: NOON, revision: 4 }] as const;
    const anew = { escalation: { since: NOON + 1, step: 0 }, lately: returned };
    expect(shown({ standing: anew, delivery })[2]).toContain('acknowledge by');
  });
});

describe('of what is muted', () => {
  const until = NOON + 120 * MINUTE;
  const silence = { by: 'silence', id: '1f3a9c2e', until } as const;

  test('a message says how many more there are, by what, and until when', () => {
    const alerts = [
      {},
      { muted: silence },
      { muted: silence },
      { muted: { by: 'inhibition', id: 'x' } as const },
    ];
    expect(shown({ alerts })[2]).toContain(
      ` · 🔕 2 more silenced until ${at('14:00')} · 🔕 1 more inhibited`,
    );
  });

  test('a message of which nothing else fires is quiet, and not resolved', () => {
    const told = { at: NOON - 1, firing: ['f'], resolved: [] };
    const alerts = [{ fingerprint: 'f', muted: silence }];
    const [title, words, small] = shown({ alerts, delivery: { told } });
    expect([title, words]).toEqual(['🔕 High error rate', 'All that fires is muted']);
    expect(small).toContain(`🔕 1 silenced until ${at('14:00')}`);
    expect(small).not.toContain('acknowledge');
  });
});

describe('of what is over', () => {
  const acknowledged = { what: 'acknowledged', at: NOON, revision: 2, by: 'ana_p' } as const;

  test('a message is green and two lines: when, how long it took, who had it', () => {
    const sample = {
      alerts: [{ since: 20, until: 1 }],
      delivery: { episode: NOON },
      standing: { lately: [acknowledged] },
    };
    expect(shown(sample)).toEqual([
      '🟢 High error rate',
      `Resolved ${at('11:59')} after 19 min · acknowledged by ana_p`,
    ]);
    const returned = [acknowledged, { what: 'unacknowledged', at: NOON, revision: 3 }] as const;
    expect(shown({ ...sample, standing: { lately: returned } })[1]).not.toContain('acknowledged');
  });

  test('a message says who closed it by hand, and how many alerts there were', () => {
    const lately = [{ what: 'resolved', at: NOON, revision: 2, by: '_Ben_ <@U1>' }] as const;
    const alerts = ['a', 'b'].map((fingerprint) => ({ fingerprint, until: 0 }));
    expect(shown({ alerts, standing: { lately }, delivery: { episode: NOON } })[1]).toBe(
      `Resolved by Ben U1 ${at('12:00')} after 7 min · 2 alerts`,
    );
  });

  test('a message says nothing of who closed what fired again and ended by itself', () => {
    const sample = {
      alerts: [{ until: 0 }],
      delivery: { episode: NOON - 400_000 },
      standing: { lately: [{ what: 'resolved', at: NOON - 1, revision: 2, by: 'Ben' }] },
    } as const;
    expect(shown(sample)[1]).toBe(`Resolved ${at('12:00')} after 7 min`);
  });

  test('what was done in an earlier outbreak is none of this one’s', () => {
    const sample = {
      alerts: [{ until: 0 }],
      delivery: { episode: NOON + 1 },
      standing: { lately: [acknowledged] },
    };
    expect(shown(sample)[1]).toBe(`Resolved ${at('12:00')} after 7 min`);
  });
});
