import type { Labels } from '../../alert/labels.ts';
import { Mistake } from '../../config/mistake.ts';
import type { CheckResult } from '../../runbooks/checks/check-result.ts';
import { runCheck } from '../../runbooks/checks/run-check.ts';
import { filledText } from '../../runbooks/format/variables.ts';
import { createMemoryStore } from '../../store/memory/store.ts';
import { metricsAtHand } from '../metrics/metrics-at-hand.ts';
import { findRunbook } from './runbooks-asked.ts';

export { checkLines, verdictText } from '../../runbooks/checks/words.ts';

/** What a check of a runbook said. */
export interface Checked {
  /** The number of its step. */
  readonly step: number;
  readonly title: string;
  readonly result: CheckResult;
}

export interface CheckFor {
  /** Those of an alert. */
  readonly labels: Labels;
  /** Without it all steps that are checks. */
  readonly step: number | undefined;
}

/**
 * Runs the checks of a runbook by the sources of a config, without a bot.
 *
 * @throws ConfigError; Mistake where there is no such runbook or step, and where it has no checks
 */
export async function checkRunbook(
  named: string | undefined,
  name: string,
  { labels, step: wanted }: CheckFor,
): Promise<readonly Checked[]> {
  const { runbook, config } = findRunbook(named, name);
  const checks = runbook.phases
    .flatMap(({ steps }) => steps)
    .flatMap(({ title, parts }, index) => {
      const part = parts.find(({ kind }) => kind === 'check');
      return part?.kind === 'check' ? { step: index + 1, title, config: part.config } : [];
    });
  const asked = checks.filter(({ step }) => wanted === undefined || step === wanted);
  if (asked.length === 0) {
    const steps = checks.map(({ step }) => step).join(', ');
    const hint = steps === '' ? 'add a block of check to one' : `the checks are its steps ${steps}`;
    const what =
      wanted === undefined ? 'no step of it is a check' : `its step ${wanted} is not a check`;
    throw new Mistake(`${runbook.name}: ${what}`, hint);
  }
  const { limiter } = createMemoryStore(Date.now);
  const metrics = metricsAtHand(config, { limiter, onCharged: () => {} });
  const facts = { labels, annotations: {} };
  return Promise.all(
    asked.map(async ({ step, title, config: check }) => {
      return {
        step,
        title: filledText(title, facts),
        result: await runCheck(check, { facts, metrics, now: Date.now() }),
      };
    }),
  );
}
