import { Mistake } from '../../config/mistake.ts';
import { escape } from '../../delivery/slack/mrkdwn.ts';
import type { Carried, JobInHand } from '../../engine/ports/job-in-hand.ts';
import type { SlowStep } from '../handling.ts';
import { failedWith } from '../outcome.ts';
import { stepOf } from '../step-of.ts';
import { wordAbout } from '../words.ts';
import { attempt, type Ended } from './attempt.ts';
import { conclude, type Conclusion } from './conclude.ts';
import { TryAgain } from './job.ts';
import type { JobParts } from './parts.ts';
import { openRecord, type OpenRecord } from './record.ts';
import { showJob } from './show-job.ts';
import { tellResult } from './tell-result.ts';
import { waitingText } from './words.ts';

/** So often work is tried that fails in a way that may pass. */
const TRIES = 4;
/** What so many processes fell silent with is not begun again: it may be why. */
const OFTEN = 3;
/** How long after it was asked for work may begin, in milliseconds: later nobody expects it any more. */
const TOO_LATE = 60 * 60_000;
/** How often who waits is looked after, in milliseconds. */
const LOOK_AGAIN = 1_000;

/**
 * Brings slow work on: shows that it waits, does it when it is its turn, tells what came of it. All that is
 * known of it lies in its record, so that another process can go on from there; work that was cut off is
 * begun again.
 *
 * @throws when the store can't be reached: then nothing is lost, and it is to be handed over again
 */
export async function runJob(job: JobInHand, parts: JobParts): Promise<Carried> {
  const record = openRecord(job);
  const isOver = record.now().result !== undefined;
  const carried = isOver ? undefined : await bringOn(job, record, parts);
  return carried ?? tellResult(record, parts);
}

/** Undefined as soon as there is a result. */
async function bringOn(
  job: JobInHand,
  record: OpenRecord,
  parts: JobParts,
): Promise<Carried | undefined> {
  const { line, screen, pace } = parts;
  const { id, at, token } = job;
  const { asker } = record.now();
  const turn = await line.take({ id, at, person: asker.id }, token);
  if (turn.state === 'cancelled') return conclude(record, cancelled(turn.by), parts);
  const waited = screen.now() - at;
  const over = whyNot(job, record, waited);
  if (over !== undefined) return conclude(record, over, parts);
  const step = await slowStep(record, parts);
  if ('outcome' in step) return conclude(record, step, parts);
  const show = (standing: string) => showJob(record, standing, step, parts);
  if (turn.state === 'ours') {
    const ended = await attempt(step.work, { id, token, waited }, { ...parts, show });
    return settle(ended, record, step, parts);
  }
  // Who waits is none the worse for not being told at once.
  if (waited > pace.show) await show(waitingText(turn)).catch(() => false);
  return { again: LOOK_AGAIN };
}

/** Why work is not begun any more. */
function whyNot(
  { interruptions }: JobInHand,
  record: OpenRecord,
  waited: number,
): Conclusion | undefined {
  const { traceId } = record.now().request;
  if (interruptions > OFTEN) {
    const text = `This was interrupted ${interruptions} times, and is not begun again. The log says more of \`${traceId}\`.`;
    return { outcome: 'failed', answer: { text } };
  }
  if (waited <= TOO_LATE) return undefined;
  return {
    outcome: 'too late',
    answer: { text: 'This was not done within an hour, and is not done any more. Ask again.' },
  };
}

/** What is to be done; or that it can't be. */
async function slowStep(record: OpenRecord, parts: JobParts): Promise<SlowStep | Conclusion> {
  const { request, asker } = record.now();
  try {
    const step = await stepOf(request, asker, parts);
    if ('work' in step) return step;
    throw new Mistake('another version of the bot took this', 'ask again');
  } catch (error) {
    return failedWith(error, request);
  }
}

async function settle(
  ended: Ended,
  record: OpenRecord,
  step: SlowStep,
  parts: JobParts,
): Promise<Carried | undefined> {
  switch (ended.how) {
    case 'answered': {
      const answer = { isPublic: step.isPublic ?? false, ...ended.answer };
      return conclude(record, { outcome: 'done', answer }, parts);
    }
    case 'failed':
      return failed(ended.error, record, step, parts);
    case 'cancelled':
      return conclude(record, cancelled(ended.by), parts);
    case 'stopping':
      await parts.line.leave(record.id);
      return { again: 0 };
    case 'lost':
      return { again: LOOK_AGAIN };
  }
}

async function failed(
  error: unknown,
  record: OpenRecord,
  step: SlowStep,
  parts: JobParts,
): Promise<Carried | undefined> {
  const { request } = record.now();
  if (!(error instanceof TryAgain)) return conclude(record, failedWith(error, request), parts);
  const failures = record.now().failures + 1;
  if (failures >= TRIES) {
    const answer = { text: escape(`${error.message}, though it was tried ${TRIES} times.`) };
    return conclude(record, { outcome: 'failed', answer, error }, parts);
  }
  await record.keep({ ...record.now(), failures });
  await parts.line.leave(record.id);
  const standing = `${error.message}. Tried ${failures} of ${TRIES} times; it is tried again soon`;
  await showJob(record, standing, step, parts).catch(() => false);
  return { failures };
}

function cancelled(by: string): Conclusion {
  return { outcome: 'cancelled', answer: wordAbout(`🚫 Cancelled by ${by}`) };
}
