import { expect, test } from 'vitest';
import { watchEngine } from '../../src/app/watch.ts';
import type { Event } from '../../src/rules/event.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const FLUSH: Event = { type: 'flush', group: 'g', due: 1 };

function watched() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const metrics = createMetrics();
  const log = createLog({ level: 'debug', secrets: [], destination });
  return { metrics, lines, ...watchEngine(log, metrics) };
}

test('words of people are in the log and in no metric: there is no end to their number', async () => {
  const { metrics, lines, onDecision } = watched();
  onDecision(FLUSH, [
    { decision: 'acknowledged', reason: 'by Ana Ruiz', group: 'g' },
    { decision: 'silenced', reason: 'disks are being replaced' },
    { decision: 'notify', reason: 'first notification', group: 'g' },
  ]);
  const { body: exposed } = await metrics.expose();
  expect(exposed).toContain('tocsin_decisions_total{decision="acknowledged",reason=""} 1');
  expect(exposed).toContain('{decision="notify",reason="first notification"} 1');
  expect(exposed).not.toMatch(/Ana|disks/u);
  expect(lines.join('')).toContain('by Ana Ruiz');
});

test('that a rule failed is said of a signal, not of a group that is muted', () => {
  const { lines, onDecision } = watched();
  onDecision(FLUSH, [{ decision: 'quiet', reason: 'muted', group: 'g', note: 'silence s' }]);
  expect(lines.join('')).not.toContain('a rule failed');
  const signals: Event = { type: 'signals', traceId: 't', receivedAt: 1, signals: [] };
  onDecision(signals, [{ decision: 'joined', reason: 'new', note: 'classify[0] failed' }]);
  expect(lines.join('')).toContain('a rule failed');
});
