import { MOST_GROUPS } from '../../../src/runbooks/incidents/groups-changed.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  INCIDENT_ROLES,
  INCIDENT_STATUSES,
  isRunning,
} from '../../../src/engine/ports/incidents.ts';
import { SEVERITIES } from '../../../src/alert/severity.ts';
import { changedIncident } from '../../../src/runbooks/incidents/changed.ts';
import type { IncidentWish } from '../../../src/runbooks/incidents/wish.ts';
import { after, ANA, BOB, HOUR, MINUTE, opened, ORDERS, SETTINGS, T0 } from './worlds.ts';

const NOTE: IncidentWish = { what: 'noted', text: 'x' };
const UPDATE: IncidentWish = { what: 'updated', status: 'identified', text: 'The last release' };
const RESOLVE: IncidentWish = { what: 'resolved', text: 'Rolled back', impact: 'No checkout' };

/** Why it is not done. */
function why(incident: ReturnType<typeof opened>, wish: IncidentWish): string | undefined {
  const next = changedIncident(incident, wish, BOB, SETTINGS, T0 + HOUR);
  return 'why' in next ? next.why : undefined;
}

describe('an incident that is opened', () => {
  test('by hand is known since then, and nobody has it on', () => {
    const incident = opened();
    expect(incident).toMatchObject({ detectedAt: T0, status: 'investigating', roles: {} });
    expect(incident.acknowledgedAt).toBeUndefined();
    expect(incident.updateBy).toBe(T0 + 30 * MINUTE);
  });

  test('of an alert is known since that fires, and who acknowledged it has it on', () => {
    const acknowledged = { by: 'Bob', at: T0 - MINUTE };
    expect(opened({ group: ORDERS })).toMatchObject({ detectedAt: T0 - 5 * MINUTE });
    expect(opened({ group: { ...ORDERS, acknowledged } }).acknowledgedAt).toBe(T0 - MINUTE);
    expect(opened({ group: ORDERS, commander: ANA }).acknowledgedAt).toBe(T0);
    expect(opened({ group: ORDERS, commander: ANA }).entries.map(({ what }) => what)).toEqual([
      'opened',
      'attached',
      'assigned',
    ]);
  });

  test('goes to the channel of the config, else to where it was opened', () => {
    expect(opened().channel).toBe('C0OPS');
  });
});

describe('what people say of it', () => {
  test('a status update is a response, and when the next is due counts from it', () => {
    const incident = after(opened(), [UPDATE]);
    expect(incident).toMatchObject({
      status: 'identified',
      acknowledgedAt: T0 + MINUTE,
      updateBy: T0 + 31 * MINUTE,
      revision: 2,
    });
    expect(incident.entries.at(-1)).toMatchObject({ ...UPDATE, at: T0 + MINUTE, by: 'Ana' });
  });

  test('a note is none', () => {
    expect(after(opened(), [NOTE]).acknowledgedAt).toBeUndefined();
  });

  test('who resolves it says what it was; by then people no longer feel it', () => {
    const incident = after(opened(), [RESOLVE]);
    expect(incident).toMatchObject({
      resolvedAt: T0 + MINUTE,
      mitigatedAt: T0 + MINUTE,
      acknowledgedAt: T0 + MINUTE,
      resolution: { text: 'Rolled back', impact: 'No checkout' },
    });
    expect(incident.updateBy).toBeUndefined();
    expect(after(opened(), [{ what: 'mitigated' }, RESOLVE]).mitigatedAt).toBe(T0 + MINUTE);
  });

  test('what is over takes notes, and can be opened again: then it is not mitigated either', () => {
    const over = after(opened(), [RESOLVE]);
    expect(why(over, UPDATE)).toBe(
      'INC-12 is over: Ana has resolved it. /incident reopen INC-12 opens it again.',
    );
    expect(after(over, [NOTE]).entries.at(-1)).toMatchObject(NOTE);
    const again = after(over, [{ what: 'reopened' }], BOB, T0 + HOUR);
    expect(isRunning(again)).toBe(true);
    expect(again).toMatchObject({ status: 'investigating', updateBy: T0 + 90 * MINUTE });
    expect(again.mitigatedAt).toBeUndefined();
    expect(again.resolution).toBeUndefined();
    expect(why(again, { what: 'reopened' })).toBe('INC-12 is open already.');
  });

  test('with another severity other updates are due, counted from the last', () => {
    const worse = after(opened({ severity: 'warning' }), [{ what: 'severity', to: 'error' }]);
    expect(worse).toMatchObject({ severity: 'error', updateBy: T0 + HOUR });
    const better = after(worse, [{ what: 'severity', to: 'info' }]);
    expect(better.updateBy).toBeUndefined();
    expect(why(better, { what: 'severity', to: 'info' })).toBe('INC-12 is info already.');
  });
});

describe('of two at once', () => {
  test('the first is commander, and the second hears who was first', () => {
    const take = { what: 'assigned', role: 'commander', ifFree: true } as const;
    const incident = after(opened(), [{ ...take, to: ANA }]);
    expect(incident.roles).toEqual({ commander: ANA });
    expect(why(incident, { ...take, to: BOB })).toBe('Ana was first, and is commander of INC-12.');
    expect(why(incident, { ...take, to: ANA })).toBe('Ana is commander of INC-12 already.');
    const other = after(incident, [{ what: 'assigned', role: 'commander', to: BOB }]);
    expect(other.roles.commander).toEqual(BOB);
    expect(after(other, [{ what: 'assigned', role: 'commander' }]).roles).toEqual({});
  });

  test('the second hears that it is mitigated, or resolved, already', () => {
    const mitigated = after(opened(), [{ what: 'mitigated' }]);
    expect(why(mitigated, { what: 'mitigated' })).toContain('Ana has said so already');
    expect(why(after(mitigated, [RESOLVE]), RESOLVE)).toContain('Ana has resolved it');
  });
});

describe('an alert', () => {
  test('that began before makes it known since then, and belongs to it once', () => {
    const incident = after(opened(), [{ what: 'attached', group: ORDERS }]);
    expect(incident).toMatchObject({ detectedAt: ORDERS.since, groups: [ORDERS] });
    expect(why(incident, { what: 'attached', group: ORDERS })).toContain('already');
    const without = after(incident, [{ what: 'detached', group: ORDERS.key }]);
    expect(without.groups).toEqual([]);
    expect(why(without, { what: 'detached', group: ORDERS.key })).toContain('does not belong');
  });

  test('is one of fifty at most: each is looked at while the incident runs', () => {
    const groups = Array.from({ length: MOST_GROUPS }, (_, at) => ({ ...ORDERS, key: `g.${at}` }));
    const full = { ...opened(), groups };
    expect(why(full, { what: 'attached', group: ORDERS })).toContain('takes no more');
  });

  test('that somebody had acknowledged before brings the response forward', () => {
    const group = { ...ORDERS, acknowledged: { by: 'Bob', at: T0 - MINUTE } };
    const late = after(opened(), [UPDATE, { what: 'attached', group }]);
    expect(late.acknowledgedAt).toBe(T0 - MINUTE);
  });
});

test('whatever people wish, what was said stays said, and times are in order', () => {
  const text = fc.constant('x');
  const wish: fc.Arbitrary<IncidentWish> = fc.oneof(
    fc.record({
      what: fc.constant('updated' as const),
      status: fc.constantFrom(...INCIDENT_STATUSES),
      text,
    }),
    fc.constantFrom<IncidentWish>(NOTE, RESOLVE, { what: 'mitigated' }, { what: 'reopened' }),
    fc.record({ what: fc.constant('severity' as const), to: fc.constantFrom(...SEVERITIES) }),
    fc.record({
      what: fc.constant('assigned' as const),
      role: fc.constantFrom(...INCIDENT_ROLES),
      to: fc.constantFrom(ANA, BOB),
    }),
    fc.constantFrom<IncidentWish>(
      { what: 'attached', group: ORDERS },
      { what: 'detached', group: ORDERS.key },
    ),
  );
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 30 }), (wishes) => {
      let incident = opened();
      for (const [index, one] of wishes.entries()) {
        const next = changedIncident(incident, one, BOB, SETTINGS, T0 + (index + 1) * MINUTE);
        if ('why' in next) continue;
        expect(next.revision).toBe(incident.revision + 1);
        expect(next.entries.slice(0, -1)).toEqual(incident.entries);
        incident = next;
      }
      const { resolvedAt, mitigatedAt = 0, updateBy, resolution } = incident;
      expect(resolvedAt === undefined).toBe(resolution === undefined);
      expect(mitigatedAt).toBeLessThanOrEqual(resolvedAt ?? mitigatedAt);
      expect(updateBy === undefined || resolvedAt === undefined).toBe(true);
    }),
  );
});

test('an incident takes so many entries, and can be resolved all the same', () => {
  let incident = opened();
  for (let index = 1; index < 1_000; index += 1) incident = after(incident, [NOTE]);
  expect(why(incident, NOTE)).toContain('1000 entries');
  expect(isRunning(after(incident, [RESOLVE]))).toBe(false);
});
