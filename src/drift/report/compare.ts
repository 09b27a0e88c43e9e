import type { Table } from '../data/column.ts';
import { adjusted } from '../statistics/benjamini-hochberg.ts';
import { judgeCategories, judgeNumbers } from './judge.ts';
import { measureFeature, type Measured } from './measure.ts';
import { judgePrediction } from './prediction.ts';
import type { DriftReport, FeatureRow, PredictionRow } from './report.ts';
import type { DriftRules } from './rules.ts';
import { severityByShare } from './severity.ts';
import { ofBoth, SIDE_NAMES, SIDES, type Sides } from './sides.ts';
import { testableOf } from './testable.ts';
import { worstFirst } from './worst-first.ts';

/** What is compared, as what, and by which rules. */
export interface Comparison {
  readonly model: string;
  readonly version?: string;
  /** The column with what the model predicts; it is no feature. */
  readonly prediction: string;
  readonly rules: DriftRules;
  /** The time of the report, epoch milliseconds. */
  readonly at: number;
}

/** How far it is: so many features are measured, of so many. */
export type OnMeasured = (done: number, of: number) => void;

/**
 * Holds a table against its reference, feature by feature. What is wrong with one of them is a row of
 * the report and touches no other.
 */
export function compareTables(
  tables: Sides<Table>,
  { model, version, prediction, rules, at }: Comparison,
  onMeasured: OnMeasured = () => {},
): DriftReport {
  const predicted = comparePredictions(tables, prediction, rules.pvalue);
  const names = ofBoth(tables, ({ columns }) => [...columns.keys()]);
  const all = new Set([...names.reference, ...names.current]);
  if (!predicted.isFeature) all.delete(prediction);
  const measured = [...all].map((name, index) => {
    onMeasured(index, all.size);
    const columns = ofBoth(tables, ({ columns }) => columns.get(name));
    return measureFeature(name, columns, rules.distances);
  });
  const features = worstFirst(judgeAll(measured, rules));
  const tested = features.filter(({ kind }) => kind !== 'untested').length;
  const drifted = features.filter((row) => row.kind !== 'untested' && row.drift).length;
  const share = tested === 0 ? 0 : drifted / tested;
  return {
    model,
    ...(version !== undefined && { version }),
    at,
    tested,
    drifted,
    share,
    severity: severityByShare(share),
    features,
    ...(predicted.row !== undefined && { prediction: predicted.row }),
    reference: { rows: tables.reference.rows },
    current: { rows: tables.current.rows },
    remarks: [
      ...(tested === 0 ? ['No feature could be tested.'] : []),
      ...predicted.remarks,
      ...SIDES.flatMap((side) =>
        tables[side].remarks.map((remark) => `In ${SIDE_NAMES[side]}: ${remark}`),
      ),
    ],
  };
}

function judgeAll(all: readonly Measured[], rules: DriftRules): readonly FeatureRow[] {
  const pvalues = all.flatMap((measured) => pvalueOf(measured) ?? []);
  const corrected = rules.correction === 'none' ? [] : adjusted(pvalues);
  let place = 0;
  return all.map((measured) => {
    if (measured.kind === 'untested') return measured;
    const pvalue = corrected[place];
    place += 1;
    return measured.kind === 'numeric'
      ? judgeNumbers(measured, rules, pvalue)
      : judgeCategories(measured, rules, pvalue);
  });
}

function pvalueOf(measured: Measured): number | undefined {
  if (measured.kind === 'untested') return undefined;
  return measured.kind === 'numeric' ? measured.ks.pvalue : measured.chi2.pvalue;
}

interface Predicted {
  readonly row?: PredictionRow;
  /** Classes that a model predicts are compared as the categories of a feature are. */
  readonly isFeature: boolean;
  readonly remarks: readonly string[];
}

function comparePredictions(tables: Sides<Table>, name: string, pvalue: number): Predicted {
  const columns = ofBoth(tables, ({ columns }) => columns.get(name));
  if (columns.reference === undefined && columns.current === undefined) {
    return { isFeature: false, remarks: [] };
  }
  const testable = testableOf(columns);
  if (testable.kind === 'numeric') {
    return { row: judgePrediction(testable.sides, pvalue), isFeature: false, remarks: [] };
  }
  const text = JSON.stringify(name);
  return testable.kind === 'categorical'
    ? {
        isFeature: true,
        remarks: [`The predictions (${text}) are words: they are among the features.`],
      }
    : {
        isFeature: false,
        remarks: [`The predictions (${text}) were not compared. ${testable.why}`],
      };
}
