import { figurePair, figureText } from '../../alert/figure.ts';
import { isSo } from '../../metrics/limits.ts';
import type { CheckFigure, CheckResult, Compared } from './check-result.ts';

/** What came of a check, in a word or three. */
export function verdictText({ passes, figures }: CheckResult): string {
  if (passes !== undefined) return passes ? 'passes' : 'does not pass';
  return figures.length === 0 ? 'could not be run' : 'says nothing';
}

/**
 * What came of a check, line by line: `memory is 81 %, not under 75 %`, what it was calculated of, and why nobody can
 * say more. It holds names from outside, and is to be shown as plain text.
 */
export function checkLines({ compared, figures, why }: CheckResult): readonly string[] {
  const computed = figures.filter(({ name }) => compared.every(({ text }) => text !== name));
  return [
    ...compared.map(comparedText),
    ...(computed.length === 0 ? [] : [computed.map(figureLine).join(', ')]),
    ...(why === undefined ? [] : [why]),
  ];
}

const RELATIONS = { '>': 'over', '>=': 'at least', '<': 'under', '<=': 'at most', '==': '' };

function comparedText({ text, comparison, value, against, unit }: Compared): string {
  if (value === undefined || against === undefined) return `${text}: no data`;
  const [is, than] = figurePair(value, against, unit);
  const relation = RELATIONS[comparison];
  const limit = relation === '' ? than : `${relation} ${than}`;
  const holds = isSo(value, comparison, against);
  if (relation === '' && holds) return `${text} is ${is}`;
  return `${text} is ${is}, ${holds ? '' : 'not '}${limit}`;
}

function figureLine({ title, value, unit }: CheckFigure): string {
  return `${title} ${value === undefined ? 'no data' : figureText(value, unit)}`;
}
