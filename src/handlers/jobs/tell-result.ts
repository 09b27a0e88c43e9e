import type { KnownBlock } from '@slack/types';
import { classifyFailure, heed, type SlackFailure } from '../../delivery/slack/failure.ts';
import { withinLimits } from '../../delivery/slack/limits/message.ts';
import type { Carried } from '../../engine/ports/job-in-hand.ts';
import { answerTo } from '../answering.ts';
import type { JobParts } from './parts.ts';
import { postAnswer } from './show-job.ts';
import type { JobRecord, OpenRecord } from './record.ts';
import { callerOf, settlePost } from './standing.ts';
import { resultMessage } from './words.ts';

/** So long, in milliseconds, Slack is asked to take a result. */
const TOLD_FOR = 6 * 60 * 60_000;

type TellParts = Pick<JobParts, 'registry' | 'screen' | 'onDone'>;

/**
 * Tells what came of a job: in place of how it stood, where that was shown; else as every command is
 * answered. What Slack does not take now is told later, though not for ever.
 */
export async function tellResult(record: OpenRecord, parts: TellParts): Promise<Carried> {
  const unsettled = await settlePost(record, parts.screen);
  if (unsettled > 0) return { again: unsettled };
  const { result } = record.now();
  if (result === undefined) return 'over';
  try {
    const wait = await tell(record, result, parts);
    return wait === 0 ? 'over' : { again: wait };
  } catch (error) {
    return untold(error, record, result, parts);
  }
}

/** After so long, in milliseconds, an answer does without its picture. */
const POSTED_WITHIN = 5 * 60_000;
/** Slack takes posts to a channel one a second. In milliseconds. */
const LOOK_AGAIN = 1_000;

type Result = NonNullable<JobRecord['result']>;

/** @returns 0, or after how many milliseconds it is its turn */
async function tell(
  record: OpenRecord,
  { text, blocks, isPublic, at }: Result,
  parts: TellParts,
): Promise<number> {
  const { registry, screen } = parts;
  const { slack, limiter, updates } = screen;
  const { message, request, isHidden = false } = record.now();
  const answer = { text, isPublic, ...(blocks.length > 0 && { blocks }) };
  if (message === undefined) {
    const isPosted = blocks.some(isPicture) && !isHidden && screen.now() - at < POSTED_WITHIN;
    if (isPosted) return (await postAnswer(record, answer, parts)) ? 0 : LOOK_AGAIN;
    const words = blocks.filter((block) => !isPicture(block));
    const shown = { text, isPublic, ...(words.length > 0 && { blocks: words }) };
    await answerTo(request, shown, { registry, slack });
    return 0;
  }
  const wait = await limiter.take(updates, callerOf(record));
  if (wait > 0) return wait;
  await slack.chat.update({ ...message, ...withinLimits(resultMessage(answer, record, at)) });
  return 0;
}

/** Slack shows pictures of its own only in messages. */
function isPicture(block: KnownBlock): boolean {
  return block.type === 'image' && 'slack_file' in block;
}

async function untold(
  error: unknown,
  record: OpenRecord,
  { at }: Result,
  { screen: { limiter, updates, now }, onDone }: TellParts,
): Promise<Carried> {
  const { message, ...rest } = record.now();
  const failure = classifyFailure(error);
  if (message !== undefined) await heed(failure, limiter, updates);
  if (failure.kind === 'refused' && message !== undefined) {
    // It was deleted, or its channel is closed: it is said where it was asked.
    await record.keep(rest);
    return { again: 0 };
  }
  if (failure.kind === 'refused' || now() - at > TOLD_FOR) {
    onDone({ request: rest.request, asker: rest.asker, outcome: 'failed', error });
    return 'over';
  }
  const failures = rest.failures + 1;
  await record.keep({ ...record.now(), failures });
  return pauseAfter(failure, failures);
}

function pauseAfter(failure: SlackFailure, failures: number): Carried {
  return 'afterMs' in failure && failure.afterMs !== undefined
    ? { again: failure.afterMs }
    : { failures };
}
