import { expect, test } from 'vitest';
import { watchAlerts } from '../../src/announcements/watch-alerts.ts';
import type { WatchFailure, WatchState } from '../../src/engine/ports/watch-states.ts';

const AWAY: WatchFailure = {
  since: Date.parse('2026-03-01T10:00:00Z'),
  newsAt: Date.parse('2026-03-01T10:03:00Z'),
  about: 'prom/away',
  source: 'prom',
  what: "prom can't be reached: nothing listens at this address.",
  mend: 'Look whether it runs.',
};

function states(failures: Readonly<Record<string, WatchFailure | undefined>>) {
  return new Map(
    Object.entries(failures).map(([rule, failure]): [string, WatchState] => [
      rule,
      { dueAt: 0, judgedTo: 0, firing: {}, ...(failure && { failure }) },
    ]),
  );
}

test('a rule that can not be looked at is an alert once that has lasted', () => {
  const failing = states({ Backlog: AWAY, Latency: undefined });
  expect(watchAlerts(failing, AWAY.newsAt - 1)).toEqual([]);
  expect(watchAlerts(failing, AWAY.newsAt)).toEqual([
    {
      labels: {
        alertname: 'TocsinWatchFailing',
        integration: 'metrics/prom/away',
        source: 'prom',
      },
      severity: 'error',
      summary:
        "Nothing is watched since 2026-03-01 10:00 UTC by Backlog: prom can't be reached: nothing listens at this address.",
      description: 'Look whether it runs. What these rules have raised stays as it is.',
      since: AWAY.since,
    },
  ]);
});

test('what is wrong with a source is one alert, however many rules it concerns', () => {
  const rules = Array.from({ length: 7 }, (_, index) => [`r${index}`, AWAY] as const);
  const denied = { ...AWAY, about: 'aws/refused', source: 'aws', what: 'The bot may not.' };
  const alerts = watchAlerts(states({ ...Object.fromEntries(rules), x: denied }), AWAY.newsAt);
  expect(alerts.map(({ summary }) => summary.split(': ').at(0))).toEqual([
    'Nothing is watched since 2026-03-01 10:00 UTC by r0, r1, r2, r3, r4, +2 more',
    'Nothing is watched since 2026-03-01 10:00 UTC by x',
  ]);
});
