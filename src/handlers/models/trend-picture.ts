import type { ModelReport } from '../../drift/degradation/report.ts';
import type { Chart } from '../../metrics/charts/chart.ts';

const DAY = 86_400_000;
/** From these drops of F1 on it is moderate and severe. */
const LIMITS = [
  { label: '5 % less', share: 0.95, severity: 'warning' },
  { label: '10 % less', share: 0.9, severity: 'error' },
] as const;

/** How F1 went, with what it may not fall under; none of a day alone. */
export function trendPictures(
  { trend, windows, baseline, end, version }: ModelReport,
  title: string,
  timeZone = 'UTC',
): readonly Chart[] {
  const [first] = trend;
  const over = windows[0]?.days;
  if (first === undefined || over === undefined || trend.length < 2) return [];
  const line = (label: string, of: (point: (typeof trend)[number]) => number) => ({
    label,
    period: DAY,
    points: trend.map((point) => ({ at: point.day * DAY, value: of(point) })),
  });
  const before = baseline?.figures.f1;
  return [
    {
      title: `F1 of ${title} ${version}, over ${over} days each`,
      series: [line('F1', ({ f1 }) => f1)],
      ...(before !== undefined && {
        thresholds: LIMITS.map(({ label, share, severity }) => ({
          label,
          value: before * share,
          severity,
          bad: 'below' as const,
        })),
      }),
      from: first.day * DAY,
      to: end * DAY,
      timeZone,
      theme: 'light',
    },
  ];
}
