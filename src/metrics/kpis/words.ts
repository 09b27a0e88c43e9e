import { figureText } from '../../alert/figure.ts';
import { spanOf } from '../../alert/span.ts';
import type { Threshold } from '../../alert/threshold.ts';
import type { Kpi } from './kpi.ts';
import type { KpiStanding } from './read-kpis.ts';
import { KPI_STATES, type KpiState, type Trend } from './state.ts';
import { periodOfWindow } from './window.ts';

const ICONS: Readonly<Record<KpiState, string>> = {
  critical: '🔴',
  warning: '🟡',
  'off target': '🔵',
  'no data': '⚪',
  'on target': '🟢',
  untargeted: '🔹',
};

const ARROWS: Readonly<Record<Trend['way'], string>> = { up: '↗', down: '↘', level: '→' };

/** Not wider than a phone shows in one line. */
const WIDTH = 40;

/** A key figure in one line of at most forty characters: `🔴 latency p99: 1,240 ms ↗ 12 %`. */
export function kpiLine({ kpi, state, figure, trend, problem }: KpiStanding): string {
  const shown =
    figure !== undefined
      ? figureText(figure, kpi.measure.unit)
      : problem === undefined
        ? 'no data'
        : 'not read';
  const rest = [shown, ...(trend === undefined ? [] : [trendSign(trend)])].join(' ');
  const room = Math.max(8, WIDTH - rest.length - 5);
  const title = kpi.title.length > room ? `${kpi.title.slice(0, room - 1)}…` : kpi.title;
  return `${ICONS[state]} ${title}: ${rest}`;
}

/** `↗ 12 %`; with ! where that is the worse way. */
function trendSign({ way, percent, isBetter }: Trend): string {
  const share =
    percent === undefined || way === 'level' ? '' : ` ${figureText(Math.abs(percent), '%', 2)}`;
  return `${ARROWS[way]}${share}${isBetter === false ? '!' : ''}`;
}

/** How many stand how, the worst first: `2 critical, 1 warning, 20 on target`. */
export function countsText(standings: readonly KpiStanding[]): string {
  const counts = KPI_STATES.map((state) => {
    const count = standings.filter((one) => one.state === state).length;
    return count === 0 ? '' : `${count} ${state === 'untargeted' ? 'without target' : state}`;
  });
  return counts.filter((text) => text !== '').join(', ');
}

/** The groups in the order of the config, what is in each the worst first. */
export function byGroup(
  standings: readonly KpiStanding[],
): ReadonlyMap<string, readonly KpiStanding[]> {
  const groups = Map.groupBy(standings, ({ kpi }) => kpi.group);
  return new Map(
    [...groups].map(([group, own]) => [
      group,
      own.toSorted((a, b) => KPI_STATES.indexOf(a.state) - KPI_STATES.indexOf(b.state)),
    ]),
  );
}

/** One key figure in some lines: how it stands, against what, and where it has gone. */
export function standingLines(standing: KpiStanding): readonly string[] {
  const { kpi, state, figure, before, trend } = standing;
  const { unit } = kpi.measure;
  const over = `over ${spanOf(kpi.window)}`;
  const shown = figure === undefined ? `no data ${over}` : `${figureText(figure, unit)} ${over}`;
  const stands = figure === undefined || state === 'untargeted' ? '' : `, ${state}`;
  return [
    `${ICONS[state]} ${shown}${stands}`,
    ...(figure === undefined ? [] : meanText(kpi)),
    ...(limitsText(kpi) === '' ? [] : [limitsText(kpi)]),
    ...(trend === undefined || before === undefined
      ? []
      : [`${trendText(trend)} on the ${spanOf(kpi.window)} before (${figureText(before, unit)})`]),
  ];
}

/** A percentile can't be told from those of the parts of its window: the mean of these is only near it. */
function meanText({ measure: { of }, folding = 'mean', window }: Kpi): readonly string[] {
  const period = periodOfWindow(window);
  const isPercentile = of.kind === 'stat' && /^p\d/u.test(of.statistic);
  if (!isPercentile || folding !== 'mean' || window <= period) return [];
  return [`the mean of the ${of.statistic} of every ${spanOf(period)}`];
}

function trendText({ way, percent, isBetter }: Trend): string {
  if (way === 'level') return 'as it was';
  const share = percent === undefined ? way : `${way} ${figureText(Math.abs(percent), '%', 2)}`;
  if (isBetter === undefined) return share;
  return `${share}, ${isBetter ? 'better' : 'worse'},`;
}

/** `target < 250 ms · warning > 400 ms · critical > 500 ms`. */
function limitsText({ target, warning, critical, measure }: Kpi): string {
  const limit = (name: string, one: Threshold | undefined) =>
    one === undefined ? [] : [`${name} ${one.comparison} ${figureText(one.value, measure.unit)}`];
  return [
    ...limit('target', target),
    ...limit('warning', warning),
    ...limit('critical', critical),
  ].join(' · ');
}

/** How a key figure is computed, and of what. */
export function computedText({ measure: { of } }: Kpi): string {
  if (of.kind === 'formula') return of.text;
  return of.kind === 'stat' ? `${of.statistic} of ${of.namespace} ${of.metric}` : of.expression;
}
