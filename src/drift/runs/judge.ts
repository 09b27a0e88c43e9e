import type { FiringDrift } from '../../engine/ports/drift-states.ts';
import type { Window } from '../data/files/window.ts';
import type { DriftReport } from '../report/report.ts';
import { findingsOf, type Finding } from './findings.ts';
import type { WatchedModel } from './model.ts';
import { settle, type Change, type Judged, type Settled } from './settle.ts';

/**
 * What a run changes: what has drifted for so many runs, one after the other, as the model asks for, is
 * told; what drifts no longer, or is looked at no longer, is over. What could not be tested stays as it was.
 *
 * @param now epoch milliseconds
 */
export function judgeDrift(
  model: WatchedModel,
  before: Settled | undefined,
  { report, window }: { readonly report: DriftReport; readonly window: Window },
  now: number,
): { readonly after: Settled; readonly changes: readonly Change[] } {
  const all = findingsOf(report, model.title).map((finding) => judged(model, finding));
  const { sustained } = model;
  return settle(all, before, { end: window.end, sustained, now, gone: goneChange });
}

/** By what the state of a model knows a finding. */
export function findingKey(version: string, about: string): string {
  return `${version}/${about}`;
}

/** That something is over because nobody looks at it any more. */
export function goneChange(known: FiringDrift): Change {
  const { feature, model, version } = known.labels;
  const what = feature === undefined ? '' : `${feature} of `;
  const summary = `${what}${model} ${version} is no longer looked at`;
  return { ...known, status: 'resolved', summary };
}

function judged(
  { name, version, labels }: WatchedModel,
  { about, alertname, feature, drifts, ...said }: Finding,
): Judged {
  return {
    ...said,
    // Another version is another model: it drifts, or does not, by itself.
    key: findingKey(version, about),
    isBad: drifts,
    labels: {
      ...labels,
      alertname,
      model: name,
      version,
      ...(feature !== undefined && { feature }),
    },
  };
}
