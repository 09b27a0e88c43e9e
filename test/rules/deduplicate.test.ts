import { expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import type { Severity } from '../../src/alert/severity.ts';
import type { Signal } from '../../src/alert/signal.ts';
import { observe } from '../../src/rules/deduplicate.ts';
import { signal } from './make.ts';

const RESOLVE_TIMEOUT = 300_000;

/** Observations of one alert, one after the other; each comes at its `changedAt` unless told. */
function history(
  ...signals: readonly (Partial<Signal> & { readonly at?: number; readonly says?: Severity })[]
): { readonly changes: readonly string[]; readonly alert: Alert } {
  let alert: Alert | undefined;
  const changes = signals.map(({ at, says = 'warning', ...rest }) => {
    const one = signal('a', rest);
    const classified = { severity: says, labels: { ...one.labels, severity: says } };
    const now = at ?? one.changedAt ?? 0;
    const times = { receivedAt: now, now, resolveTimeout: RESOLVE_TIMEOUT };
    const seen = observe(alert, one, classified, times);
    if ('alert' in seen) alert = seen.alert;
    return seen.change;
  });
  if (alert === undefined) throw new Error('nothing was observed');
  return { changes, alert };
}

const fires = (changedAt: number) =>
  ({ status: 'firing', startsAt: changedAt, changedAt }) as const;
const ends = (changedAt: number) => ({ status: 'resolved', changedAt }) as const;

test('an alert fires, goes on, and is over', () => {
  const { changes, alert } = history(fires(10), { ...fires(20), startsAt: 10 }, ends(30));
  expect(changes).toEqual(['fired', 'repeated', 'resolved']);
  expect(alert).toMatchObject({ startsAt: 10, endsAt: 30, occurrences: 2 });
});

test('of a source that does not say when, it counts when the news came', () => {
  const { changedAt: _, ...end } = signal('a', { status: 'resolved' });
  const times = { receivedAt: 20, now: 25, resolveTimeout: RESOLVE_TIMEOUT };
  const { alert } = history(fires(10));
  const seen = observe(alert, end, { severity: 'warning', labels: end.labels }, times);
  expect(seen).toMatchObject({ change: 'resolved', alert: { endsAt: 20, changedAt: 20 } });
  const older = { ...times, receivedAt: 9 };
  expect(observe(alert, end, { severity: 'warning', labels: {} }, older).change).toBe('late');
});

test('a change that claims to be still to come makes no true news late', () => {
  expect(history({ ...ends(9_999), at: 10 }, { ...fires(20), at: 21 }).changes).toEqual([
    'repeated',
    'fired',
  ]);
  expect(history({ ...fires(9_999), at: 10 }, { ...ends(20), at: 21 }).changes).toEqual([
    'fired',
    'resolved',
  ]);
});

test('news that is older than the newest is late, in both directions', () => {
  expect(history(fires(20), { ...ends(10), at: 30 }).changes).toEqual(['fired', 'late']);
  expect(history(fires(10), ends(20), { ...fires(15), at: 30 }).changes).toEqual([
    'fired',
    'resolved',
    'late',
  ]);
});

test('of two observations of the same time the one that comes last is the truth', () => {
  expect(history(fires(10), ends(10)).changes).toEqual(['fired', 'resolved']);
  expect(history(fires(10), fires(10)).changes).toEqual(['fired', 'repeated']);
});

test('no data changes nothing', () => {
  const { changes, alert } = history(fires(10), { status: 'nodata', changedAt: 20 });
  expect(changes).toEqual(['fired', 'nodata']);
  expect(alert).not.toHaveProperty('endsAt');
  expect(alert.changedAt).toBe(10);
});

test('another severity is a change; the words and figures are always the newest', () => {
  const { changes, alert } = history(
    { ...fires(10), says: 'warning', value: 1, annotations: { summary: 'slow' } },
    { ...fires(20), says: 'critical', value: 2, annotations: { summary: 'slower' } },
  );
  expect(changes).toEqual(['fired', 'escalated']);
  expect(alert).toMatchObject({
    severity: 'critical',
    value: 2,
    annotations: { summary: 'slower' },
    startsAt: 10,
  });
});

test('an end brings no severity or labels of its own', () => {
  const { alert } = history({ ...fires(10), says: 'critical' }, { ...ends(20), says: 'info' });
  expect(alert).toMatchObject({ severity: 'critical', labels: { severity: 'critical' } });
});

test('what fires again after it was over is a new occurrence', () => {
  const { changes, alert } = history(fires(10), fires(12), ends(20), fires(30));
  expect(changes).toEqual(['fired', 'repeated', 'resolved', 'fired']);
  expect(alert).toMatchObject({ startsAt: 30, occurrences: 1 });
  expect(alert).not.toHaveProperty('endsAt');
});

test('what fires again, and began before it was over, began when that did', () => {
  const { changes, alert } = history(fires(10), ends(20), { ...fires(30), startsAt: 19 });
  expect(changes).toEqual(['fired', 'resolved', 'fired']);
  expect(alert.startsAt).toBe(10);
  expect(history(fires(10), ends(20), { ...fires(30), startsAt: 20 }).alert.startsAt).toBe(20);
  expect(history(fires(10), ends(20), { ...fires(30), startsAt: 5 }).alert.startsAt).toBe(5);
});

test('an end of what nobody knew, or of what is over, is no news', () => {
  expect(history(ends(10)).changes).toEqual(['repeated']);
  expect(history(fires(10), ends(20), ends(30)).changes.at(-1)).toBe('repeated');
});

test('an end is never in the future, whatever its source says', () => {
  const { changes, alert } = history(fires(10), { ...ends(20), endsAt: 999_999, at: 25 });
  expect(changes.at(-1)).toBe('resolved');
  expect(alert.endsAt).toBe(25);
});

test('one that is re-sent while it fires is over some time after the last word of it', () => {
  const { changes, alert } = history(
    { ...fires(0), resends: true },
    { ...fires(0), resends: true, at: 100_000 },
  );
  expect(changes).toEqual(['fired', 'repeated']);
  expect(alert.endsAt).toBe(100_000 + RESOLVE_TIMEOUT);
});

test('one that was over for lack of news and is heard of again fires again', () => {
  const { changes, alert } = history(
    { ...fires(0), resends: true },
    { ...fires(0), resends: true, at: RESOLVE_TIMEOUT },
  );
  expect(changes).toEqual(['fired', 'fired']);
  expect(alert).toMatchObject({ startsAt: 0, endsAt: 2 * RESOLVE_TIMEOUT, occurrences: 1 });
});

test('one that notifies once a transition fires until it is said to be over', () => {
  expect(history(fires(0)).alert).not.toHaveProperty('endsAt');
});

test('an end that was said stays until a later end is said', () => {
  const at = 10;
  const { alert: kept } = history(
    { ...fires(0), endsAt: 60_000 },
    { ...fires(0), resends: true, at },
    { ...fires(0), endsAt: 30_000, at },
  );
  expect(kept.endsAt).toBe(60_000);
  const { alert: later } = history(
    { ...fires(0), endsAt: 60_000 },
    { ...fires(0), endsAt: 90_000 },
  );
  expect(later.endsAt).toBe(90_000);
});

test('an end that was only presumed gives way to one that is said', () => {
  const { alert } = history({ ...fires(0), resends: true }, { ...fires(0), endsAt: 60_000, at: 1 });
  expect(alert.endsAt).toBe(60_000);
});

test('firing with an end that is past is an end', () => {
  const { changes, alert } = history(fires(0), { ...fires(10), endsAt: 20, at: 30 });
  expect(changes).toEqual(['fired', 'resolved']);
  expect(alert.endsAt).toBe(20);
});
