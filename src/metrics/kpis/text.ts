import { problemWords } from '../problem-words.ts';
import type { KpiStanding } from './read-kpis.ts';
import type { SloStanding } from './read-slos.ts';
import { sloLines } from './slo-words.ts';
import { byGroup, computedText, countsText, kpiLine, standingLines } from './words.ts';

/** Key figures as plain text: one with all there is to say, several by group, the worst first. */
export function kpisText(standings: readonly KpiStanding[]): string {
  const [one, ...more] = standings;
  const lines =
    one !== undefined && more.length === 0
      ? [one.kpi.title, ...standingLines(one), computedText(one.kpi)]
      : [countsText(standings), ...groupsText(standings)];
  return [...lines, ...problemsText(standings)].join('\n');
}

function groupsText(standings: readonly KpiStanding[]): readonly string[] {
  return [...byGroup(standings)].flatMap(([group, own]) => ['', group, ...own.map(kpiLine)]);
}

/** Why some can't be read, each reason once. */
export function problemsText(
  standings: readonly Pick<KpiStanding, 'problem'>[],
): readonly string[] {
  const said = standings.flatMap(({ problem: one }) => {
    if (one === undefined) return [];
    const { what, mend } = problemWords(one.problem, one.source);
    return `⚠️ ${what} ${mend}`;
  });
  return [...new Set(said)];
}

/** Objectives as plain text. */
export function slosText(standings: readonly SloStanding[]): string {
  return standings.map((one) => sloLines(one).join('\n')).join('\n\n');
}

/** A key figure for programs: windows are milliseconds. */
export function kpiJson({ kpi, problem, ...stands }: KpiStanding): object {
  const { name, title, group, window, target, warning, critical, measure } = kpi;
  return {
    name,
    title,
    group,
    window,
    unit: measure.unit,
    target,
    warning,
    critical,
    ...stands,
    ...(problem !== undefined && { problem: problem.problem, source: problem.source }),
  };
}

/** An objective for programs: shares from 0 to 1, times in milliseconds. */
export function sloJson({ kpi, budget, problem }: SloStanding): object {
  return {
    name: kpi.name,
    title: kpi.title,
    ...budget,
    ...(problem !== undefined && { problem: problem.problem, source: problem.source }),
  };
}
