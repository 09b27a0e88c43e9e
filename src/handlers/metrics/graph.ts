import type { ImageBlock } from '@slack/types';
import type { Threshold } from '../../alert/threshold.ts';
import type { MetricAnswer } from '../../metrics/ask/answer.ts';
import { answerChart } from '../../metrics/ask/answer-chart.ts';
import type { Handling } from '../handling.ts';
import type { Job } from '../jobs/job.ts';

/** Whoever's clock is not known sees times in this zone. */
export const USUAL_ZONE = 'UTC';

/** The graph of an answer, or why there is none. */
export interface Graph {
  readonly image?: ImageBlock;
  readonly whyNone?: string;
}

interface GraphWishes {
  readonly timeZone: string | undefined;
  readonly target?: Threshold | undefined;
  /** What is known before it is drawn: shown meanwhile. */
  readonly said: readonly string[];
}

/** Draws an answer; without its graph it is an answer, too. What has no data has no graph. */
export async function graphOf(
  answer: MetricAnswer,
  { timeZone = USUAL_ZONE, target, said }: GraphWishes,
  { picture }: Pick<Handling, 'picture'>,
  { signal, progress }: Job,
): Promise<Graph> {
  const isKnown = answer.parts.some((part) => part.ok && part.series.length > 0);
  if (!isKnown) return {};
  progress(`${said.join(' · ')} · drawing`);
  try {
    return { image: await picture(answerChart(answer, timeZone, target), signal) };
  } catch {
    signal.throwIfAborted();
    return { whyNone: 'There is no graph: Slack did not take it.' };
  }
}
