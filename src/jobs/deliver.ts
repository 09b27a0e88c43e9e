import { randomUUID } from 'node:crypto';
import { isOutstanding, type Group, type Handle, type Told } from '../alert/group.ts';
import {
  isRefused,
  OWN_LIMIT,
  type Adapter,
  type DeliveryResult,
  type Retry,
  type Settled,
  type Steps,
} from '../delivery/adapter.ts';
import { shownIn, viewOf, whatWasTold, type DeliveryView } from '../delivery/view.ts';
import {
  HELD_UP,
  type DeliveryStore,
  type GroupSnapshot,
  type Journal,
  type Target,
} from '../engine/ports/delivery-store.ts';
import type { Leases } from './leases.ts';
import { noteFailed, noteSettled, type Noting } from './note-trouble.ts';
import {
  FAILURES,
  failuresIn,
  failuresNote,
  LONGEST_PAUSE,
  pauseAfter,
  pausedUntil,
} from './back-off.ts';
import { notForThem, nothingToDo, outcomeOf } from './outcome.ts';

/** Somebody else is delivering to this target: look again so much later, in milliseconds. */
const BUSY_WAIT = 250;

/** What those who watch deliveries are told of each. */
export interface DeliveryReport {
  readonly target: Target;
  readonly traceId: string;
  readonly outcome: DeliveryResult['outcome'];
  /** Of what was delivered: whom it did not reach. */
  readonly why?: string;
  readonly afterMs?: number;
  /** From the oldest signal it tells of to the service's answer, in milliseconds. */
  readonly latencyMs?: number;
  readonly callMs: number;
}

export interface DeliveryTools {
  readonly store: DeliveryStore;
  readonly leases: Pick<Leases, 'keep' | 'letGo'>;
  /** How an integration of a group is reached; undefined when the config no longer has it. */
  readonly outletOf: (group: Group, integration: string) => Outlet | undefined;
  /** Notes which integrations fail. */
  readonly troubles: Noting;
  readonly onReport: (report: DeliveryReport) => void;
  /** Told of what a service took, once that is written down. */
  readonly onDelivered?: (view: DeliveryView, handle: Handle | undefined) => void;
  /** From 0 to 1; chance unless told. */
  readonly random?: () => number;
}

/** A way to tell somebody. */
export interface Outlet {
  readonly adapter: Adapter;
  /** True for who hears only of what they were told before. */
  readonly isFormer: boolean;
}

const NOWHERE: Outlet = {
  adapter: {
    detail: 0,
    deliver: async () => ({
      outcome: 'reject',
      why: 'the config has no such integration any more',
    }),
  },
  isFormer: false,
};

/** Done, or to be tried again in so many milliseconds. */
export type Delivered = { readonly again?: number };

/**
 * Brings one integration of one group up to date. It renders the group as it is now, so however many
 * changes led here, people get the newest picture and no older one after it.
 */
export async function deliver(target: Target, tools: DeliveryTools): Promise<Delivered> {
  const { store, leases } = tools;
  const token = randomUUID();
  const journal = await store.begin(target, token);
  if (journal === undefined) return { again: BUSY_WAIT };
  leases.keep(target, token);
  try {
    return await underLease({ target, token, journal }, tools);
  } catch (error) {
    await store.release(target, token).catch(() => {});
    throw error;
  } finally {
    leases.letGo(token);
  }
}

interface Lease {
  readonly target: Target;
  readonly token: string;
  readonly journal: Journal;
}

async function underLease(lease: Lease, tools: DeliveryTools): Promise<Delivered> {
  const { store, outletOf, troubles, onReport, onDelivered, random = Math.random } = tools;
  const { target, token, journal } = lease;
  const snapshot = await store.snapshot(target);
  const delivery = snapshot?.group.deliveries[target.integration];
  if (snapshot === undefined || delivery === undefined || !isOutstanding(delivery)) {
    await store.finish(target, token, nothingToDo(target, delivery));
    return {};
  }
  const { now } = snapshot;
  const left = pausedUntil(journal) - now;
  if (left > 0) {
    await store.release(target, token);
    return { again: left };
  }
  const { adapter, isFormer } = outletOf(snapshot.group, target.integration) ?? NOWHERE;
  const { told = attempted(journal) } = snapshot;
  const shown = isFormer && told !== undefined ? whatWasTold(snapshot, told) : snapshot;
  const view = await load(shown, target, adapter.detail, store);
  if (told === undefined && !isBegun(journal) && (isFormer || view.isMoot)) {
    await store.finish(target, token, notForThem(target, delivery));
    return {};
  }
  const begun = performance.now();
  const note: Steps['note'] = (step, value) => store.note(target, token, step, value);
  const result = await adapter.deliver(view, { journal, now, note });
  const callMs = performance.now() - begun;
  if (result.outcome !== 'retry') {
    onReport(reportOf(target, view, result, callMs, now));
    const noted =
      adapter === NOWHERE.adapter ? undefined : noteSettled(view, result, now, troubles);
    await Promise.all([noted, store.finish(target, token, outcomeOf(target, view, result))]);
    if (result.outcome === 'delivered' && !result.unasked) {
      onDelivered?.(view, result.handle ?? view.handle);
    }
    return {};
  }
  const failures = failuresIn(journal) + 1;
  const pause = result.afterMs ?? pauseAfter(failures, view.severity, random());
  const again = Math.min(pause, LONGEST_PAUSE);
  onReport(reportOf(target, view, { ...result, afterMs: again }, callMs, now));
  const { why, diagnosis } = result;
  if (why !== OWN_LIMIT && !result.isPartly) {
    const failure = { at: now, again: now + again, why, ...(diagnosis && { diagnosis }) };
    const since = await noteFailed(view, failure, troubles);
    const { traceId } = view;
    await store.holdUp(target, token, { type: 'failing', traceId, ...target, since, why });
  }
  if (why !== OWN_LIMIT) {
    const count = result.afterMs === undefined ? failures : failures - 1;
    await note(FAILURES, failuresNote(count, now, now + again));
  }
  await store.release(target, token);
  return { again };
}

/** Whether somebody may have been told something already: who was, is told the end, too. */
function isBegun(journal: Journal): boolean {
  const begun = Object.entries(journal).filter(([, step]) => !isRefused(step));
  return begun.some(([name]) => name !== FAILURES && name !== HELD_UP);
}

/** What earlier attempts said, as far as they wrote it down. */
function attempted(journal: Journal): Told | undefined {
  const said = Object.values(journal).flatMap((step) => step.said ?? []);
  if (said.length === 0) return undefined;
  return {
    firing: said.flatMap(({ firing }) => firing),
    resolved: said.flatMap(({ resolved }) => resolved),
  };
}

async function load(
  snapshot: GroupSnapshot,
  { integration }: Target,
  detail: number,
  store: DeliveryStore,
): Promise<DeliveryView> {
  const alerts = await store.alerts(shownIn(snapshot).slice(0, detail));
  return viewOf(snapshot, integration, alerts);
}

function reportOf(
  target: Target,
  view: DeliveryView,
  result: Settled | (Retry & { readonly afterMs: number }),
  callMs: number,
  now: number,
): DeliveryReport {
  const isNotification = result.outcome === 'delivered' && view.due !== undefined;
  const why = result.outcome === 'delivered' ? result.remark : result.why;
  return {
    target,
    traceId: view.traceId,
    outcome: result.outcome,
    ...(why !== undefined && { why }),
    ...(result.outcome === 'retry' && { afterMs: result.afterMs }),
    ...(isNotification && { latencyMs: now + callMs - (view.due?.receivedAt ?? now) }),
    callMs,
  };
}
