import type { JournalStep } from '../../engine/ports/delivery-store.ts';
import { REFUSED, type Steps } from '../adapter.ts';
import { isInDoubt, POST } from '../news.ts';
import { newsKey } from '../notification-id.ts';
import { saidBy, type DeliveryView } from '../view.ts';
import { classifyFailure, type MailFailure } from './failure.ts';

/** Somebody whom the server puts off for longer is given up, in milliseconds: the others were told. */
const PUT_OFF_FOR = 30 * 60_000;

/** One try to hand a mail in, and what is known of those before it. */
export interface Attempt {
  /** Who is still to get it. */
  readonly to: readonly string[];
  /** What the thread's first mail told, or may have told: see `threadOf`. */
  readonly opening: string;
  /** What is written down before it is made. */
  readonly step: JournalStep;
  /** What is written down when certainly nobody got it. */
  readonly refused: JournalStep;
  /** What is to be said of those whom the server refused for good. */
  readonly remark?: string;
}

/** If some got this mail already it is for the others; a mail that tells something else is for all. */
export function attemptOf(
  view: DeliveryView,
  { journal, now }: Steps,
  everybody: readonly string[],
): Attempt {
  const said = saidBy(view);
  const news = newsKey(said);
  const before = isInDoubt(journal) ? journal[POST] : undefined;
  const again = before?.said !== undefined && newsKey(before.said) === news ? before : undefined;
  const settled = again?.result?.['settled']?.split(' ') ?? [];
  const remark = again?.result?.['remark'];
  const opening = before?.result?.['opening'] ?? news;
  const begunAt = again?.begunAt ?? now;
  const result = { ...again?.result, opening };
  const step = { begunAt, said, result };
  return {
    to: everybody.filter((one) => !settled.includes(one)),
    opening,
    step,
    refused: before === undefined ? { begunAt, result: REFUSED } : step,
    ...(remark !== undefined && { remark }),
  };
}

/** What became of a mail that some of its readers got. */
export type Handover =
  /** Nobody is left who could get it yet. */
  | { readonly outcome: 'done'; readonly remark?: string }
  /** The server puts some off. */
  | { readonly outcome: 'put off'; readonly why: string; readonly step: JournalStep };

/**
 * Who is left after an attempt. Whom the server refuses for good is not asked for again, and is named;
 * whom it puts off is tried again for a while.
 *
 * @param refusals what nodemailer says of those who did not get it
 * @param everybody whom the mail is for
 */
export function handoverOf(
  { to, step, remark }: Attempt,
  refusals: readonly unknown[],
  everybody: readonly string[],
  now: number,
): Handover {
  const failures = refusals.map(classifyFailure);
  const isPatient = now < step.begunAt + PUT_OFF_FOR;
  const putOff = failures.filter(({ isFinal }) => !isFinal && isPatient);
  const textOf = ({ recipient = to.join(', '), why }: MailFailure): string =>
    `${recipient}: ${why}`;
  const remarks = [remark, ...failures.filter((one) => !putOff.includes(one)).map(textOf)];
  const told = remarks.filter((one) => one !== undefined).join('; ');
  const said = told === '' ? {} : { remark: told };
  if (putOff.length === 0) return { outcome: 'done', ...said };
  const left = new Set(putOff.flatMap(({ recipient }) => recipient ?? to));
  const settled = everybody.filter((one) => !left.has(one)).join(' ');
  const result = { ...step.result, settled, ...said };
  return { outcome: 'put off', why: putOff.map(textOf).join('; '), step: { ...step, result } };
}
