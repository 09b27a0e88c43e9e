import type { Matcher } from '../../alert/matcher.ts';
import { nearest } from '../../config/nearest.ts';
import type { Finding } from '../../config/problem.ts';
import type { Runbook } from '../format/runbook.ts';
import { nameIn, suggestRunbooks } from '../selection/suggest.ts';
import { webAddress } from '../../alert/web-address.ts';

/** An alarm of the config, with where it stands there. */
export interface LintedAlarm {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly at: number;
}

/**
 * Alarms that leave whoever they wake alone: without resolution steps, or without a runbook that there is. The address
 * of a page elsewhere is a runbook, too.
 */
export function lintAlarms(alarms: readonly LintedAlarm[], names: readonly string[]): Finding[] {
  return alarms.flatMap(({ name, annotations, at }) => {
    const wrong = (message: string, hint: string): Finding => {
      const text = `the alarm ${JSON.stringify(name)} ${message}`;
      return { severity: 'error', kind: 'missing-key', offset: at, message: text, hint };
    };
    const { resolution = '', runbook = '' } = annotations;
    const findings: Finding[] = [];
    if (resolution.trim() === '') {
      const hint = 'say in a sentence or two what to do: annotations: { resolution: … }';
      findings.push(wrong('has no resolution steps', hint));
    }
    if (runbook.trim() === '') {
      findings.push(wrong('has no runbook', 'name one: annotations: { runbook: high-error-rate }'));
    } else if (webAddress(runbook) === undefined && !names.includes(nameIn(runbook))) {
      const meant = nearest(nameIn(runbook), names);
      const hint = meant === undefined ? 'write it, or name another' : `write ${meant}`;
      findings.push(
        wrong(`names the runbook ${JSON.stringify(runbook)}, which is not there`, hint),
      );
    }
    return findings;
  });
}

/** A rule that gives alarms of elsewhere their severity, with where it stands. */
export interface LintedRule {
  readonly matchers: readonly Matcher[];
  readonly labels: Readonly<Record<string, string>>;
  readonly at: number;
}

/**
 * Alarms that are classified by their whole name, and that no runbook answers. What they say of themselves is not known
 * here: their description may name one, so this is a remark.
 */
export function lintClassified(
  rules: readonly LintedRule[],
  runbooks: readonly Runbook[],
): Finding[] {
  return rules.flatMap(({ matchers, labels, at }): Finding[] => {
    const given = matchers.filter(({ operator }) => operator === '=');
    const known = {
      ...Object.fromEntries(given.map(({ name, value }) => [name, value])),
      ...labels,
    };
    const { alertname } = known;
    if (alertname === undefined) return [];
    if (suggestRunbooks({ labels: known, annotations: {} }, runbooks).length > 0) return [];
    const message = `no runbook answers the alarm ${JSON.stringify(alertname)}`;
    const hint = `write answers: ['alertname=${JSON.stringify(alertname)}'] in one, or name one in its description`;
    return [{ severity: 'warning', kind: 'missing-key', offset: at, message, hint }];
  });
}
