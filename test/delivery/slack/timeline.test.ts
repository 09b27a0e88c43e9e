import { describe, expect, test } from 'vitest';
import type { Happening } from '../../../src/alert/group.ts';
import { renderLine } from '../../../src/delivery/slack/timeline.ts';
import { mrkdwnOf } from '../support/read-message.ts';
import { DUE, editOf, FLAPPING, NOON, sampleView } from '../support/views.ts';

const told = (firing: readonly string[], resolved: readonly string[] = []) => ({
  told: { at: NOON - 60_000, firing, resolved },
});

describe('the line of a notification', () => {
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
      '🔺 1 more firing: c',
    );
    const other = { fingerprint: 'd', labels: { pod: 'd' }, annotations: { summary: 'new words' } };
    const view = sampleView({ alerts: [...alerts, other], delivery: told(['a', 'b']) });
    expect(renderLine(view)?.text).toBe(
      '🔺 2 more firing: 5XX share 12.4 %, over 10 % for 5 min (pod=c); new words',
    );
  });

  test('counts those it does not name', () => {
    const alerts = Array.from({ length: 8 }, (_, index) => ({ fingerprint: `f${index}` }));
    expect(renderLine(sampleView({ alerts, delivery: told(['f0']) }))?.text).toContain('; +2 more');
  });

  test('says once which alert flaps', () => {
    const alerts = [
      { fingerprint: 'a', name: 'slow', flapping: FLAPPING },
      { fingerprint: 'b', name: 'down' },
    ];
    const line = renderLine(sampleView({ alerts, delivery: told(['a', 'b']) }));
    expect(line?.text).toBe('🔁 Flapping: slow, 6 changes in 10 min');
    const known = { ...told(['a', 'b']).told, flapping: ['a'] };
    expect(renderLine(sampleView({ alerts, delivery: { told: known } }))).toBeUndefined();
  });

  test('says of a repeat that it still fires, and for how long', () => {
    const delivery = { ...told(['f']), due: { ...DUE, reason: 'repeat' as const } };
    const view = sampleView({ alerts: [{ fingerprint: 'f', since: 245 }], delivery });
    expect(renderLine(view)?.text).toBe('⏰ Still firing after 4 h 5 min: 1 alert');
  });

  test('reminds of what somebody has on', () => {
    const due = { ...DUE, reason: 'reminder' as const };
    const alerts = [{ fingerprint: 'f', since: 480 }];
    const acknowledged = { by: 'alice', at: NOON, severity: 'error' as const };
    const delivery = { ...told(['f']), due };
    const view = sampleView({ alerts, delivery, standing: { acknowledged } });
    expect(renderLine(view)?.text).toBe('👀 Still firing after 8 h, acknowledged by alice');
  });

  test('says that all is over, and when it went elsewhere', () => {
    const over = sampleView({ alerts: [{ fingerprint: 'f', until: 1 }], delivery: told(['f']) });
    expect(renderLine(over)?.text).toBe(
      '🟢 Resolved after 6 min: 5XX share 12.4 %, over 10 % for 5 min',
    );
    const both = ['f', 'g'].map((fingerprint) => ({ fingerprint, until: 1 }));
    expect(renderLine(sampleView({ alerts: both, delivery: told(['f', 'g']) }))?.text).toBe(
      '🟢 Resolved after 6 min',
    );
    expect(renderLine({ ...over, movedTo: 'other.1' })?.text).toBe('↪️ Moved to another group');
  });

  test('says nothing when there is no news, and of a mere edit', () => {
    const view = sampleView({ alerts: [{ fingerprint: 'f' }], delivery: told(['f']) });
    expect(renderLine(view)).toBeUndefined();
    const news = sampleView({ alerts: [{ fingerprint: 'g' }], delivery: told(['f']) });
    expect(renderLine(news)).toBeDefined();
    expect(renderLine(editOf(news))).toBeUndefined();
  });
});

describe('what was done', () => {
  const ago = (minutes: number) => NOON - minutes * 60_000;

  /** The thread's line of what was done by noon, to people who were shown an older revision. */
  function lineOf(
    lately: readonly Happening[],
    { until, shown = 1 }: { readonly until?: number; readonly shown?: number } = {},
  ) {
    const alerts = [{ fingerprint: 'f', since: 15, ...(until !== undefined && { until }) }];
    const delivery = { ...told(['f']), episode: ago(15), shown };
    return renderLine(editOf(sampleView({ alerts, delivery, standing: { lately } })));
  }

  test.each<[Omit<Happening, 'at' | 'revision'>, string]>([
    [{ what: 'acknowledged', by: 'Ana' }, '👀 Acknowledged by Ana'],
    [{ what: 'unacknowledged', by: 'Ana' }, '↩️ Unacknowledged by Ana'],
    [{ what: 'unacknowledged', why: 'it got worse' }, '↩️ Not acknowledged any more: it got worse'],
    [{ what: 'silenced', by: 'Ana', why: 'known' }, '🔕 Silenced by Ana: known'],
    [{ what: 'unsilenced' }, '🔔 Silenced no more'],
    [{ what: 'resolved', by: 'Ana' }, '🟢 Resolved by Ana after 15 min'],
    [{ what: 'noted', by: 'Pat', why: 'The pool is full' }, '📝 Pat: The pool is full'],
    [{ what: 'paged', to: ['payments-primary'] }, '📟 Paged payments-primary'],
    [{ what: 'escalated', by: 'Ana', to: ['lead'] }, '📣 Escalated to lead by Ana'],
    [
      { what: 'escalated', to: ['lead'] },
      '📣 Escalated to lead: after 15 min nobody has acknowledged it',
    ],
    [
      { what: 'reassigned', by: 'Pat', to: ['Kim'], place: 'PagerDuty' },
      '🔀 Reassigned in PagerDuty to Kim by Pat',
    ],
    [
      { what: 'escalated', to: ['Kim', 'Lee'], place: 'PagerDuty' },
      '📣 Escalated in PagerDuty to Kim, Lee',
    ],
    [{ what: 'escalated', to: [], place: 'PagerDuty' }, '📣 Escalated in PagerDuty'],
    [
      { what: 'escalated', by: 'Ana', to: [], place: 'PagerDuty' },
      '📣 Escalation in PagerDuty asked for by Ana',
    ],
    [
      { what: 'not escalated', place: 'PagerDuty', why: 'it is closed there' },
      '⚠️ Not escalated in PagerDuty: it is closed there',
    ],
  ])('is a line of its own: %j', (what, text) => {
    expect(lineOf([{ ...what, at: NOON, revision: 2 }])?.text).toBe(text);
  });

  test('is said once: not again to who was shown it', () => {
    const lately: readonly Happening[] = [
      { what: 'acknowledged', by: 'Ana', at: ago(2), revision: 2 },
      { what: 'unacknowledged', by: 'Ana', at: ago(0), revision: 3 },
    ];
    expect(lineOf(lately)?.text).toBe('👀 Acknowledged by Ana\n↩️ Unacknowledged by Ana');
    expect(lineOf(lately, { shown: 2 })?.text).toBe('↩️ Unacknowledged by Ana');
    expect(lineOf(lately, { shown: 3 })).toBeUndefined();
  });

  test('has its time where the line comes late, and its end where it has one', () => {
    const line = lineOf([
      { what: 'silenced', by: 'Ana', at: ago(5), revision: 2, until: NOON + 3_600_000 },
    ]);
    expect(line && mrkdwnOf(line)).toEqual([
      'at <!date^1772625300^{time}|2026-03-04 11:55 UTC>, until <!date^1772629200^{time}|2026-03-04 13:00 UTC>',
    ]);
  });

  test('of a note says where there is more, with the host that leads to', () => {
    const link = 'https://shop.slack.com/archives/C0OPS/p1';
    const what = { what: 'noted', by: 'Ana', why: 'opened INC-1', link } as const;
    const line = lineOf([{ ...what, at: NOON, revision: 2 }]);
    expect(line && mrkdwnOf(line)).toEqual([`<${link}|Open (shop.slack.com)>`]);
    const evil = lineOf([{ ...what, link: 'javascript:alert(1)', at: NOON, revision: 2 }]);
    expect(evil && mrkdwnOf(evil)).toEqual([]);
  });

  test('stands before the news, and calls whom its step calls', () => {
    const lately = [{ what: 'escalated', at: NOON, revision: 2, to: ['lead'] }] as const;
    const due = { ...DUE, reason: 'escalated' as const, mention: '<!here>' };
    const line = renderLine(
      sampleView({
        alerts: [
          { fingerprint: 'f', since: 15 },
          { fingerprint: 'g', name: 'new' },
        ],
        delivery: { ...told(['f']), episode: ago(15), shown: 1, due },
        standing: { lately },
      }),
    );
    expect(line?.text).toMatch(/^<!here> 📣 Escalated to lead: after 15 min .*\n🔺 1 more firing/u);
    expect(line?.blocks.at(-1)).toMatchObject({ type: 'context', elements: [{ text: '<!here>' }] });
  });

  test('a call for help is heard also where nobody knows any more whom it went to', () => {
    const due = { ...DUE, reason: 'escalated' as const, mention: '<!here>' };
    const alerts = [{ fingerprint: 'f', since: 15 }];
    const view = sampleView({ alerts, delivery: { ...told(['f']), due } });
    expect(renderLine(view)?.text).toBe(
      '<!here> 📣 Escalated: after 15 min nobody has acknowledged it',
    );
  });

  test('that somebody closed it by hand says that it is over', () => {
    const lately = [{ what: 'resolved', by: 'Ana', at: ago(0), revision: 2 }] as const;
    const alerts = [{ fingerprint: 'f', since: 15, until: 0 }];
    const delivery = { ...told(['f']), episode: ago(15), shown: 1 };
    const view = sampleView({ alerts, delivery, standing: { lately } });
    expect(renderLine(view)?.text).toBe('🟢 Resolved by Ana after 15 min');
    const later = sampleView({ alerts, delivery: { ...delivery, shown: 2 }, standing: { lately } });
    expect(renderLine(later)).toBeUndefined();
  });

  test('what ends by itself after somebody closed what there was is told as that', () => {
    const lately = [{ what: 'resolved', by: 'Ana', at: ago(5), revision: 2 }] as const;
    const alerts = [{ fingerprint: 'f', since: 15, until: 0, annotations: {} }];
    const delivery = { ...told(['f']), episode: ago(15), shown: 2 };
    const view = sampleView({ alerts, delivery, standing: { lately } });
    expect(renderLine(view)?.text).toBe('🟢 Resolved after 15 min');
  });
});
