import type { Degree } from '../../drift/degradation/degree.ts';

/** How a model is, at a glance. */
export const DEGREE_SIGNS: Readonly<Record<Degree | 'unknown', string>> = {
  none: '🟢',
  minor: '🔵',
  moderate: '🟡',
  severe: '🔴',
  unknown: '⚪',
};
