/** What may have a model trained again. */
export const TRIGGERS = [
  'prediction-shift',
  'feature-drift',
  'drifted-features',
  'degradation',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** What placeholders may stand for. */
export const PLACEHOLDERS = ['model', 'version', 'reason', 'date'] as const;
