import { formulaOperands } from '../../config/formula-operands.ts';
import type { Config } from '../../config/load.ts';
import { sourceOf } from '../../config/metric-checks.ts';
import type { QueryConfig } from '../../config/schema/metric-query.ts';
import type { FormulaConfig, MetricConfig } from '../../config/schema/metric.ts';
import { unitSign } from '../../intake/alarm/units.ts';
import type { Kpi } from '../../metrics/kpis/kpi.ts';
import type { Formula, Measure } from '../../metrics/measure.ts';
import type { Query } from '../../metrics/query.ts';

/** The saved metrics of a config, by name. */
export function savedMeasures({ metrics }: Config): ReadonlyMap<string, Measure> {
  const names = Object.keys(metrics.saved);
  return new Map(names.map((name) => [name, savedMeasure(name, metrics)]));
}

/** A metric as the config has it, under a name; the config was checked. */
export function measureOf(
  name: string,
  written: MetricConfig,
  metrics: Config['metrics'],
): Measure {
  const { of, title = name, period, band, thresholds } = written;
  const unit = written.unit ?? usualUnit(of);
  return {
    name,
    title,
    thresholds,
    ...(unit !== undefined && { unit }),
    ...(period !== undefined && { period }),
    ...(band !== undefined && { band }),
    of: of.kind === 'formula' ? formulaFrom(of, metrics) : queryFrom(of, metrics),
  };
}

/** The key figures of a config, in its order. */
export function kpisOf({ kpis, metrics }: Config): readonly Kpi[] {
  return kpis.map(
    ({ name, title = name, of, unit, figure, target, warning, critical, ...rest }) => {
      const measure =
        of.kind === 'saved'
          ? savedMeasure(of.name, metrics)
          : measureOf(name, { of, thresholds: {} }, metrics);
      return {
        name,
        title,
        group: rest.group,
        window: rest.window,
        isObjective: rest.slo,
        measure: {
          ...measure,
          title,
          thresholds: { warning, critical },
          ...(unit !== undefined && { unit }),
        },
        ...(figure !== undefined && { folding: figure }),
        ...(target !== undefined && { target }),
        ...(warning !== undefined && { warning }),
        ...(critical !== undefined && { critical }),
      };
    },
  );
}

function savedMeasure(name: string, metrics: Config['metrics']): Measure {
  const written = metrics.saved[name];
  if (written === undefined) throw new Error(`there is no saved metric ${name}`);
  return measureOf(name, written, metrics);
}

function formulaFrom(of: FormulaConfig, metrics: Config['metrics']): Formula {
  const operands = [...formulaOperands(of, Object.keys(metrics.saved))].map(
    ([name, operand]): [string, Measure] => [
      name,
      operand.kind === 'saved'
        ? savedMeasure(operand.name, metrics)
        : measureOf(name, { of: operand, thresholds: {} }, metrics),
    ],
  );
  return { kind: 'formula', text: of.text, operands: new Map(operands) };
}

function queryFrom(written: QueryConfig, { sources }: Config['metrics']): Query {
  const source = sourceOf(written, sources)?.name;
  if (source === undefined) throw new Error('a metric has no source');
  return { ...written, source };
}

/** CloudWatch's metrics mostly have a unit that everybody knows; a count of samples has none. */
function usualUnit(of: MetricConfig['of']): string | undefined {
  if (of.kind !== 'stat' || of.statistic === 'SampleCount') return undefined;
  return unitSign(undefined, of.namespace, of.metric);
}
