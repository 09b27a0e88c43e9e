import type { Labels } from '../../../alert/labels.ts';
import type { QualityRules } from '../../../config/schema/quality.ts';
import type { Window } from '../../data/files/window.ts';
import { dataWindow, type Dated } from '../../runs/window.ts';
import type { QualityTask } from '../checker.ts';

/** A data set that is held against its rules on schedule, or when somebody asks. Times are milliseconds. */
export interface DataSet extends Dated {
  readonly name: string;
  readonly title: string;
  /** Of its alerts. */
  readonly labels: Labels;
  readonly s3: NonNullable<QualityTask['s3']>;
  readonly rules: QualityRules;
  /** When the newest run was due at a time, both epoch milliseconds; undefined where none is. */
  readonly dueAt: (now: number) => number | undefined;
  /** Where its reports are posted. */
  readonly channel?: string;
}

/**
 * What is read of a data set at a time. Of days and hours that are over the newest value is as old as it was
 * when they ended: else the data of a day would be stale by the time it is looked at.
 *
 * @param now epoch milliseconds
 */
export function taskOf({ from, s3, rules }: DataSet, window: Window, now: number): QualityTask {
  const dated = from.includes('{date}') ? { window, asOf: Math.min(now, window.end) } : {};
  return { from, s3, rules, at: now, ...dated };
}

/** What a run over a data set looks at. @param due epoch milliseconds */
export function windowOf(data: DataSet, due: number): Window {
  return dataWindow(data, due);
}
