import { answerTo } from '../../metrics/ask/answer.ts';
import { figureLines } from '../../metrics/ask/answer-words.ts';
import { parseAsk } from '../../metrics/ask/ask.ts';
import { measuresAsked } from '../../metrics/ask/measures-asked.ts';
import { UnknownMetric } from '../../metrics/ask/unknown-metric.ts';
import type { Handling, Step } from '../handling.ts';
import type { Word } from '../commands/words.ts';
import { didYouMean, metricsMeant, problemButtons } from './did-you-mean.ts';
import { graphOf, USUAL_ZONE } from './graph.ts';
import { metricAnswer } from './metric-answer.ts';

/** What is asked for, and whether a graph is wanted with it. */
export interface MetricQuestion {
  readonly words: readonly Word[];
  readonly isFiguresOnly: boolean;
}

/**
 * What a question about a metric comes down to. With a graph it is answered where everybody sees it: Slack
 * shows none in what only one person sees.
 *
 * @throws Mistake
 */
export function askMetric({ words, isFiguresOnly }: MetricQuestion, handling: Handling): Step {
  const { metrics, bot, asker } = handling;
  const timeZone = asker.timeZone ?? USUAL_ZONE;
  const now = bot.now();
  const names = { saved: [...metrics.saved.keys()], sources: [...metrics.sources.keys()] };
  try {
    const asked = parseAsk(words, { ...names, now, timeZone });
    const measures = measuresAsked(asked, metrics);
    return {
      role: 'viewer',
      isPublic: !isFiguresOnly,
      async work(job) {
        job.progress('reading the metric');
        const { signal } = job;
        const onWaiting = () => job.progress('waiting: so much is asked for already');
        const answer = await answerTo(asked, measures, metrics, { now, signal, onWaiting });
        const said = figureLines(answer);
        const graph = isFiguresOnly ? {} : await graphOf(answer, { timeZone, said }, handling, job);
        return metricAnswer(answer, { ...graph, buttons: problemButtons(answer.parts, words) });
      },
    };
  } catch (error) {
    if (!(error instanceof UnknownMetric)) throw error;
    const meant = () => metricsMeant(error, metrics.sources);
    return { role: 'viewer', run: async () => didYouMean(error, words, await meant()) };
  }
}
