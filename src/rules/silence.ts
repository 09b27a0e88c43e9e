import { matcherText } from '../alert/matcher.ts';
import { silenceState, whyNot, type Silence, type WrittenMatcher } from '../alert/silence.ts';
import { timeText, type Deed } from './deed.ts';
import type { Draft } from './draft.ts';
import type { ExpireSilenceEvent, SilenceEvent } from './event.ts';
import { silenceMute } from './mute-names.ts';

/** How long an expired silence is kept to look at, in milliseconds: Alertmanager's `--data.retention`. */
const EXPIRED_KEPT = 120 * 60 * 60 * 1000;

/**
 * A new silence, or a change of one. The end of an active one, and everything of one that is still to
 * come but its matchers, can be changed in place; any other change makes a new silence and expires the
 * old. A silence can't begin in the past. One that can't be is refused: in the book it would keep all
 * others from being read.
 *
 * Semantics: Prometheus Alertmanager, `Silences.Set`.
 */
export function silence(draft: Draft, event: SilenceEvent, now: number): void {
  const { silence: wanted, traceId, by = wanted.createdBy, actor = by, groups = [] } = event;
  const why = whyNot(wanted);
  if (why !== undefined) {
    draft.because({ decision: 'refused', reason: `the silence ${wanted.id} is refused: ${why}` });
    return;
  }
  forgetExpired(draft, traceId, now);
  const known = draft.silences.all.get(wanted.id);
  if (known !== undefined && canUpdate(known, wanted, now)) {
    const endsAt = Math.max(wanted.endsAt, now);
    draft.putSilence(known.id, { ...wanted, endsAt });
    draft.did(deedOf({ ...wanted, endsAt }, actor, traceId));
    if (endsAt < known.endsAt) ended(draft, known.id, traceId);
  } else {
    if (known !== undefined && silenceState(known, now) !== 'expired') {
      expire(draft, known, traceId, now);
    }
    const id = freeId(draft, wanted.id);
    const added = { ...wanted, id, startsAt: Math.max(wanted.startsAt, now) };
    draft.putSilence(id, added);
    draft.did(deedOf(added, actor, traceId));
    for (const group of groups)
      draft.follow({ type: 'silence-begun', traceId, group, silence: id });
  }
  draft.because({ decision: 'silenced', reason: wanted.comment });
}

/** Ends a silence now; one that is over or unknown is left alone. */
export function expireSilence(
  draft: Draft,
  { id, traceId, by, actor = by }: ExpireSilenceEvent,
  now: number,
): void {
  const known = draft.silences.all.get(id);
  if (known === undefined || silenceState(known, now) === 'expired') {
    draft.because({ decision: 'ignored', reason: `there is no silence ${id} to expire` });
    return;
  }
  expire(draft, known, traceId, now);
  draft.because({ decision: 'silenced', reason: `${id} expired` });
  draft.did({ actor, action: 'silence-expired', object: id, traceId });
}

function expire(draft: Draft, known: Silence, traceId: string, now: number): void {
  // One that never began never was: both its times are now.
  const startsAt = Math.min(known.startsAt, now);
  draft.putSilence(known.id, { ...known, startsAt, endsAt: now });
  ended(draft, known.id, traceId);
}

/** Those who wait for it look again. */
function ended(draft: Draft, id: string, traceId: string): void {
  draft.follow({ type: 'mute-ended', traceId, mute: silenceMute(id) });
}

function canUpdate(known: Silence, wanted: Silence, now: number): boolean {
  if (!isSame(known.matchers, wanted.matchers)) return false;
  switch (silenceState(known, now)) {
    case 'active':
      return wanted.startsAt === known.startsAt;
    case 'pending':
      return wanted.startsAt >= now;
    case 'expired':
      return false;
  }
}

function isSame(some: readonly WrittenMatcher[], others: readonly WrittenMatcher[]): boolean {
  const texts = (matchers: readonly WrittenMatcher[]) =>
    matchers.map(({ name, operator, value }) => JSON.stringify([name, operator, value])).toSorted();
  return JSON.stringify(texts(some)) === JSON.stringify(texts(others));
}

/** An id that was given to another silence before gets a number. */
function freeId(draft: Draft, wanted: string): string {
  let id = wanted;
  for (let count = 2; draft.silences.all.has(id); count += 1) id = `${wanted}-${count}`;
  return id;
}

function forgetExpired(draft: Draft, traceId: string, now: number): void {
  for (const { id, endsAt } of draft.silences.all.values()) {
    if (endsAt + EXPIRED_KEPT >= now) continue;
    draft.putSilence(id, undefined);
    // Whoever waits for it still was overlooked.
    ended(draft, id, traceId);
  }
}

function deedOf({ id, matchers, endsAt, comment }: Silence, actor: string, traceId: string): Deed {
  const what = matchers.map(matcherText);
  const details = { matchers: what.join(','), until: timeText(endsAt), comment };
  return { actor, action: 'silenced', object: id, details, traceId };
}
