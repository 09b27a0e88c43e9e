import type { ActionRun, ActionRuns, RunState } from '../../engine/ports/action-runs.ts';
import type { Absent, Action, FindAction, Outcome } from './action.ts';
import { BOT, changed, deedOf, type Becomes } from './changes.ts';
import { isStillSo, lookBefore, type LookParts } from './look-before.ts';

export interface CarryParts extends Pick<LookParts, 'overBounds'> {
  readonly runs: ActionRuns;
  readonly actionOf: FindAction;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Told of each state that a run comes to. */
  readonly onState: (run: ActionRun) => void;
}

const MINUTE = 60_000;
/** A look-up or a question of how it goes on that lasts longer has failed. */
const LOOK = 15_000;
/** So long it is looked for what became of an attempt; and tried again what the service had no time for. */
const LOOKED_FOR = 15 * MINUTE;
const PATIENCE = 60 * MINUTE;
/** What people saw before they said yes is not done much later. */
const SEEN_PATIENCE = 10 * MINUTE;
/** What is read right after a value was set may be older than that: nobody is told so early that it was changed back. */
const SETTLES = MINUTE;
/** What runs longer is no longer followed. */
const FOLLOWED = 7 * 24 * 60 * MINUTE;

/** How it goes on is first told so long after it was started, and then each time it has lasted twice as long. */
const FIRST_PROGRESS = 2 * MINUTE;

/** In these somebody else may have put it while an attempt was under way that then came to something. */
const TAKEN_OVER: ReadonlySet<RunState> = new Set(['starting', 'unknown']);

/**
 * Brings runs on, each as far as it goes at the moment; to be called for each that is open, now and then. That
 * an attempt is about to be made is written down first: whoever finds that, because the process that made it
 * died, looks up what became of it, and makes no other where that can't be found out.
 */
export function createCarrier({ runs, actionOf, now, onState, overBounds }: CarryParts) {
  async function become(
    run: ActionRun,
    state: RunState,
    becomes: Becomes,
  ): Promise<ActionRun | undefined> {
    const next = changed(run, state, becomes, { at: now(), by: BOT });
    if (!(await runs.change(next, deedOf(next, BOT)))) return undefined;
    onState(next);
    if (state === 'succeeded' && next.undoes !== undefined) await noteUndone(next, next.undoes);
    return next;
  }

  /** For who looks at its message: whoever wants it taken back again is told by the run that did. */
  async function noteUndone(by: ActionRun, undone: string): Promise<void> {
    const run = await runs.find(undone);
    if (run === undefined) return;
    const [{ by: who } = {}] = by.story;
    const what = `It was taken back${who === undefined ? '' : `, as ${who} asked`}.`;
    const next = changed(run, run.state, { what }, { at: now(), by: BOT });
    if (!(await runs.change({ ...next, undoneBy: by.key }))) await noteUndone(by, undone);
  }

  const looking: LookParts = { runs, now, overBounds, become };

  /** The same without a word: nothing has happened, for whoever looks. */
  async function quietly(
    run: ActionRun,
    state: RunState,
    own: Pick<ActionRun, 'isDoubtful'> = {},
  ): Promise<ActionRun | undefined> {
    const next = { ...run, ...own, state, revision: run.revision + 1 };
    return (await runs.change(next)) ? next : undefined;
  }

  async function begin(run: ActionRun, action: Action, signal: AbortSignal): Promise<void> {
    const isFirst = run.startedAt === undefined;
    const starting = isFirst
      ? await become(run, 'starting', { startedAt: now(), what: 'It is being started.' })
      : await quietly(run, 'starting');
    if (starting === undefined) return;
    const limit = AbortSignal.timeout(action.timeout(run.params));
    const outcome = await action.run(
      run.params,
      run.key,
      AbortSignal.any([signal, limit]),
      run.preview?.was,
    );
    if (outcome.outcome !== 'unknown') return conclude(starting, action, outcome);
    // Whoever carries it on looks it up.
    if (signal.aborted) return;
    const found = await lookUp(starting, action, signal);
    const isNews = found.outcome !== 'unknown';
    const what = `${outcome.what} ${isNews ? '' : found.what}`.trim();
    await conclude(starting, action, isNews ? found : { ...found, what });
  }

  function lookUp({ params, key, preview }: ActionRun, action: Action, signal: AbortSignal) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LOOK)]);
    return action.lookUp(params, key, limit, preview?.was);
  }

  async function conclude(
    run: ActionRun,
    action: Action,
    outcome: Outcome | Absent,
  ): Promise<void> {
    const isWritten = await write(run, action, outcome);
    if (isWritten) return;
    const other = await runs.find(run.key);
    if (other !== undefined && TAKEN_OVER.has(other.state)) await write(other, action, outcome);
  }

  /** True where nothing is left to be written. */
  async function write(
    run: ActionRun,
    action: Action,
    outcome: Outcome | Absent,
  ): Promise<boolean> {
    const since = now() - (run.startedAt ?? now());
    switch (outcome.outcome) {
      case 'done': {
        const { what, handle, link } = outcome;
        const goesOn = handle !== undefined && action.follow !== undefined;
        const rest = { what, link, ...(handle !== undefined && { handle }) };
        return (await become(run, goesOn ? 'running' : 'succeeded', rest)) !== undefined;
      }
      case 'failed': {
        const { what, mend } = outcome;
        if (run.isDoubtful) return endDoubtful(run, what);
        return (await become(run, 'failed', { what: `${what} ${mend}` })) !== undefined;
      }
      case 'unknown': {
        if (run.state === 'unknown') return true;
        if (outcome.isRepeatable && since < patienceFor(run)) {
          return (await quietly(run, 'approved', { isDoubtful: true })) !== undefined;
        }
        if (outcome.isRepeatable) return endDoubtful(run, outcome.what);
        if (!outcome.isFinal && since < LOOKED_FOR) return true;
        return (await become(run, 'unknown', { what: outcome.what })) !== undefined;
      }
      case 'later':
      case 'absent': {
        if (since < patienceFor(run)) return (await quietly(run, 'approved')) !== undefined;
        const why = outcome.outcome === 'later' ? outcome.what : 'It never came about.';
        return giveUp(run, why);
      }
    }
  }

  async function giveUp(run: ActionRun, why: string): Promise<boolean> {
    if (run.isDoubtful) return endDoubtful(run, why);
    const what = `${why} For ${patienceFor(run) / MINUTE} minutes it was tried in vain.`;
    return (await become(run, 'failed', { what })) !== undefined;
  }

  async function endDoubtful(run: ActionRun, why: string): Promise<boolean> {
    const what = `Whether an attempt came to something is not known: look for it there. ${why}`;
    return (await become(run, 'unknown', { what })) !== undefined;
  }

  async function follow(run: ActionRun, action: Action, signal: AbortSignal): Promise<void> {
    const { handle = '', params, stopping } = run;
    const look = AbortSignal.any([signal, AbortSignal.timeout(LOOK)]);
    if (stopping === 'wanted' && action.stop !== undefined) {
      const { outcome, what } = await action.stop(params, handle, look);
      if (outcome === 'done' || outcome === 'failed') {
        const said = outcome === 'done' ? 'told' : 'refused';
        await become(run, 'running', { stopping: said, what });
        return;
      }
      // It may be over by itself, and is told to stop again otherwise.
    }
    const progress = await action.follow?.(params, handle, look);
    const isEarly = action.inverse !== undefined && now() - (run.startedAt ?? 0) < SETTLES;
    if (progress?.state === 'failed' && isEarly) return;
    if (progress !== undefined && progress.state !== 'running') {
      const { link } = run.story.findLast((one) => one.link !== undefined) ?? {};
      await become(run, progress.state, { what: progress.what, link });
    } else if (progress !== undefined && isNews(run, progress.what, now())) {
      await runs.change(changed(run, 'running', { what: progress.what }, { at: now(), by: BOT }));
    } else if (now() - (run.startedAt ?? now()) > FOLLOWED) {
      const what = 'A week after it was started it was not over; it is not followed any longer.';
      await become(run, 'unknown', { what });
    }
  }

  async function step(run: ActionRun, signal: AbortSignal): Promise<void> {
    const action = await actionOf(run.action);
    // Another version's: it may be there again.
    if (action === undefined) return;
    switch (run.state) {
      case 'asked': {
        if (run.approveBy !== undefined && now() >= run.approveBy) {
          await become(run, 'expired', { what: 'Nobody approved it in time.' });
        } else if (run.preview === undefined) {
          await lookBefore(run, action, looking);
        }
        return;
      }
      case 'approved': {
        const isFirst = run.startedAt === undefined;
        // People said yes to something that is done now, and not when the bot, or AWS, is back some day.
        const isLate = now() - (run.startedAt ?? decidedAt(run)) >= patienceFor(run);
        if (isLate && !isFirst) return void (await giveUp(run, 'It never came about.'));
        if (isLate && run.seenFirst) {
          const what = 'Nothing was done. It could not be begun in time after somebody said yes.';
          return void (await become(run, 'expired', { what }));
        }
        if (!isFirst || (await isStillSo(run, action, looking))) await begin(run, action, signal);
        return;
      }
      case 'starting':
        return conclude(run, action, await lookUp(run, action, signal));
      case 'running':
        return follow(run, action, signal);
      default:
        return;
    }
  }

  /** The run as it is then; undefined of one that nobody knows. */
  return async (key: string, signal: AbortSignal): Promise<ActionRun | undefined> => {
    const run = await runs.find(key);
    if (run === undefined) return undefined;
    await step(run, signal);
    return runs.find(key);
  };
}

/** So long after somebody said yes, or after it was first tried, it is done, in milliseconds. */
function patienceFor({ seenFirst }: ActionRun): number {
  return seenFirst ? SEEN_PATIENCE : PATIENCE;
}

function decidedAt({ story, askedAt }: ActionRun): number {
  return story.findLast(({ state }) => state === 'approved')?.at ?? askedAt;
}

/** Whether how a run goes on is worth a line: few enough of them, however long it lasts. */
function isNews({ startedAt = 0, story }: ActionRun, what: string, at: number): boolean {
  const last = story.at(-1);
  const due = Math.max(FIRST_PROGRESS, 2 * ((last?.at ?? startedAt) - startedAt));
  return what !== last?.what && at - startedAt >= due;
}
