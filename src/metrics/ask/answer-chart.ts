import type { Threshold } from '../../alert/threshold.ts';
import type { Chart } from '../charts/chart.ts';
import type { MetricAnswer } from './answer.ts';
import { answerLines } from './answer-lines.ts';

/** An answer as a picture. */
export function answerChart(answer: MetricAnswer, timeZone: string, target?: Threshold): Chart {
  const { measure, span } = answer;
  const { title, unit, thresholds } = measure;
  const lines = answerLines(answer);
  const only = lines.length === 1 ? lines[0] : undefined;
  return {
    title,
    ...(unit !== undefined && { unit }),
    series: lines.map(({ label, series }) => ({ ...series, label })),
    thresholds: [
      ...(target === undefined ? [] : [targetLine(target)]),
      ...(['warning', 'critical'] as const).flatMap((severity) => {
        const limit = thresholds[severity];
        return limit === undefined
          ? []
          : { label: severity, value: limit.value, severity, bad: badSideOf(limit) };
      }),
    ],
    // Bands of several series would lie over one another.
    bands:
      only?.band === undefined
        ? []
        : [{ label: 'expected', ...only.band, period: only.series.period }],
    ...span,
    timeZone,
    theme: 'light',
  };
}

/** A target is met on its side: things are bad on the other. */
function targetLine(target: Threshold) {
  const bad = badSideOf(target) === 'above' ? 'below' : 'above';
  return { label: 'target', value: target.value, severity: 'info', bad } as const;
}

/** On which side of a limit it is past. */
function badSideOf({ comparison }: Threshold): 'above' | 'below' {
  return comparison.startsWith('<') ? 'below' : 'above';
}
