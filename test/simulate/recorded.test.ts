import { expect, test } from 'vitest';
import { compare } from '../../bench/differential/compare.ts';
import { setupOf } from '../../bench/differential/facts.ts';
import { throughOurs } from '../../bench/differential/ours.ts';
import { readRecording, type Recorded } from '../../bench/differential/recorded.ts';
import { disagreementText } from '../../bench/differential/report.ts';
import { KINDS } from '../../bench/differential/scenario.ts';

async function verdictOn({ scenario, told }: Recorded) {
  const verdict = compare(told, await throughOurs(scenario), setupOf(scenario));
  const isAgreed = verdict.disagreements.length === 0;
  return { ...verdict, text: isAgreed ? '' : disagreementText(scenario, verdict) };
}

test.each(KINDS)('what Alertmanager told, Tocsin tells: %s', async (kind) => {
  const { recorded } = await readRecording(kind);
  const verdicts = await Promise.all(recorded.map(verdictOn));
  expect(verdicts).toHaveLength(60);
  expect(verdicts.map(({ text }) => text).join('')).toBe('');
});

test.each(['plain', 'routes', 'resolve-timeout'] as const)(
  'where nothing is muted there is nothing to tell otherwise: %s',
  async (kind) => {
    const { recorded } = await readRecording(kind);
    const verdicts = await Promise.all(recorded.map(verdictOn));
    expect(verdicts.flatMap(({ improvements }) => improvements)).toEqual([]);
  },
);

test('what is told otherwise, later or not at all is a disagreement', async () => {
  const { recorded } = await readRecording('plain');
  const told = recorded.filter((one) => one.told.length > 0);
  const changed = told.flatMap(({ scenario, told }) => [
    { scenario, told: told.slice(1) },
    { scenario, told: told.map((one) => ({ ...one, at: one.at + 0.6 })) },
    { scenario, told: told.map((one) => ({ ...one, alerts: [...one.alerts, '+other'] })) },
  ]);
  const verdicts = await Promise.all(changed.map(verdictOn));
  expect(verdicts.map(({ text }) => text)).not.toContain('');
});
