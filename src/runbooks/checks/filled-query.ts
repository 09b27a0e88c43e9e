import { Mistake } from '../../config/mistake.ts';
import type { QueryConfig } from '../../config/schema/metric-query.ts';
import { valueOf, type Facts } from '../format/variables.ts';
import { bareVariables, escapedPromql } from './filled-promql.ts';

const VARIABLE = /\{\{([^{}\n]*)\}\}/gu;

/**
 * A check's query for one alert. Its values are data: a dimension is one whatever stands in it, and in PromQL they
 * may stand in quotes only, where they are escaped.
 *
 * @throws Mistake where the alert lacks a value
 */
export function filledQuery(query: QueryConfig, facts: Facts): QueryConfig {
  if (query.kind === 'promql') {
    const [bare] = bareVariables(query.expression);
    if (bare !== undefined) {
      const hint = `write label="{{ ${bare.name} }}"`;
      throw new Mistake(`{{ ${bare.name} }} stands in no quotes of the PromQL`, hint);
    }
    const expression = query.expression.replaceAll(VARIABLE, (_, name: string) =>
      escapedPromql(neededValue(name, facts)),
    );
    return { ...query, expression };
  }
  const dimensions = Object.entries(query.dimensions).map(([name, text]) => {
    const filled = text.replaceAll(VARIABLE, (_, variable: string) => neededValue(variable, facts));
    return [name, filled] as const;
  });
  return { ...query, dimensions: Object.fromEntries(dimensions) };
}

function neededValue(written: string, facts: Facts): string {
  const name = written.trim();
  const value = valueOf(name, facts);
  if (value !== undefined) return value;
  const [of, ...key] = name.split('.');
  const what = of === 'labels' ? `label ${key.join('.')}` : name;
  throw new Mistake(`the alert has no ${what}`, 'look at the metric by hand');
}
