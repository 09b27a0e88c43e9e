import type { ImageBlock } from '@slack/types';
import { Mistake } from '../../config/mistake.ts';
import { answerTo, type MetricAnswer } from '../../metrics/ask/answer.ts';
import { answerChart } from '../../metrics/ask/answer-chart.ts';
import { figureLines } from '../../metrics/ask/answer-words.ts';
import { parseAsk } from '../../metrics/ask/ask.ts';
import { measuresAsked } from '../../metrics/ask/measures-asked.ts';
import { UnknownMetric } from '../../metrics/ask/unknown-metric.ts';
import type { Answer } from '../answer.ts';
import type { Handling, Step } from '../handling.ts';
import type { Job } from '../jobs/job.ts';
import type { Word } from '../commands/words.ts';
import { didYouMean, metricsMeant, problemButtons } from './did-you-mean.ts';
import { metricAnswer } from './metric-answer.ts';

/** Whoever's clock is not known sees times in this zone. */
const USUAL_ZONE = 'UTC';

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
        const graph = isFiguresOnly ? {} : await drawn(answer, timeZone, handling, job);
        return withButtons(metricAnswer(answer, graph.image), answer, words, graph.why);
      },
    };
  } catch (error) {
    if (!(error instanceof UnknownMetric)) throw error;
    const meant = () => metricsMeant(error, metrics.sources);
    return { role: 'viewer', run: async () => didYouMean(error, words, await meant()) };
  }
}

interface Drawn {
  readonly image?: ImageBlock;
  /** Why there is no graph. */
  readonly why?: string;
}

/** The figures are shown while the graph is drawn; without it they are an answer, too. */
async function drawn(
  answer: MetricAnswer,
  timeZone: string,
  { picture }: Pick<Handling, 'picture'>,
  { signal, progress }: Job,
): Promise<Drawn> {
  const isKnown = answer.parts.some((part) => part.ok && part.series.length > 0);
  if (!isKnown) return {};
  progress(`${figureLines(answer).join(' · ')} · drawing`);
  try {
    return { image: await picture(answerChart(answer, timeZone), signal) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Mistake) throw error;
    return { why: 'There is no graph: Slack did not take it.' };
  }
}

function withButtons(
  answer: Answer,
  { parts }: MetricAnswer,
  words: readonly Word[],
  why: string | undefined,
): Answer {
  const blocks = [
    ...(answer.blocks ?? []),
    ...problemButtons(parts, words),
    ...(why === undefined
      ? []
      : [{ type: 'context' as const, elements: [{ type: 'mrkdwn' as const, text: why }] }]),
  ];
  return { ...answer, blocks };
}
