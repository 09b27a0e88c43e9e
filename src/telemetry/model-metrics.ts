import { Counter, Gauge, type Registry } from 'prom-client';

/** How good a model is over a window, by its newest report. */
export interface ModelQuality {
  readonly model: string;
  readonly version: string;
  /** `7d`. */
  readonly window: string;
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  /** 0 as good as it was, 1 minor, 2 moderate, 3 severe; absent where nothing can be said. */
  readonly degradation?: number;
}

/** A prediction, as far as it is counted. */
export interface CountedPrediction {
  readonly probability: number;
  readonly label?: string;
  readonly version: string;
}

/** Figures of models, under the names that teams have. */
export interface ModelMetrics {
  /** Predictions of a model came in that were not known before. */
  readonly predicted: (model: string, predictions: readonly CountedPrediction[]) => void;
  /** How good all models are now. */
  readonly measured: (all: readonly ModelQuality[]) => void;
}

/** Words come from outside, and each is a series: after so many of a model's it is `other`. */
const MOST_WORDS = 20;
const OTHER = 'other';

export function createModelMetrics(registry: Registry): ModelMetrics {
  const registers = [registry];
  const predictions = new Counter({
    name: 'model_predictions_total',
    help: 'Predictions that came in, by what they were taken for, how sure the model was, and its version.',
    labelNames: ['model', 'label', 'confidence_bucket', 'version'],
    registers,
  });
  const labelNames = ['model', 'version', 'window'];
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames, registers });
  const f1 = gauge('f1_score', 'F1 of a model over a rolling window.');
  const precision = gauge('precision', 'Precision of a model over a rolling window.');
  const recall = gauge('recall', 'Recall of a model over a rolling window.');
  const degradation = gauge(
    'degradation_severity',
    'How far F1 is below its baseline: 0 not, 1 minor, 2 moderate, 3 severe.',
  );
  const known = new Map<string, Set<string>>();

  function bounded(kind: string, word: string): string {
    const words = known.get(kind) ?? new Set();
    known.set(kind, words);
    if (words.size < MOST_WORDS) words.add(word);
    return words.has(word) ? word : OTHER;
  }

  return {
    predicted(model, rows) {
      for (const { probability, label = '', version } of rows) {
        predictions.inc({
          model,
          label: bounded(`label of ${model}`, label),
          confidence_bucket: bucketOf(probability),
          version: bounded(`version of ${model}`, version),
        });
      }
    },
    measured(all) {
      for (const one of [f1, precision, recall, degradation]) one.reset();
      for (const { model, version, window, ...figures } of all) {
        const labels = { model, version, window };
        f1.set(labels, figures.f1);
        precision.set(labels, figures.precision);
        recall.set(labels, figures.recall);
        if (figures.degradation !== undefined) degradation.set(labels, figures.degradation);
      }
    },
  };
}

/** Under 0.6 a prediction is not sure. */
function bucketOf(probability: number): string {
  if (probability < 0.6) return 'low';
  return probability < 0.8 ? 'medium' : 'high';
}
