import type { ActionsBlock, KnownBlock } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import type { AnswerPart } from '../../metrics/ask/answer.ts';
import type { UnknownMetric } from '../../metrics/ask/unknown-metric.ts';
import type { MetricSource } from '../../metrics/source.ts';
import type { Answer } from '../answer.ts';
import type { Word } from '../commands/words.ts';
import { listAnswer } from '../list.ts';
import { sentence } from '../words.ts';

/** The `action_id` of a button that asks for a metric; its value is the command. */
export const ASK_METRIC = 'metric:ask';

const MOST = 5;
/** Slack takes no longer value of a button. */
const LONGEST = 2_000;
/** Who mistyped a name does not wait for a source that is slow, in milliseconds. */
const PATIENCE = 3_000;

/** Metrics that somebody may have meant: saved ones before those of the sources. */
export async function metricsMeant(
  { asked, likely }: UnknownMetric,
  sources: ReadonlyMap<string, MetricSource>,
): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(PATIENCE);
  const found = await Promise.all(
    [...sources.values()].map((source) => source.namesLike(asked, signal).catch(() => [])),
  );
  // CloudWatch's have a namespace before them; others are Prometheus's.
  const written = found.flat().map((name) => (name.includes(' ') ? name : `promql ${name}`));
  return [...new Set([...likely, ...written])].slice(0, MOST);
}

/** What is said of a name that is none: a button for each metric that may have been meant. */
export function didYouMean(
  unknown: UnknownMetric,
  words: readonly Word[],
  meant: readonly string[],
): Answer {
  const { message, hint, asked } = unknown;
  const heading = `${sentence(message)}${meant.length === 0 ? `: ${hint}` : '. Did you mean'}${meant.length === 0 ? '.' : ' …'}`;
  const answer = listAnswer(heading);
  const line = lineOf(words);
  const buttons = meant.flatMap((name) =>
    askButton(
      name,
      line.replace(asked, () => name),
    ),
  );
  return { ...answer, blocks: [...(answer.blocks ?? []), ...buttons] };
}

/** Buttons for what was meant instead of a name that a source does not know. */
export function problemButtons(
  parts: readonly AnswerPart[],
  words: readonly Word[],
): readonly KnownBlock[] {
  const line = lineOf(words);
  return parts.flatMap((part) => {
    if (part.ok || !('nearest' in part.problem)) return [];
    const { asked, nearest } = part.problem;
    if (nearest === undefined || !line.includes(asked)) return [];
    return askButton(
      nearest,
      line.replace(asked, () => nearest),
    );
  });
}

function lineOf(words: readonly Word[]): string {
  return words.map(({ raw }) => raw).join(' ');
}

/** Each in a block of its own, for they have one `action_id`. */
function askButton(label: string, line: string): readonly ActionsBlock[] {
  const value = `/metric ${line}`;
  if (value.length > LONGEST) return [];
  return [
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: ASK_METRIC, value, text: plain(label, 75) }],
    },
  ];
}
