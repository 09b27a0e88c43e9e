import { expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { graphJobFor } from '../../src/jobs/graph-job.ts';
import { NOON, sampleView } from '../delivery/support/views.ts';

const AT = { channel: 'C1', ts: '1.2' };
const GRAPH = { file: 'F1', alt: 'how it ran', of: 'b' };

/** Of all but `a` there is something to draw. */
const OPTIONS = { isKnown: ({ fingerprint }: Alert) => fingerprint !== 'a', hasButtons: true };

const ALERTS = [
  { fingerprint: 'a', severity: 'critical' },
  { fingerprint: 'b', severity: 'error' },
  { fingerprint: 'c', severity: 'warning' },
] as const;

test('a message gets the graph of the worst alert that has one', () => {
  const view = sampleView({ alerts: ALERTS });
  expect(graphJobFor(view, AT, OPTIONS)).toMatchObject({
    group: view.group,
    integration: view.integration,
    episode: view.episode,
    severity: 'critical',
    alert: 'b',
  });
});

test('a message that has one, is nowhere, or has nothing to draw gets none', () => {
  const shown = sampleView({ alerts: ALERTS, delivery: { graph: GRAPH } });
  expect(graphJobFor(shown, AT, OPTIONS)).toBeUndefined();
  expect(graphJobFor(sampleView({ alerts: ALERTS }), undefined, OPTIONS)).toBeUndefined();
  const unknown = sampleView({ alerts: ALERTS.slice(0, 1) });
  expect(graphJobFor(unknown, AT, OPTIONS)).toBeUndefined();
});

test('of what is over the same alert is drawn once more, in the message as it is then', () => {
  const over = ALERTS.map((alert) => ({ ...alert, until: 1 }));
  const told = { at: NOON, firing: ['a', 'b', 'c'], resolved: [] };
  const job = graphJobFor(
    sampleView({ alerts: over, delivery: { told, graph: GRAPH } }),
    AT,
    OPTIONS,
  );
  expect(job).toMatchObject({
    alert: 'b',
    over: { ...AT, blocks: [{ type: 'header' }, { type: 'section' }] },
  });
  expect(job?.over?.text).toContain('🟢');
  const without = sampleView({ alerts: over, delivery: { told } });
  expect(graphJobFor(without, AT, OPTIONS)).toBeUndefined();
});
