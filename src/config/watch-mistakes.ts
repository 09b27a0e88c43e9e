import { figuresGiven, figuresNeeded } from '../metrics/watch/reach.ts';
import type { DeclaredNames } from './declared-names.ts';
import type { MetricMistake } from './formula-mistakes.ts';
import { formatDuration } from './duration.ts';
import { Mistake } from './mistake.ts';
import type { Config } from './schema/config.ts';
import type { WatchConfig, WatchedConfig } from './schema/watch.ts';
import { locate, type ConfigNode, type Path } from './tree.ts';
import {
  watchConditions,
  watchPeriod,
  watchPeriods,
  watchSummed,
  type WatchConditions,
} from './watch-operands.ts';

/**
 * Conditions that can't be read, or name what there is not; metrics that they have no use for; more
 * figures than a source gives; and samples that there can't be.
 */
export function* watchMistakes(
  config: Config,
  root: ConfigNode,
  { savedMetrics }: DeclaredNames,
): Generator<MetricMistake> {
  for (const [index, rule] of config.watch.entries()) {
    const path = ['watch', index];
    const written = locate(root, [...path, 'metrics']);
    // The condition may name what was taken out because it was wrong.
    if (written?.kind === 'map' && written.pruned.size > 0) continue;
    const read = firstMistake(rule, savedMetrics);
    if ('mistake' in read) {
      const { message, hint } = read.mistake;
      yield { path: [...path, read.key], message, hint };
      continue;
    }
    for (const name of Object.keys(rule.metrics).filter((one) => !read.metrics.has(one))) {
      const message = 'no condition names it';
      yield { path: [...path, 'metrics', name], message, hint: 'take it out, or name it' };
    }
    const period = watchPeriod(rule, read.metrics, config.metrics.saved);
    const periods = watchPeriods(rule.for, period);
    yield* tooManyFigures(config, [...path], rule, { period, metrics: read.metrics });
    if ((rule.min_samples ?? 1) <= periods) continue;
    const span = rule.for === 0 ? 'without for:' : `in ${formatDuration(rule.for)}`;
    const message = `${span} there can be ${periods} of ${formatDuration(period)}`;
    const hint = `write at most ${periods}, or a longer for:`;
    yield { path: [...path, 'min_samples'], message, hint };
  }
}

/** What is read together fails together: a rule that asks for more than there is would take others along. */
function* tooManyFigures(
  { metrics: { saved } }: Config,
  path: Path,
  rule: WatchConfig,
  { period, metrics }: { readonly period: number; readonly metrics: WatchConditions['metrics'] },
): Generator<MetricMistake> {
  const periods = watchPeriods(rule.for, period);
  const summed = watchSummed(rule, period);
  const needed = figuresNeeded({ every: rule.every, period, periods, summed });
  const isKept = [...metrics.values()].some(({ of }) => isCloudWatchs(of, saved));
  const given = figuresGiven(period, isKept);
  if (needed <= given) return;
  const key = summed > 2 * periods ? 'sum_over' : 'for';
  const message = `needs ${needed} figures of ${formatDuration(period)} at once, and a source gives ${given}`;
  yield { path: [...path, key], message, hint: 'write a longer period:, or less' };
}

/** Whether it is CloudWatch's; of what is computed that shows when it is read. */
function isCloudWatchs(of: WatchedConfig['of'], saved: Config['metrics']['saved']): boolean {
  return (of.kind === 'saved' ? saved[of.name]?.of.kind : of.kind) === 'stat';
}

type Read = WatchConditions | { readonly key: 'when' | 'clear'; readonly mistake: Mistake };

/** One condition after the other, so that the mistake is told where it is. */
function firstMistake({ when, clear, metrics }: WatchConfig, saved: ReadonlySet<string>): Read {
  let key: 'when' | 'clear' = 'when';
  try {
    watchConditions({ when, clear: undefined, metrics }, saved);
    key = 'clear';
    return watchConditions({ when, clear, metrics }, saved);
  } catch (error) {
    if (error instanceof Mistake) return { key, mistake: error };
    throw error;
  }
}
