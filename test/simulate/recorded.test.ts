import { expect, test } from 'vitest';
import { compare } from '../../bench/differential/compare.ts';
import type { Improvement } from '../../bench/differential/improvements.ts';
import { setupOf, throughOurs } from '../../bench/differential/ours.ts';
import { readRecording, type Recorded } from '../../bench/differential/recorded.ts';
import { disagreementText } from '../../bench/differential/report.ts';
import type { Kind } from '../../bench/differential/scenario.ts';

/** What Tocsin tells otherwise on purpose in what was recorded; where nothing is muted that is nothing. */
const IMPROVED: readonly (readonly [Kind, readonly Improvement[]])[] = [
  ['plain', []],
  ['routes', []],
  ['silences', ['not told again']],
  ['inhibition', ['always closed', 'not told again']],
  ['times', ['always closed']],
  ['resolve-timeout', []],
];

test.each(IMPROVED)('what Alertmanager told, Tocsin tells: %s', async (kind, improved) => {
  const { recorded } = await readRecording(kind);
  const improvements = new Set<Improvement>();
  const disagreements: string[] = [];
  for (const { scenario, told } of recorded) {
    const setup = setupOf(scenario);
    const verdict = compare(told, await throughOurs(setup), setup);
    for (const one of verdict.improvements) improvements.add(one);
    if (verdict.disagreements.length > 0) disagreements.push(disagreementText(scenario, verdict));
  }
  expect(recorded).toHaveLength(60);
  expect(disagreements.join('\n')).toBe('');
  expect([...improvements].toSorted()).toEqual(improved);
});

test.each<[string, (told: Recorded['told']) => Recorded['told']]>([
  ['not at all', (told) => told.slice(1)],
  ['later', (told) => told.map((one) => ({ ...one, at: one.at + 0.6 }))],
  ['of others', (told) => told.map((one) => ({ ...one, alerts: [...one.alerts, '+other'] }))],
])('what is told otherwise is a disagreement: %s', async (_, otherwise) => {
  const { recorded } = await readRecording('silences');
  const some = recorded.filter(({ told }) => told.length > 0).slice(0, 10);
  for (const { scenario, told } of some) {
    const setup = setupOf(scenario);
    expect(compare(otherwise(told), told, setup).disagreements).not.toEqual([]);
    expect(compare(told, told, setup).disagreements).toEqual([]);
  }
});
