import { setTimeout as sleep } from 'node:timers/promises';
import type { Audit, AuditAction, AuditRecord } from '../../engine/ports/audit.ts';
import { TURN_LASTS, type Turns } from '../../engine/ports/turns.ts';
import type { ErrorIssue } from './issue.ts';
import { failed, type Asked } from './problem.ts';
import type { ErrorStatus, ErrorTracker } from './tracker.ts';

/** That somebody wants an error to be resolved, or to be open again. */
export interface ErrorWish {
  readonly shortId: string;
  readonly to: ErrorStatus;
  /** What people call who wants it, and how the audit trail names them. */
  readonly by: string;
  readonly actor: string;
  /** The same for the same wish, also where it is begun again. */
  readonly traceId: string;
}

export interface ErrorChanged {
  readonly issue: ErrorIssue;
  /** False where it was so already. */
  readonly isDone: boolean;
  /** Who had it done then, and when, where that is known. */
  readonly before?: { readonly by: string; readonly at: number };
}

export interface ChangeParts {
  readonly tracker: ErrorTracker;
  readonly turns: Turns;
  readonly audit: Audit;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}

const DEEDS: Readonly<Record<ErrorStatus, AuditAction>> = {
  resolved: 'error-resolved',
  unresolved: 'error-reopened',
};

/** How often it is looked whether it is our turn, and how far back who did something, in milliseconds. */
const LOOK_AGAIN = 100;
const LONG_AGO = 30 * 86_400_000;

/**
 * Resolves an error, or opens it again. Of several who want the same at once the first has it done and stands
 * in the audit trail; the others hear who that was.
 */
export async function changeError(
  wish: ErrorWish,
  parts: ChangeParts,
  signal: AbortSignal,
): Promise<Asked<ErrorChanged>> {
  const { turns } = parts;
  const { traceId, shortId } = wish;
  const work = `error:${shortId.toUpperCase()}`;
  while ((await turns.take(work, traceId, { evenIfNotDue: true })) > 0) {
    await sleep(LOOK_AGAIN, undefined, { signal });
  }
  try {
    return await changed(wish, parts, () => turns.renew(work, traceId), signal);
  } finally {
    await turns.end(work, traceId, 1);
  }
}

async function changed(
  { shortId, to, by, actor, traceId }: ErrorWish,
  { tracker, audit, now }: ChangeParts,
  isOurTurn: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<Asked<ErrorChanged>> {
  const found = await tracker.find(shortId, signal);
  if (!found.ok) return found;
  const issue = found.answer;
  if (issue.status === to) {
    const last = await lastDeed(issue, audit, now() - LONG_AGO);
    if (last?.action !== DEEDS[to]) return { ok: true, answer: { issue, isDone: false } };
    // It was cut off after it was done, before that was told.
    if (last.traceId === traceId) return { ok: true, answer: { issue, isDone: true } };
    const before = { by: last.details?.['by'] ?? last.actor, at: last.at };
    return { ok: true, answer: { issue, isDone: false, before } };
  }
  if (!(await isOurTurn())) return failed({ kind: 'timed-out', after: TURN_LASTS });
  const marked = await tracker.mark(issue, to, signal);
  if (!marked.ok) return marked;
  const details = { by, error: issue.title.slice(0, 200), project: issue.project };
  await audit.append({ actor, action: DEEDS[to], object: issue.shortId, details, traceId });
  return { ok: true, answer: { issue: marked.answer, isDone: true } };
}

async function lastDeed(
  { shortId }: ErrorIssue,
  audit: Audit,
  since: number,
): Promise<AuditRecord | undefined> {
  let last: AuditRecord | undefined;
  for await (const deed of audit.list(since)) {
    if (deed.object === shortId && Object.values(DEEDS).includes(deed.action)) last = deed;
  }
  return last;
}
