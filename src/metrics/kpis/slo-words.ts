import { figureText } from '../../alert/figure.ts';
import { spanOf } from '../../alert/span.ts';
import { problemWords } from '../problem-words.ts';
import type { SloStanding } from './read-slos.ts';
import { SLO_PERIOD, type Budget } from './slo.ts';

/** An objective in some lines: availability, what is left of the budget, how fast it burns, when it is gone. */
export function sloLines({ kpi, budget, problem }: SloStanding): readonly string[] {
  if (problem !== undefined) {
    const { what, mend } = problemWords(problem.problem, problem.source);
    return [`⚪ ${kpi.title}`, `${what} ${mend}`];
  }
  if (budget === undefined) return [`⚪ ${kpi.title}`, 'no data over 30 d'];
  const { availability, objective, left } = budget;
  const allowed = SLO_PERIOD * (1 - objective);
  return [
    `${iconOf(budget)} ${kpi.title}`,
    `${percent(availability)} over 30 d, objective ${percent(objective)}`,
    left < 0
      ? `error budget overspent by ${percent(-left)}`
      : `error budget left: ${percent(left)} (${spanOf(left * allowed)} of ${spanOf(allowed)})`,
    `burn rate: ${budget.burns.map(({ long, rate }) => `${spanOf(long)} ${rateText(rate)}`).join(' · ')}`,
    ...budget.burns
      .filter(({ isTooFast }) => isTooFast)
      .map(
        ({ long, short, limit }) =>
          `too fast: over ${limit} for ${spanOf(long)}, and ${spanOf(short)}`,
      )
      .slice(0, 1),
    goneText(budget),
  ];
}

function iconOf({ left, burns }: Budget): string {
  const fast = burns.find(({ isTooFast }) => isTooFast);
  if (left <= 0 || fast?.severity === 'critical') return '🔴';
  return fast === undefined ? '🟢' : '🟡';
}

function goneText({ left, today, goneIn }: Budget): string {
  if (left <= 0) return 'the budget is gone';
  if (today === undefined) return 'no data of today';
  if (goneIn === undefined) return 'nothing failed today';
  return `at today’s rate (${rateText(today)}) gone in ${spanOf(goneIn)}`;
}

function rateText(rate: number | undefined): string {
  return rate === undefined ? 'no data' : figureText(rate, undefined, 2);
}

function percent(share: number): string {
  return figureText(share * 100, '%', 2);
}
