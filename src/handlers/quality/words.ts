import { figureText } from '../../alert/figure.ts';
import { formatDuration } from '../../config/duration.ts';
import type { QualitySeverity } from '../../drift/quality/report.ts';
import type { CheckFigure } from '../../engine/ports/quality-reports.ts';

/** How grave a report is, at a glance. */
export const SIGNS: Readonly<Record<string, string>> = {
  ok: '🟢',
  low: '🔵',
  medium: '🟡',
  warning: '🟡',
  high: '🟠',
  critical: '🔴',
} satisfies Record<QualitySeverity, string>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The figure of a check in few signs: `950`, `7h25m`, `52 %`; `–` where there is none. */
export function shortFigure({ check, value }: CheckFigure): string {
  if (value === undefined) return '–';
  if (check === 'volume') return figureText(value, undefined);
  if (check !== 'freshness') return figureText(100 * value, '%', 2);
  // Of what is days old nobody needs the minutes.
  const unit = value < 10 * HOUR ? MINUTE : HOUR;
  return value < MINUTE ? '<1m' : formatDuration(Math.floor(value / unit) * unit);
}

/** A name from outside in one line: as much of it as there is room for. */
export function fitted(name: string, width: number): string {
  const signs = [...name.replaceAll(/\s+/gu, ' ')];
  return signs.length <= width ? signs.join('') : `${signs.slice(0, width - 1).join('')}…`;
}
