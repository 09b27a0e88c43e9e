import type { Degree } from './degree.ts';

/** What else there is to do something with. */
export interface Means {
  readonly model: string;
  /** By which a model is rolled back, as the config names it. */
  readonly runbook: string;
}

const WATCH = 'Watch it for 7 days.';

/**
 * What to do about a model that is worse than it was, the most urgent first.
 *
 * @param isClickedLess whether what it recommends is clicked so much less that this is an incident
 */
export function recommendationsOf(
  degree: Degree | undefined,
  isClickedLess: boolean,
  { model, runbook }: Means,
): readonly string[] {
  const isGrave = isClickedLess || degree === 'moderate' || degree === 'severe';
  if (!isGrave) return degree === 'minor' ? [WATCH] : [];
  return [
    ...(degree === 'severe' ? [`Roll back to the version before: runbook ${runbook}.`] : []),
    'Train it again on the last 90 days.',
    `Review the drift report: /drift ${model}.`,
    WATCH,
  ];
}
