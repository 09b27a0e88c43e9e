import { expect, test } from 'vitest';
import { backlogAlerts } from '../../src/announcements/backlog-alerts.ts';

const NOW = Date.UTC(2026, 0, 6, 3, 12);
const MINUTE = 60_000;
const STATS = { inbox: 0, timers: 0, outbox: 0, deadLetters: 0 };

test('events that wait for a minute are an alert, those that just came are none', () => {
  const stats = { ...STATS, inbox: 7, waitingSince: NOW - 2 * MINUTE };
  expect(backlogAlerts(stats, NOW)).toMatchObject([
    {
      labels: { alertname: 'TocsinFallingBehind', integration: 'inbox' },
      severity: 'error',
      summary: 'Alarms have waited to be decided since 2026-01-06 03:10 UTC: 7 events',
      since: NOW - 2 * MINUTE,
    },
  ]);
  expect(backlogAlerts({ ...stats, waitingSince: NOW - 1_000 }, NOW)).toEqual([]);
});

test('messages that could not be handled are an alert for an hour, not for as long as they are kept', () => {
  const stats = { ...STATS, deadLetters: 3, lastDeadLetterAt: NOW - 30 * MINUTE };
  expect(backlogAlerts(stats, NOW)).toMatchObject([
    {
      labels: { alertname: 'TocsinDeadLetters', integration: 'dead-letters' },
      severity: 'warning',
      summary: 'Messages came that can not be handled: 3 are kept',
    },
  ]);
  expect(backlogAlerts({ ...stats, lastDeadLetterAt: NOW - 61 * MINUTE }, NOW)).toEqual([]);
});
