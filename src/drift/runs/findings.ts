import { figureText } from '../../alert/figure.ts';
import type { Severity } from '../../alert/severity.ts';
import { rowText, predictionText, statisticText } from '../report/figures.ts';
import type {
  CategoricalRow,
  DriftReport,
  FeatureRow,
  NumericRow,
  PredictionRow,
} from '../report/report.ts';
import { severityByKs } from '../report/severity.ts';
import { distanceOf, meanKsOf } from './figures.ts';

/** What a report says of one thing that can drift. */
export interface Finding {
  /** What tells it apart from the others of its model. */
  readonly about: string;
  readonly alertname: 'FeatureDrift' | 'PredictionDrift' | 'ModelDrift';
  readonly feature?: string;
  /** Undefined where it could not be found out. */
  readonly drifts: boolean | undefined;
  readonly severity: Severity;
  /** In a line, for people. */
  readonly summary: string;
  readonly value?: number;
  readonly threshold?: number;
}

/** From this mean KS statistic of the features on, the model is looked at as a whole. */
const MEAN_LIMIT = 0.2;
const KS_LIMIT = 0.3;

/** By how far the distributions are apart. */
const SEVERITIES = { high: 'error', medium: 'warning', low: 'info' } as const;

/** All that a report has found, or could not find out. */
export function findingsOf(report: DriftReport, model: string): readonly Finding[] {
  const { features, prediction } = report;
  return [
    ...features.map((row) => featureFinding(row, model)),
    predictionFinding(prediction, model),
    modelFinding(report, model),
  ];
}

function featureFinding(row: FeatureRow, model: string): Finding {
  const { feature } = row;
  const known = { about: `feature/${feature}`, alertname: 'FeatureDrift', feature } as const;
  if (row.kind === 'untested') {
    return { ...known, drifts: undefined, severity: 'info', summary: row.why };
  }
  const distance = distanceOf(row);
  return {
    ...known,
    drifts: row.drift,
    severity: SEVERITIES[severityByKs(distance)],
    summary: `${feature} of ${model}: ${rowText(row)}`,
    ...valueOf(row),
  };
}

/** Only of the KS statistic the limit is known, whatever it is judged by. */
function valueOf(row: NumericRow | CategoricalRow): Pick<Finding, 'value' | 'threshold'> {
  if (row.kind === 'categorical') return { value: row.difference };
  return { value: row.ks.statistic, threshold: KS_LIMIT };
}

function predictionFinding(row: PredictionRow | undefined, model: string): Finding {
  const known = { about: 'prediction', alertname: 'PredictionDrift' } as const;
  if (row === undefined) {
    return { ...known, drifts: undefined, severity: 'info', summary: 'There are no predictions.' };
  }
  return {
    ...known,
    drifts: row.drift,
    severity: row.retrain ? 'critical' : 'error',
    summary: `${model}: ${predictionText(row)}`,
    value: row.ks.statistic,
  };
}

function modelFinding(report: DriftReport, model: string): Finding {
  const mean = meanKsOf(report);
  const { drifted, tested } = report;
  const share = `${drifted} of ${tested} features drifted`;
  return {
    about: 'model',
    alertname: 'ModelDrift',
    drifts: mean === undefined ? undefined : mean > MEAN_LIMIT,
    severity: 'critical',
    summary:
      mean === undefined
        ? `${model} has no numerical features that could be tested`
        : `${model} as a whole: the mean KS of its features is ${statisticText(mean)}, the limit ${figureText(MEAN_LIMIT, undefined)}; ${share}`,
    ...(mean !== undefined && { value: mean, threshold: MEAN_LIMIT }),
  };
}
