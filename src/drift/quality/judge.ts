import { figureText } from '../../alert/figure.ts';
import { spanOf } from '../../alert/span.ts';
import { nearest } from '../../config/nearest.ts';
import type { QualityRules, ValidityRule } from '../../config/schema/quality.ts';
import { counted, quoted } from '../data/words.ts';
import { ruleText } from './condition.ts';
import type { Gathered, Tally } from './gather.ts';
import {
  weightOf,
  type CompletenessCheck,
  type FreshnessCheck,
  type QualityCheck,
  type QualityReport,
  type QualitySeverity,
  type ValidityCheck,
  type VolumeCheck,
} from './report.ts';

/** Judges what was gathered by the rules that it was gathered for. */
export function judge(gathered: Gathered, rules: QualityRules, now: number): QualityReport {
  const { data, rows, remarks } = gathered;
  const checks: QualityCheck[] = [
    volume(rows, rules),
    ...freshness(gathered, rules, now),
    ...rules.validity.map((rule, index) => validity(rule, gathered.validity[index], gathered)),
    ...completeness(gathered, rules),
  ];
  const worstFirst = checks.toSorted((a, b) => weightOf(b.severity) - weightOf(a.severity));
  const severity = worstFirst[0]?.severity ?? 'ok';
  return { data, at: now, rows, severity, checks: worstFirst, remarks };
}

function volume(rows: number, { volume: { min_rows: minRows } }: QualityRules): VolumeCheck {
  const severity = rows < minRows ? 'high' : 'ok';
  const text = `${counted(rows, 'row')}, at least ${minRows.toLocaleString('en-US')} wanted`;
  return { check: 'volume', severity, text, minRows };
}

function completeness({ rows, missing }: Gathered, rules: QualityRules): CompletenessCheck[] {
  const { medium, high, columns } = rules.completeness;
  const present = [...missing].map(([column, count]): CompletenessCheck => {
    const own = columns[column];
    const limits = { medium: own?.medium ?? medium, high: own?.high ?? high };
    const share = rows === 0 ? 0 : count / rows;
    const severity = share > limits.high ? 'high' : share > limits.medium ? 'medium' : 'ok';
    const most = severity === 'high' ? limits.high : Math.min(limits.medium, limits.high);
    const text = `${percent(share)} missing (${count.toLocaleString('en-US')}), at most ${percent(most)} wanted`;
    return { check: 'completeness', severity, text, column, missing: count, share };
  });
  const absent = Object.keys(columns)
    .filter((column) => !missing.has(column))
    .map((column): CompletenessCheck => {
      const text = absentText(column, missing);
      return { check: 'completeness', severity: 'high', text, column, missing: rows, share: 1 };
    });
  // Of those that weigh the same, the emptiest first.
  return [...absent, ...present].toSorted((a, b) => b.share - a.share);
}

function validity(
  rule: ValidityRule,
  { checked, invalid, first }: Tally = { checked: 0, invalid: 0 },
  { missing }: Gathered,
): ValidityCheck {
  const { column, allow } = rule;
  const base = { check: 'validity', column, rule: ruleText(rule), checked, invalid } as const;
  if (!missing.has(column)) {
    return { ...base, severity: rule.severity, text: absentText(column, missing) };
  }
  const isFine = checked === 0 || invalid / checked <= allow;
  const severity: QualitySeverity = isFine ? 'ok' : rule.severity;
  if (first === undefined) {
    return { ...base, severity, text: `all ${counted(checked, 'value')} are valid` };
  }
  const share = figureText((100 * invalid) / checked, '%');
  const wanted = allow === 0 ? '' : `, at most ${percent(allow)} wanted`;
  const text = `${counted(invalid, 'value')} invalid (${share})${wanted}, the first ${quoted(first.value)} in row ${first.row}`;
  return { ...base, severity, text, first };
}

function freshness(
  { missing, times }: Gathered,
  { freshness: wanted }: QualityRules,
  now: number,
): FreshnessCheck[] {
  if (wanted === undefined) return [];
  const { column, warning, critical } = wanted;
  const base = { check: 'freshness', column } as const;
  if (!missing.has(column)) {
    return [{ ...base, severity: 'critical', text: absentText(column, missing) }];
  }
  const { newest, future, unread } = times;
  const ignored = [
    ...(future === 0 ? [] : [`${counted(future, 'time')} in the future not counted`]),
    ...(unread === 0
      ? []
      : [`${counted(unread, 'value')} tell no time, such as 2026-01-31T12:00:00Z does`]),
  ].map((text) => `; ${text}`);
  if (newest === undefined) {
    return [{ ...base, severity: 'critical', text: `no time in it${ignored.join('')}` }];
  }
  const age = Math.max(0, now - newest);
  const severity = age > critical ? 'critical' : age > warning ? 'warning' : 'ok';
  const limit = severity === 'critical' ? critical : warning;
  const text = `the newest is ${spanOf(age)} old, at most ${spanOf(limit)} wanted${ignored.join('')}`;
  return [{ ...base, severity, text, newest, age }];
}

function absentText(column: string, columns: ReadonlyMap<string, number>): string {
  const meant = nearest(column, columns.keys());
  const hint = meant === undefined ? '' : `; did you mean ${quoted(meant)}?`;
  return `the data has no column ${quoted(column)} that can be read${hint}`;
}

function percent(share: number): string {
  return figureText(100 * share, '%');
}
