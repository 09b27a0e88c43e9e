import { Mistake, quoted } from '../../config/mistake.ts';
import type { Config } from '../../config/load.ts';
import { splitWords } from '../../handlers/commands/words.ts';
import { answerTo, type MetricAnswer } from '../../metrics/ask/answer.ts';
import { answerChart } from '../../metrics/ask/answer-chart.ts';
import { parseAsk } from '../../metrics/ask/ask.ts';
import { measuresAsked } from '../../metrics/ask/measures-asked.ts';
import type { Measure } from '../../metrics/measure.ts';
import { savedLike } from '../../metrics/saved-like.ts';
import { createChartRenderer } from '../../metrics/charts/renderer.ts';
import { createMemoryStore } from '../../store/memory/store.ts';
import { savedMeasures } from './measures.ts';
import { metricsAtHand } from './metrics-at-hand.ts';

export type { MetricAnswer } from '../../metrics/ask/answer.ts';
export { answerJson, answerText } from '../../metrics/ask/answer-text.ts';

/** Whose clock is meant. */
interface Clock {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly timeZone: string;
}

/**
 * Asks the sources of a config for a metric, without a bot.
 *
 * @param args as somebody typed them to a shell
 * @throws Mistake for what can't be asked so
 */
export async function askMetric(
  config: Config,
  args: readonly string[],
  clock: Clock,
): Promise<MetricAnswer> {
  const { limiter } = createMemoryStore(Date.now);
  const atHand = metricsAtHand(config, { limiter, onCharged: () => {} });
  const names = { saved: [...atHand.saved.keys()], sources: [...atHand.sources.keys()] };
  if (names.sources.length === 0) {
    throw new Mistake('the config has no sources of metrics', 'write metrics.sources into it');
  }
  const asked = parseAsk(wordsIn(args), { ...names, ...clock });
  return answerTo(asked, measuresAsked(asked, atHand), atHand, { now: clock.now });
}

/**
 * The metrics that a config saves, or those whose name or title is like a word.
 *
 * @throws Mistake where there are none
 */
export function listMetrics(
  config: Config,
  word: string,
): readonly Pick<Measure, 'name' | 'title'>[] {
  const saved = savedMeasures(config);
  if (saved.size === 0) {
    throw new Mistake('no metric is saved', 'metrics.saved in the config gives them names');
  }
  const found = savedLike(word, saved);
  if (found.length === 0) {
    throw new Mistake(`no saved metric is called like ${quoted(word)}`, 'list has all of them');
  }
  return found.map(({ name, title }) => ({ name, title }));
}

/** What a shell has taken the quotes from is one word, as if it still had them. */
function wordsIn(args: readonly string[]) {
  const [only = '', ...more] = args;
  if (more.length === 0) return splitWords(only);
  return args.map((text) => ({ text, raw: text, isQuoted: /\s/u.test(text) }));
}

/** The graph of an answer, as PNG. */
export async function drawMetric(answer: MetricAnswer, timeZone: string): Promise<Uint8Array> {
  const renderer = createChartRenderer();
  try {
    return await renderer.render(answerChart(answer, timeZone));
  } finally {
    await renderer.close();
  }
}
