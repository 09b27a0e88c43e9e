import { Mistake } from '../../config/mistake.ts';
import type { MetricsAtHand } from '../at-hand.ts';
import type { Formula, Measure } from '../measure.ts';
import type { Query } from '../query.ts';
import type { Asked } from './ask.ts';
import type { Subject } from './subject.ts';
import { usualStatistic } from './usual-statistic.ts';

/** A measure, and where it is looked up if that is worth saying. */
export interface AskedMeasure {
  readonly measure: Measure;
  /** The source by which it is told from the same of another. */
  readonly source?: string;
}

/**
 * What is to be read for what somebody asked: one measure, or the same of each source that is named.
 *
 * @throws Mistake for what can't be asked so, such as a statistic of a formula
 */
export function measuresAsked(asked: Asked, atHand: MetricsAtHand): readonly AskedMeasure[] {
  const measure = qualified(measureOf(asked, atHand), asked);
  if (asked.sources.length === 0) return [{ measure }];
  return asked.sources.map((source) => ({ measure: lookedUpIn(source, measure), source }));
}

function measureOf({ subject, statistic, sources }: Asked, atHand: MetricsAtHand): Measure {
  switch (subject.kind) {
    case 'saved':
      return savedMeasure(subject.name, atHand);
    case 'metric':
      return statMeasure(subject, statistic, sources[0], atHand);
    case 'promql': {
      const source = sources[0] ?? atHand.usual.promql;
      if (source === undefined) throw noSource('Prometheus', 'url: https://prometheus:9090');
      const { expression } = subject;
      return bare(expression, { kind: 'promql', expression, source });
    }
    case 'formula': {
      const operands = subject.uses.map((name) => [name, savedMeasure(name, atHand)] as const);
      return bare(subject.text, {
        kind: 'formula',
        text: subject.text,
        operands: new Map(operands),
      });
    }
  }
}

function statMeasure(
  { namespace, metric, dimensions }: Subject & { readonly kind: 'metric' },
  said: string | undefined,
  place: string | undefined,
  { usual, unitOf }: MetricsAtHand,
): Measure {
  const source = place ?? usual.stat;
  if (source === undefined) throw noSource('CloudWatch', 'region: us-east-1');
  const statistic = said ?? usualStatistic(metric);
  const unit = unitOf({ namespace, metric, statistic });
  const title = [metric, ...Object.values(dimensions)].join(' · ');
  return {
    ...bare(title, { kind: 'stat', source, namespace, metric, dimensions, statistic }),
    ...(unit !== undefined && { unit }),
  };
}

function savedMeasure(name: string, { saved }: MetricsAtHand): Measure {
  const measure = saved.get(name);
  if (measure === undefined) throw new Mistake(`there is no saved metric ${name}`, 'ask again');
  return measure;
}

function bare(title: string, of: Query | Formula): Measure {
  return { name: title, title, thresholds: {}, of };
}

function noSource(kind: string, key: string): Mistake {
  return new Mistake(`no ${kind} is configured`, `add one with ${key} to metrics.sources`);
}

/** With the statistic and the band that somebody wants instead of its own. */
function qualified(measure: Measure, { statistic, band }: Asked): Measure {
  const { of } = measure;
  const wanted = of.kind === 'stat' ? (statistic ?? of.statistic) : undefined;
  if (statistic !== undefined && wanted === undefined) {
    throw new Mistake(`${measure.title} is computed as it is`, `leave ${statistic} out`);
  }
  if (band !== undefined && of.kind !== 'stat') {
    throw new Mistake('only CloudWatch knows what is expected', 'leave band out');
  }
  const banded = { ...measure, ...(band !== undefined && { band }) };
  if (of.kind !== 'stat' || wanted === undefined || wanted === of.statistic) return banded;
  // Its limits are those of its own statistic.
  return { ...banded, thresholds: {}, of: { ...of, statistic: wanted } };
}

function lookedUpIn(source: string, measure: Measure): Measure {
  const { of } = measure;
  if (of.kind !== 'formula') return { ...measure, of: { ...of, source } };
  const operands = [...of.operands].map(
    ([name, operand]) => [name, lookedUpIn(source, operand)] as const,
  );
  return { ...measure, of: { ...of, operands: new Map(operands) } };
}
