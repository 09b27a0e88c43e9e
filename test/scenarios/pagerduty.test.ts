import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Act } from '../../demo/pagerduty-incidents.ts';
import { policyOf, route } from '../rules/make.ts';
import { runs } from '../support/runs.ts';
import { BothSides } from './both-sides.ts';

const HOUR = 3_600;

/** An alert fires, and PagerDuty was told. */
async function paged(options: ConstructorParameters<typeof BothSides>[0] = {}) {
  const sides = new BothSides(options);
  await sides.line.fires(1, 'a');
  await sides.line.until(2);
  expect(sides.asked).toEqual(['trigger']);
  return sides;
}

describe('what is done here', () => {
  test('is done there: acknowledged, given back, resolved', async () => {
    const sides = await paged();
    await sides.line.acknowledges(5, 'Ana');
    expect(sides.incident?.status).toBe('acknowledged');
    await sides.line.unacknowledges(6, 'Ana');
    expect(sides.incident?.status).toBe('triggered');
    await sides.line.resolves(7, 'Ana');
    await sides.line.until(HOUR);
    expect(sides.incident?.status).toBe('resolved');
    expect(sides.line.left).toEqual([]);
  });

  test('is written down there with the name of who did it', async () => {
    const sides = await paged();
    await sides.line.acknowledges(5, 'Ana');
    await sides.line.unacknowledges(6, 'Ben');
    await sides.line.resolves(7, 'Cleo');
    const notes = sides.incident?.timeline.filter(({ action }) => action === 'note');
    expect(notes?.map(({ summary }) => summary)).toEqual([
      'Acknowledged by Ana (Tocsin)',
      'Given back by Ben (Tocsin)',
      'Resolved by Cleo (Tocsin)',
    ]);
  });

  test('is escalated there, to the next level, and it is said who that is', async () => {
    const sides = await paged();
    await sides.line.escalates(5, 'Ana');
    await sides.line.until(6);
    expect(sides.incident?.assignees).toEqual(['Kim']);
    expect(sides.asked).toEqual(['trigger', 'GET incidents', 'GET oncalls', 'PUT incidents']);
    expect(sides.lately.slice(1)).toMatchObject([
      { what: 'escalated', by: 'Ana', to: [], place: 'PagerDuty' },
      { what: 'escalated', to: ['Kim'], place: 'PagerDuty' },
    ]);
    const deeds = sides.line.state.deeds.map(({ actor, action, details }) => [
      actor,
      action,
      details?.['to'],
    ]);
    expect(deeds).toEqual([['Ana', 'escalated', 'PagerDuty']]);
    await sides.line.escalates(60, 'Ana');
    await sides.line.until(120);
    expect(sides.lately.at(-1)).toMatchObject({
      what: 'not escalated',
      why: 'it is at the last level of its escalation policy',
    });
    expect(sides.incident?.assignees).toEqual(['Kim']);
  });

  test('is escalated there although somebody has it on here: who is called is to be heard', async () => {
    const sides = await paged();
    await sides.line.acknowledges(5, 'Ana');
    await sides.line.escalates(10, 'Ben');
    await sides.line.until(60);
    expect([sides.incident?.status, sides.line.owners]).toEqual(['triggered', ['Ana']]);
    await sides.there(70, 'acknowledge', 'Kim');
    await sides.line.until(300);
    expect([sides.incident?.status, sides.line.owners]).toEqual(['acknowledged', ['Ana']]);
    expect(sides.incident?.assignees).toEqual(['Kim']);
  });

  test('is escalated there once, though the bot dies before it hears so: who took it on keeps it', async () => {
    const heardLate = () => (sides.asked.at(-1) === 'PUT incidents' ? 5_000 : 0);
    const sides: BothSides = new BothSides({ pace: () => heardLate() });
    await sides.line.fires(1, 'a');
    await sides.line.escalates(5, 'Ana');
    await sides.line.dies(6, 'a');
    await sides.there(8, 'acknowledge', 'Kim');
    await sides.line.until(120);
    expect(sides.asked.filter((what) => what === 'PUT incidents')).toHaveLength(1);
    expect([sides.incident?.status, sides.line.owners]).toEqual(['acknowledged', ['Kim']]);
    expect(sides.lately.findLast(({ what }) => what === 'escalated')?.to).toEqual(['Kim']);
  });

  test.each([
    ['while it is escalated', false],
    ['while nobody knows whether it was, for the bot died', true],
  ])('is escalated there by one level, though something new fires %s', async (_, dies) => {
    const heardLate = () => (sides.asked.at(-1) === 'PUT incidents' ? 30_000 : 0);
    const sides: BothSides = new BothSides({ pace: () => heardLate() });
    await sides.line.fires(1, 'a');
    await sides.line.escalates(5, 'Ana');
    if (dies) await sides.line.dies(6, 'a');
    await sides.line.fires(7, 'b');
    await sides.line.until(HOUR / 2);
    expect(sides.asked.filter((what) => what === 'PUT incidents')).toHaveLength(1);
    expect(sides.lately.map(({ what }) => what)).toEqual(['paged', 'escalated', 'escalated']);
    expect(sides.incident?.assignees).toEqual(['Kim']);
    expect(sides.asked.filter((what) => what === 'trigger')).toHaveLength(2);
  });

  test('is not escalated there without the REST API, and why is known', async () => {
    const sides = await paged({ hasRest: false });
    await sides.line.escalates(5, 'Ana');
    expect(sides.line.ignored.at(-1)).toMatch(
      /^its route has no escalation, and PagerDuty can not be told .* no pagerduty.api_token/u,
    );
    expect(sides.lately.map(({ what }) => what)).toEqual(['paged']);
  });

  test('is not escalated there, nor said to be, once its route leads elsewhere', async () => {
    const sides = await paged();
    const elsewhere = route({ receiver: 'other', groupWait: 0, groupInterval: 10_000 });
    const hook = { 'pagerduty/1': { kind: 'pagerduty', callsNext: true } } as const;
    await sides.line.reconfigure(5, policyOf(elsewhere, { hook, other: { mail: {} } }));
    await sides.line.until(60);
    await sides.line.escalates(60, 'Ana');
    await sides.line.until(120);
    expect(sides.asked).toEqual(['trigger']);
    expect(sides.lately.map(({ what }) => what)).toEqual(['paged']);
  });

  const notesIn = ({ incident }: BothSides) =>
    incident?.timeline.flatMap(({ action, summary }) => (action === 'note' ? [summary] : []));

  test('is written down there when it is silenced and when that is over, once each', async () => {
    const sides = await paged();
    const [group = ''] = sides.line.state.groups.keys();
    await sides.line.silences(60, 'a', { group, until: 600 });
    await sides.line.until(300);
    const begun = 'Silenced by alice until 1970-01-01 00:10 UTC: deploying (Tocsin)';
    expect(notesIn(sides)).toEqual([begun]);
    await sides.line.acknowledges(400, 'Ana');
    await sides.line.until(900);
    const notes = [
      begun,
      'Acknowledged by Ana (Tocsin)',
      'Silenced no more, and it still fires (Tocsin)',
    ];
    expect(notesIn(sides)).toEqual(notes);
    await sides.line.ends(1_000, 'a');
    await sides.line.until(HOUR);
    expect(notesIn(sides)).toEqual(notes);
    expect(sides.line.left).toEqual([]);
  });

  test('is written down there when a silence ends early; of one that it outlasts only that it began', async () => {
    const sides = await paged();
    const [group = ''] = sides.line.state.groups.keys();
    await sides.line.silences(60, 'a', { id: 'first', group, until: 3_000 });
    await sides.line.expires(120, 'first');
    await sides.line.until(180);
    await sides.line.silences(200, 'a', { id: 'second', group, until: 3_000 });
    await sides.line.ends(300, 'a');
    await sides.line.until(2 * HOUR);
    expect(notesIn(sides)?.map((note) => note?.slice(0, 13))).toEqual([
      'Silenced by a',
      'Silenced no m',
      'Silenced by a',
    ]);
    expect(sides.line.left).toEqual([]);
  });

  test('is not given back there without the REST API, and nothing waits for it', async () => {
    const sides = await paged({ hasRest: false });
    await sides.line.acknowledges(5, 'Ana');
    await sides.line.unacknowledges(6, 'Ana');
    await sides.line.until(HOUR / 2);
    expect(sides.incident?.status).toBe('acknowledged');
    await sides.line.ends(HOUR / 2 + 1, 'a');
    await sides.line.until(HOUR);
    expect(sides.asked).toEqual(['trigger', 'acknowledge', 'resolve']);
    expect(sides.line.left).toEqual([]);
  });

  test('is told once PagerDuty has the page, not before', async () => {
    let isSlow = true;
    const sides = new BothSides({ pace: () => (isSlow ? 4_000 : 0) });
    await sides.line.fires(1, 'a');
    await sides.line.acknowledges(3, 'Ana');
    expect(sides.asked).toEqual([]);
    await sides.line.until(20);
    isSlow = false;
    await sides.line.until(60);
    expect(sides.asked.slice(0, 2)).toEqual(['trigger', 'acknowledge']);
    expect(sides.incident?.status).toBe('acknowledged');
  });

  test('is undone there, too, when it gets worse: people are called again', async () => {
    const sides = await paged();
    await sides.line.acknowledges(5, 'Ana');
    await sides.line.fires(6, 'b', { severity: 'critical' });
    await sides.line.until(30);
    expect(sides.incident?.status).toBe('triggered');
  });
});

describe('what is done there', () => {
  test('is done here, in the name of who did it, and not told there again', async () => {
    const sides = await paged();
    await sides.there(5, 'acknowledge', 'Pat');
    expect(sides.line.owners).toEqual(['Pat']);
    await sides.there(6, 'unacknowledge', 'Pat');
    expect(sides.line.owners).toEqual([undefined]);
    await sides.there(7, 'acknowledge', 'Kim');
    await sides.there(8, 'resolve', 'Kim');
    await sides.line.until(HOUR);
    expect(sides.asked).toEqual(['trigger']);
    expect(sides.line.left).toEqual([]);
    const deeds = sides.line.state.deeds.map(({ actor, action }) => `${actor} ${action}`);
    expect(deeds).toEqual([
      'pagerduty:Pat acknowledged',
      'pagerduty:Pat unacknowledged',
      'pagerduty:Kim acknowledged',
      'pagerduty:Kim resolved',
    ]);
  });

  test('is written down here: a note stands with the group, and in the trail', async () => {
    const sides = await paged();
    await sides.there(5, 'note', 'Pat');
    const [group] = [...sides.line.state.groups.values()].map(({ value }) => value);
    expect(group?.lately?.at(-1)).toMatchObject({ what: 'noted', by: 'Pat', why: 'The pool' });
    expect(sides.line.state.deeds.at(-1)).toMatchObject({
      actor: 'pagerduty:Pat',
      action: 'noted',
      details: { text: 'The pool' },
    });
    expect(sides.asked).toEqual(['trigger']);
  });

  test('counts for others as well: who assigns it anew takes it from whom had it', async () => {
    const sides = await paged();
    await sides.line.acknowledges(5, 'Ana');
    await sides.there(6, 'reassign', 'Pat', 'Kim');
    expect(sides.line.owners).toEqual([undefined]);
    expect(sides.incident?.status).toBe('triggered');
    expect(sides.lately.slice(-2)).toMatchObject([
      { what: 'unacknowledged', by: 'Pat' },
      { what: 'reassigned', by: 'Pat', to: ['Kim'], place: 'PagerDuty' },
    ]);
    expect(sides.line.state.deeds.at(-1)).toMatchObject({
      actor: 'pagerduty:Pat',
      action: 'reassigned',
      details: { to: 'Kim', place: 'PagerDuty' },
    });
  });

  test('is said here, also of what nobody has on: to whom it is escalated', async () => {
    const sides = await paged();
    await sides.there(6, 'escalate', 'Pat', 'Kim');
    await sides.line.until(60);
    expect(sides.lately.at(-1)).toMatchObject({ what: 'escalated', by: 'Pat', to: ['Kim'] });
    expect(sides.line.state.deeds.at(-1)).toMatchObject({ action: 'escalated' });
    expect(sides.asked).toEqual(['trigger']);
  });

  test('and comes late undoes nothing, and is not said', async () => {
    let takes = 0;
    const sides = new BothSides({ pace: () => takes });
    await sides.line.fires(1, 'a');
    takes = 10_000;
    await sides.there(5, 'reassign', 'Pat', 'Kim');
    takes = 0;
    await sides.line.acknowledges(7, 'Ana');
    await sides.line.until(60);
    expect(sides.line.owners).toEqual(['Ana']);
    expect(sides.lately.map(({ what }) => what)).not.toContain('reassigned');
  });

  test('of which the bot itself was the cause is no news', async () => {
    const sides = await paged();
    await sides.line.acknowledges(5, 'Ana');
    await sides.line.unacknowledges(6, 'Ana');
    await sides.line.until(60);
    expect(sides.incident?.timeline.map(({ action }) => action)).toContain('reassign');
    expect(sides.lately.map(({ what }) => what)).toEqual([
      'paged',
      'acknowledged',
      'unacknowledged',
    ]);
  });

  test('closes nothing that began afterwards', async () => {
    let webhooksTake = 0;
    const sides = new BothSides({ pace: () => webhooksTake });
    await sides.line.fires(1, 'a');
    webhooksTake = 20_000;
    await sides.there(5, 'resolve', 'Pat');
    webhooksTake = 0;
    await sides.line.fires(10, 'b');
    await sides.line.until(60);
    const firing = sides.line.state.alerts;
    expect(firing.get('a')?.value?.endsAt).toBeDefined();
    expect(firing.get('b')?.value?.endsAt).toBeUndefined();
    expect(sides.incident?.status).toBe('triggered');
  });

  test.each([
    ['is heard of at once', 0],
    ['is heard of later', 20_000],
  ])(
    'and %s, before a page came there: that has an incident of its own, and it is closed with the group',
    async (_, webhooksTake) => {
      const isPaging = () => sides.line.seconds === 11;
      const isActing = () => sides.line.seconds === 12;
      const sides: BothSides = new BothSides({
        pace: () => (isPaging() ? 2_000 : isActing() ? webhooksTake : 0),
      });
      await sides.line.fires(1, 'a');
      await sides.line.fires(5, 'b');
      await sides.there(12, 'resolve', 'Pat');
      await sides.line.until(HOUR);
      expect(sides.book.incidents().map(({ status }) => status)).toEqual(['resolved', 'resolved']);
      expect(sides.asked.slice(0, 3)).toEqual(['trigger', 'trigger', 'resolve']);
      expect(sides.line.left).toEqual([]);
    },
  );

  test('closes what is there: of what began afterwards PagerDuty is told who has it on', async () => {
    const isActing = () => sides.line.seconds === 5;
    const sides: BothSides = new BothSides({ pace: () => (isActing() ? 2_000 : 0) });
    await sides.line.fires(1, 'a');
    await sides.line.acknowledges(3, 'Ana');
    await sides.there(5, 'resolve', 'Pat');
    await sides.line.fires(6, 'b');
    await sides.line.until(60);
    expect(sides.line.owners).toEqual(['Ana']);
    expect(sides.book.incidents().map(({ status }) => status)).toEqual([
      'acknowledged',
      'resolved',
    ]);
  });

  test.each([
    ['is heard of at once', 0],
    ['is heard of later', 4_000],
  ])(
    'while the page is not known to have arrived, and %s: the next page has an incident that whoever has it on has, too',
    async (_, webhooksTake) => {
      const isPaging = () => sides.line.seconds === 1;
      const isActing = () => sides.line.seconds === 2;
      const isAnswered = () => isPaging() && sides.asked.length > 0;
      const sides: BothSides = new BothSides({
        pace: () => (isAnswered() ? 3_000 : isActing() ? webhooksTake : 0),
      });
      await sides.line.fires(1, 'a');
      await sides.there(2, 'resolve', 'Pat');
      await sides.line.fires(2.5, 'b');
      await sides.line.acknowledges(5, 'Ana');
      await sides.line.until(120);
      expect(sides.book.incidents().map(({ status }) => status)).toEqual([
        'acknowledged',
        'resolved',
      ]);
    },
  );

  test('is late when somebody here said otherwise since: PagerDuty is told so', async () => {
    let takes = 0;
    const sides = new BothSides({ pace: () => takes });
    await sides.line.fires(1, 'a');
    await sides.line.acknowledges(3, 'Ana');
    takes = 10_000;
    await sides.there(5, 'unacknowledge', 'Pat');
    takes = 0;
    await sides.line.unacknowledges(7, 'Ana');
    await sides.line.acknowledges(8, 'Ben');
    await sides.line.until(60);
    expect(sides.line.owners).toEqual(['Ben']);
    expect(sides.incident?.status).toBe('acknowledged');
  });
});

type What =
  | 'ack'
  | 'unack'
  | 'escalate'
  | 'resolve'
  | 'fires'
  | 'another fires'
  | 'ends'
  | 'crash'
  | `there ${Act['action']}`;

async function happens(sides: BothSides, at: number, what: What): Promise<void> {
  const { line } = sides;
  switch (what) {
    case 'ack':
      await line.acknowledges(at, 'Ana');
      return;
    case 'unack':
      await line.unacknowledges(at, 'Ana');
      return;
    case 'escalate':
      await line.escalates(at, 'Ana');
      return;
    case 'resolve':
      await line.resolves(at, 'Ana');
      return;
    case 'fires':
      await line.fires(at, 'a');
      return;
    case 'another fires':
      await line.fires(at, `b${at}`);
      return;
    case 'ends':
      await line.ends(at, 'a');
      return;
    case 'crash':
      await line.dies(at, 'a');
      return;
    case 'there acknowledge':
    case 'there unacknowledge':
    case 'there reassign':
    case 'there escalate':
    case 'there resolve':
    case 'there note':
      await sides.there(at, ACTS[what], 'Pat');
  }
}

const ACTS = {
  'there acknowledge': 'acknowledge',
  'there unacknowledge': 'unacknowledge',
  'there reassign': 'reassign',
  'there escalate': 'escalate',
  'there resolve': 'resolve',
  'there note': 'note',
} as const;

const HERE: readonly What[] = [
  'ack',
  'ack',
  'unack',
  'unack',
  'escalate',
  'resolve',
  'fires',
  'another fires',
  'ends',
  'crash',
];
const WHATS: readonly What[] = [
  ...HERE,
  'there acknowledge',
  'there acknowledge',
  'there unacknowledge',
  'there reassign',
  'there escalate',
  'there resolve',
  'there note',
];

describe('two sides', () => {
  const step = fc.record({
    gap: fc.integer({ min: 1, max: 8_000 }),
    what: fc.constantFrom(...WHATS),
  });

  test('that answer each other come to rest, and agree', async () => {
    const stories = fc.tuple(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3_000 }))),
    );
    await fc.assert(
      fc.asyncProperty(stories, async ([steps, paces]) => {
        const sides = new BothSides({ pace: () => paces.next().value ?? 0 });
        const { line } = sides;
        await line.fires(1, 'a');
        let now = 1_500;
        for (const { gap, what } of steps) {
          now += gap;
          await happens(sides, now / 1000, what);
        }
        await line.until(now / 1000 + 120);
        const asked = sides.asked.length;
        await line.until(now / 1000 + 900);
        expect(line.errors).toEqual([]);
        expect(sides.asked.length).toBe(asked);
        // A call, or a look and a call and a note, for each thing that was done, and as much again for races.
        expect(asked).toBeLessThanOrEqual(8 * (steps.length + 1));
        expect(sides.incident?.status).toBe(wantedOf(sides));
      }),
      { numRuns: runs(500) },
    );
  }, 120_000);
});

/**
 * How the incident should be: as the group is, unless a person closed it while the group goes on. Who is
 * paged, or called by hand, after somebody took it on is called all the same, and may acknowledge it there.
 */
function wantedOf({ line, incident }: BothSides): string | undefined {
  const [group] = [...line.state.groups.values()].map(({ value }) => value);
  if (group === undefined || incident?.status === 'resolved') return 'resolved';
  const [delivery] = Object.values(group.deliveries);
  const { acknowledged } = group;
  if (acknowledged === undefined) return 'triggered';
  const { episode = 0, calledAt = 0 } = delivery ?? {};
  if (acknowledged.at >= Math.max(episode, calledAt)) return 'acknowledged';
  return incident?.status === 'acknowledged' ? 'acknowledged' : 'triggered';
}
