import type { DriftState, FiringDrift } from '../../engine/ports/drift-states.ts';
import type { Window } from '../data/files/window.ts';
import type { DriftReport } from '../report/report.ts';
import { findingsOf, type Finding } from './findings.ts';
import type { WatchedModel } from './model.ts';

/** What became of one thing: it drifts now, or no longer. */
export interface DriftChange extends FiringDrift {
  readonly status: 'firing' | 'resolved';
  /** In a line, for people. */
  readonly summary: string;
  readonly value?: number;
  readonly threshold?: number;
}

export type JudgedDrift = Pick<DriftState, 'streaks' | 'firing' | 'judgedTo'>;

/**
 * What a run changes: what has drifted for so many runs, one after the other, as the model asks for, is
 * told, with the figures of each run; what drifts no longer, or is looked at no longer, is over. What
 * could not be tested stays as it was.
 *
 * @param now epoch milliseconds
 */
export function judgeDrift(
  model: WatchedModel,
  before: JudgedDrift | undefined,
  { report, window }: { readonly report: DriftReport; readonly window: Window },
  now: number,
): { readonly after: JudgedDrift; readonly changes: readonly DriftChange[] } {
  const isAgain = before?.judgedTo === window.end;
  const streaks = new Map<string, number>();
  const firing = new Map<string, FiringDrift>();
  const changes: DriftChange[] = [];
  for (const finding of findingsOf(report, model.title)) {
    // Another version is another model: it drifts, or does not, by itself.
    const key = findingKey(model.version, finding.about);
    const known = before?.firing[key];
    const streak = before?.streaks[key] ?? 0;
    if (finding.drifts === undefined) {
      if (streak > 0) streaks.set(key, streak);
      if (known !== undefined) firing.set(key, known);
    } else if (finding.drifts) {
      // The same window is no further run.
      const length = isAgain ? Math.max(streak, 1) : streak + 1;
      streaks.set(key, length);
      if (known === undefined && length < model.sustained) continue;
      const raised = raisedOf(model, finding, known?.since ?? now);
      firing.set(key, raised);
      changes.push({ ...raised, status: 'firing', ...saidOf(finding) });
    } else if (known !== undefined) {
      changes.push({ ...known, status: 'resolved', ...saidOf(finding) });
    }
  }
  for (const [key, known] of Object.entries(before?.firing ?? {})) {
    const isKnown = firing.has(key) || changes.some(({ labels }) => labels === known.labels);
    if (!isKnown) changes.push(goneChange(known));
  }
  const after = { streaks: Object.fromEntries(streaks), firing: Object.fromEntries(firing) };
  return { after: { ...after, judgedTo: window.end }, changes };
}

/** By what the state of a model knows a finding. */
export function findingKey(version: string, about: string): string {
  return `${version}/${about}`;
}

/** That something is over because nobody looks at it any more. */
export function goneChange(known: FiringDrift): DriftChange {
  const { feature, model, version } = known.labels;
  const what = feature === undefined ? '' : `${feature} of `;
  const summary = `${what}${model} ${version} is no longer looked at`;
  return { ...known, status: 'resolved', summary };
}

function saidOf({ summary, value, threshold }: Finding) {
  return {
    summary,
    ...(value !== undefined && { value }),
    ...(threshold !== undefined && { threshold }),
  };
}

function raisedOf(model: WatchedModel, finding: Finding, since: number): FiringDrift {
  const { alertname, feature, severity } = finding;
  const labels = {
    ...model.labels,
    alertname,
    model: model.name,
    version: model.version,
    ...(feature !== undefined && { feature }),
    severity,
  };
  return { labels, severity, since };
}
