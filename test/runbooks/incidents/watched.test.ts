import { describe, expect, test } from 'vitest';
import type { Incident, IncidentGroup } from '../../../src/engine/ports/incidents.ts';
import { changedIncident } from '../../../src/runbooks/incidents/changed.ts';
import { isQuiet, withGroupsSeen } from '../../../src/runbooks/incidents/groups-seen.ts';
import { reminded } from '../../../src/runbooks/incidents/reminders.ts';
import { responseOf } from '../../../src/runbooks/incidents/response.ts';
import { after, ANA, BOB, HOUR, MINUTE, opened, ORDERS, SETTINGS, T0 } from './worlds.ts';

const seen = (found: IncidentGroup | undefined) => new Map([[ORDERS.key, found]]);

/** The minutes after which it reminds, looked at each minute. */
function reminders(incident: Incident, minutes: number, settings = SETTINGS): readonly string[] {
  const found: string[] = [];
  let now = incident;
  for (let minute = 0; minute <= minutes; minute += 1) {
    const next = reminded(now, settings, T0 + minute * MINUTE);
    if (next === undefined) continue;
    const last = next.entries.at(-1);
    found.push(`${minute} ${last?.what === 'reminded' ? last.of : ''}`);
    now = next;
  }
  return found;
}

describe('the response', () => {
  test.each([
    ['nobody, in time', {}, 10, { isLate: false }],
    ['nobody, too late', {}, 16, { isLate: true }],
    [
      'somebody, in time',
      { acknowledgedAt: T0 + 4 * MINUTE },
      60,
      { took: 4 * MINUTE, isLate: false },
    ],
    ['somebody, too late', { acknowledgedAt: T0 + 16 * MINUTE }, 60, { isLate: true }],
    ['somebody before it began', { acknowledgedAt: T0 - MINUTE }, 1, { took: 0, isLate: false }],
    ['nobody ever', { resolvedAt: T0 + 10 * MINUTE }, 60, { isLate: false }],
  ])('of %s', (_, own, minute, expected) => {
    const response = responseOf({ ...opened(), ...own }, SETTINGS, T0 + minute * MINUTE);
    expect(response).toMatchObject({
      target: 15 * MINUTE,
      due: T0 + 15 * MINUTE,
      ...expected,
    });
  });
});

describe('people are reminded', () => {
  test('when a status update is due, once, and each time twice as long after', () => {
    const incident = opened({ commander: ANA });
    expect(reminders(incident, 4 * 60)).toEqual([
      '30 update',
      '60 update',
      '120 update',
      '240 update',
    ]);
  });

  test('anew after each update', () => {
    const updated = after(
      opened({ commander: ANA }),
      [{ what: 'updated', status: 'monitoring', text: 'x' }],
      ANA,
      T0 + 40 * MINUTE,
    );
    expect(reminders(updated, 100)).toEqual(['70 update', '100 update']);
  });

  test('once when nobody is commander for a third of the response time, and when they leave', () => {
    expect(reminders(opened(), 29)).toEqual(['5 commander']);
    expect(reminders(opened({ severity: 'warning' }), 24 * 60)).toEqual(['40 commander']);
    const left = after(
      opened({ commander: ANA, severity: 'warning' }),
      [{ what: 'assigned', role: 'commander' }],
      ANA,
      T0 + HOUR,
    );
    expect(reminders(left, 24 * 60)).toEqual(['100 commander']);
  });

  test('of no update once the config asks for none any more, and an update leaves none due', () => {
    const incident = opened({ commander: ANA });
    const settings = { ...SETTINGS, updateEvery: {} };
    expect(reminders(incident, 4 * 60, settings)).toEqual([]);
    const wish = { what: 'updated', status: 'monitoring', text: 'x' } as const;
    expect(changedIncident(incident, wish, ANA, settings, T0 + MINUTE)).not.toHaveProperty(
      'updateBy',
    );
  });

  test('of nothing once it is over', () => {
    const over = after(opened(), [{ what: 'resolved', text: 'x' }]);
    expect(reminders(over, 24 * 60)).toEqual([]);
  });
});

describe('the alerts of an incident', () => {
  const incident = opened({ group: ORDERS });
  const acknowledged = { by: 'Bob', at: T0 + 4 * MINUTE };

  test('change nothing while they are as they were', () => {
    expect(withGroupsSeen(incident, seen({ ...ORDERS, title: 'another' }), T0)).toBeUndefined();
    expect(withGroupsSeen(opened(), new Map(), T0)).toBeUndefined();
  });

  test('acknowledged by the first are the response, in the name of who did', () => {
    const found = { ...ORDERS, state: 'acknowledged', acknowledged } as const;
    const next = withGroupsSeen(incident, seen(found), T0 + 5 * MINUTE);
    expect(next).toMatchObject({
      acknowledgedAt: T0 + 4 * MINUTE,
      revision: incident.revision + 1,
      groups: [{ state: 'acknowledged', acknowledged }],
    });
    expect(next?.entries.at(-1)).toMatchObject({ what: 'responded', by: 'Bob' });
    const taken = after(incident, [{ what: 'assigned', role: 'scribe', to: BOB }]);
    const later = withGroupsSeen(taken, seen(found), T0 + 5 * MINUTE);
    expect(later?.acknowledgedAt).toBe(T0 + MINUTE);
    expect(later?.entries).toEqual(taken.entries);
  });

  test('that are over, or gone, make it quiet, and do not resolve it', () => {
    const ended = { ...ORDERS, state: 'resolved', resolvedAt: T0 + 2 * MINUTE } as const;
    const next = withGroupsSeen(incident, seen(ended), T0 + 3 * MINUTE);
    expect(next?.groups).toEqual([ended]);
    expect(next?.entries.at(-1)).toMatchObject({ what: 'quiet', at: T0 + 3 * MINUTE });
    expect(next?.revision).toBe(incident.revision + 1);
    expect(next?.resolvedAt).toBeUndefined();
    const gone = withGroupsSeen(incident, seen(undefined), T0 + 3 * MINUTE);
    expect(gone?.groups).toEqual([{ ...ORDERS, state: 'resolved', resolvedAt: T0 + 3 * MINUTE }]);
    if (next === undefined) throw new Error('there is none');
    expect(withGroupsSeen(next, seen(undefined), T0 + HOUR)).toBeUndefined();
    const again = withGroupsSeen(next, seen(ORDERS), T0 + HOUR);
    expect(again?.groups).toEqual([ORDERS]);
    expect(isQuiet(again?.groups ?? [])).toBe(false);
  });

  test('that come and go are said to be over once, until somebody does something', () => {
    const ended = { ...ORDERS, state: 'resolved', resolvedAt: T0 } as const;
    let now = incident;
    for (let minute = 1; minute <= 100; minute += 1) {
      const found = seen(minute % 2 === 0 ? ORDERS : ended);
      now = withGroupsSeen(now, found, T0 + minute * MINUTE) ?? now;
      if (minute === 50) now = after(now, [{ what: 'noted', text: 'it flaps' }]);
    }
    expect(now.entries.map(({ what }) => what)).toEqual([
      'opened',
      'attached',
      'quiet',
      'noted',
      'quiet',
    ]);
  });

  test('acknowledged and over between two looks count as both', () => {
    const found = { ...ORDERS, state: 'resolved', acknowledged, resolvedAt: T0 + HOUR } as const;
    const next = withGroupsSeen(incident, seen(found), T0 + HOUR);
    expect(next?.entries.slice(-2).map(({ what }) => what)).toEqual(['responded', 'quiet']);
    expect(next?.revision).toBe(incident.revision + 1);
  });
});
