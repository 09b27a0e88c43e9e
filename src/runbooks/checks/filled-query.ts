import { Mistake } from '../../config/mistake.ts';
import type { QueryConfig } from '../../config/schema/metric-query.ts';
import { valueOf, variablesIn, type Facts } from '../format/variables.ts';

const VARIABLE = /\{\{([^{}\n]*)\}\}/gu;

/**
 * A check's query for one alert. Its values are data: a dimension is one whatever stands in it, and in PromQL they
 * may stand in quotes only, where they are escaped.
 *
 * @throws Mistake where the alert lacks a value
 */
export function filledQuery(query: QueryConfig, facts: Facts): QueryConfig {
  if (query.kind === 'promql') {
    return { ...query, expression: filledPromql(query.expression, facts) };
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

/** @see https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals */
function filledPromql(text: string, facts: Facts): string {
  const variables = new Set(variablesIn(text).map(({ at }) => at));
  let filled = '';
  let quote = '';
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    if (variables.has(at)) {
      const end = text.indexOf('}}', at) + 2;
      const written = text.slice(at + 2, end - 2);
      if (quote !== '"' && quote !== "'") {
        const hint = `write label="{{ ${written.trim()} }}"`;
        throw new Mistake(`{{ ${written.trim()} }} stands in no quotes of the PromQL`, hint);
      }
      filled += escaped(neededValue(written, facts));
      at = end;
      continue;
    }
    const isEscape = character === '\\' && quote !== '' && quote !== '`';
    if (!isEscape && /["'`]/u.test(character)) {
      if (quote === '') quote = character;
      else if (quote === character) quote = '';
    }
    filled += isEscape ? text.slice(at, at + 2) : character;
    at += isEscape ? 2 : 1;
  }
  return filled;
}

/** As in a string of Go's, whichever quotes it stands in. */
function escaped(value: string): string {
  return value.replaceAll(/["'\\]/gu, (sign) => `\\x${sign.charCodeAt(0).toString(16)}`);
}
