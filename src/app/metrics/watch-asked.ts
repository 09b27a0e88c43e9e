import type { Config } from '../../config/load.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { problemWords } from '../../metrics/problem-words.ts';
import type { Span } from '../../metrics/series.ts';
import { replay, type Replay, type Told } from '../../metrics/watch/replay.ts';
import type { WatchRule } from '../../metrics/watch/rule.ts';
import { createMemoryStore } from '../../store/memory/store.ts';
import { createMetricSources } from './metric-sources.ts';
import { watchRules } from './watch-rules.ts';

export type { Told } from '../../metrics/watch/replay.ts';

/** What a rule would have told. */
export interface WatchTest extends Extract<Replay, { readonly ok: true }> {
  readonly rule: WatchRule;
}

/**
 * Asks the sources of a config what one of its watch rules would have told over some time, without a bot.
 *
 * @throws Mistake for a name that there is not; Error in words for people when a source has no answer
 */
export async function testWatchRule(config: Config, name: string, span: Span): Promise<WatchTest> {
  const rules = watchRules(config);
  const rule = rules.find((one) => one.name === name);
  if (rule === undefined) throw unknownRule(name, rules);
  const { limiter } = createMemoryStore(Date.now);
  const sources = createMetricSources(config, { limiter, onCharged: () => {} });
  const replayed = await replay(rule, sources, span);
  if (replayed.ok) return { rule, ...replayed };
  const { what, mend } = problemWords(replayed.problem, replayed.source);
  throw new Error(`${what} ${mend}`);
}

function unknownRule(name: string, rules: readonly WatchRule[]): Mistake {
  const names = rules.map((rule) => rule.name);
  const meant = nearest(name, names);
  const listed = names.length === 0 ? 'there are none yet' : `there are ${names.join(', ')}`;
  const hint = meant === undefined ? listed : `write ${quoted(meant)}`;
  return new Mistake(`there is no watch rule ${quoted(name)}`, hint);
}

/** From when to when one series would have been told as firing; without an end it still is. */
export interface Episode extends Omit<Told, 'status' | 'at'> {
  readonly from: number;
  readonly to?: number;
}

/** What was told, from one beginning to its end, in the order of the beginnings. */
export function episodesOf(told: readonly Told[]): readonly Episode[] {
  const all: Episode[] = [];
  const open = new Map<string, number>();
  for (const { status, at, labels, measured } of told) {
    const key = JSON.stringify(labels);
    const index = open.get(key);
    const begun = index === undefined ? undefined : all[index];
    if (status === 'firing') {
      open.set(key, all.length);
      all.push({ from: at, labels, measured });
    } else if (index !== undefined && begun !== undefined) {
      all[index] = { ...begun, to: at };
      open.delete(key);
    }
  }
  return all;
}
