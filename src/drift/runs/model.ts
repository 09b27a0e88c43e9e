import type { Labels } from '../../alert/labels.ts';
import type { DriftRules } from '../report/rules.ts';

/** A model whose data is compared on schedule, or when somebody asks. Times are milliseconds. */
export interface WatchedModel {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Of its alerts. */
  readonly labels: Labels;
  readonly features: FeatureData;
  /** The column with what it predicted. */
  readonly prediction: string;
  readonly rules: DriftRules;
  /** How many runs, one after the other, must find a drift before it alerts. */
  readonly sustained: number;
  /** How much of the newest data is compared. */
  readonly window: number;
  readonly schedule: 'daily' | 'hourly' | 'never';
  /** When the newest run was due at a time, both epoch milliseconds; undefined where none is. */
  readonly dueAt: (now: number) => number | undefined;
  /** Where its reports are posted. */
  readonly channel?: string;
}

export interface FeatureData {
  readonly from: string;
  readonly s3: { readonly region?: string | undefined; readonly role_arn?: string | undefined };
  readonly categorical: readonly string[];
  /** Empty for all. */
  readonly only: readonly string[];
  readonly except: readonly string[];
}
