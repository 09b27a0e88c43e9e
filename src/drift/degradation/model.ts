import type { Labels } from '../../alert/labels.ts';
import type { FeatureData } from '../runs/model.ts';
import type { Measuring } from './windows.ts';
import type { Figures } from './report.ts';

/** Rows in files, by the names of their columns. */
export interface RowsFrom<Column extends string> {
  readonly from: string;
  readonly s3: FeatureData['s3'];
  readonly columns: Readonly<Record<Column, string>>;
}

export type PredictionColumn =
  | 'entity'
  | 'date'
  | 'probability'
  | 'label'
  | 'version'
  | 'trace_id'
  | 'seconds'
  | 'load_seconds'
  | 'at';
export type TruthColumn = 'entity' | 'date' | 'actual' | 'at';

/** A model whose predictions are measured by what turned out to be true. */
export interface AssessedModel extends Measuring {
  readonly name: string;
  readonly title: string;
  readonly type?: string;
  readonly version: string;
  /** The day it was trained on, as the config writes it. */
  readonly trainedAt?: string;
  /** Of its alerts. */
  readonly labels: Labels;
  /** Absent where they are posted alone. */
  readonly predictions?: RowsFrom<PredictionColumn>;
  readonly truth?: RowsFrom<TruthColumn>;
  /** What it is measured by; absent for its first full window. */
  readonly baseline?: Figures | { readonly from: string; readonly s3: FeatureData['s3'] };
  /** In days, the shortest first. */
  readonly windows: readonly number[];
  /** When the newest run was due at a time, both epoch milliseconds; undefined where none is. */
  readonly dueAt: (now: number) => number | undefined;
  readonly runbook: string;
  /** Where its reports are posted. */
  readonly channel?: string;
}
