import { Counter, Gauge, type Registry } from 'prom-client';

/** What the newest run over a data set has found. */
export interface QualityFigures {
  readonly dataset: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly rows: number;
  readonly columns: readonly ColumnFigure[];
}

/** Shares are 0 to 1, an age is in seconds. */
export interface ColumnFigure {
  readonly of: 'completeness' | 'invalid' | 'age';
  readonly column: string;
  /** Of what is invalid: by which rule. */
  readonly rule?: string;
  readonly value: number;
}

/** Figures of data sets. */
export interface QualityMetrics {
  /** A data set was held against its rules, or could not be. */
  checked(outcome: 'done' | 'failed'): void;
  /** How all data sets are, in place of what was said of them before. */
  dataSets(all: readonly QualityFigures[]): void;
}

export function createQualityMetrics(registry: Registry): QualityMetrics {
  const registers = [registry];
  const runs = new Counter({
    name: 'tocsin_quality_runs_total',
    help: 'Data sets that were held against their rules, by what became of it.',
    labelNames: ['outcome'],
    registers,
  });
  const gauge = (name: string, help: string, ...labels: readonly string[]) =>
    new Gauge({ name, help, labelNames: ['dataset', ...labels], registers });
  const rows = gauge('tocsin_quality_rows', 'How many rows a data set has.');
  const at = gauge('tocsin_quality_timestamp_seconds', 'When a data set was checked last.');
  const columns = {
    completeness: gauge(
      'tocsin_quality_completeness',
      'The share of the rows that have a value in a column.',
      'column',
    ),
    invalid: gauge(
      'tocsin_quality_invalid_share',
      'The share of the values of a column that a rule does not allow.',
      'column',
      'rule',
    ),
    age: gauge('tocsin_quality_age_seconds', 'How old the newest time in a column is.', 'column'),
  };
  return {
    checked: (outcome) => runs.inc({ outcome }),
    dataSets(all) {
      for (const one of [rows, at, ...Object.values(columns)]) one.reset();
      for (const { dataset, ...figures } of all) {
        rows.set({ dataset }, figures.rows);
        at.set({ dataset }, figures.at / 1000);
        for (const { of, value, ...labels } of figures.columns) {
          columns[of].set({ dataset, ...labels }, value);
        }
      }
    },
  };
}
