import type { ActionRun } from '../../engine/ports/action-runs.ts';
import {
  isUnderWay,
  type Attempt,
  type AttemptState,
  type Automation,
} from '../../engine/ports/automation.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { CheckResult } from '../checks/check-result.ts';
import { BOT } from '../actions/changes.ts';
import { alertStands, type AlertStands } from './attempts.ts';
import type { Binding } from './binding.ts';
import {
  askedText,
  changedText,
  failedText,
  heldText,
  helpedText,
  manualText,
  noHelpText,
  refusedText,
  untakenText,
  withoutFigures,
} from './words.ts';

const LONGEST_DETAIL = 500;

/** What automation has done, and by whom; texts are for people. */
export interface Doing {
  /** Asks for a binding's action, once for an attempt; or says why that can't be. */
  readonly ask: (
    attempt: Attempt,
    binding: Binding,
  ) => Promise<{ readonly key: string } | { readonly why: string }>;
  /** A run; or, where what it would change was something else by then, the one that was asked in its place. */
  readonly find: (key: string) => Promise<ActionRun | undefined>;
  /** Says yes in the bot's name, where that is enough. */
  readonly approve: (key: string) => Promise<void>;
  /** Has what was not begun yet not be done. */
  readonly withdraw: (key: string) => Promise<void>;
}

export interface BringOnParts {
  readonly automation: Pick<Automation, 'claim' | 'change' | 'stop' | 'standing'>;
  readonly doing: Doing;
  readonly group: (key: string) => Promise<WholeGroup | undefined>;
  /** Whether the alert of an attempt fires, in whatever group it is by now. */
  readonly isFiring: (attempt: Attempt) => Promise<boolean>;
  /** The title of the best runbook for an alert. */
  readonly runbookFor: (attempt: Attempt) => Promise<string | undefined>;
  /** Looks at the figures that say whether it helped. */
  readonly check: (attempt: Attempt, binding: Binding) => Promise<CheckResult | undefined>;
  /** Writes a line into the timeline of an attempt's alert: once for an id. */
  readonly note: (attempt: Attempt, text: string, id: string) => Promise<void>;
  /** Told of what failed where that keeps nothing from going on. */
  readonly onError: (error: unknown) => void;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}

/** Brings attempts on, each as far as it goes at the moment; to be called for those under way, now and then. */
export function createBringer(parts: BringOnParts) {
  const { automation, doing, now } = parts;

  async function become(
    attempt: Attempt,
    state: AttemptState,
    own: Partial<Attempt> & { readonly what: string },
  ): Promise<Attempt | undefined> {
    const next = { ...attempt, ...own, state, revision: attempt.revision + 1 };
    // Said first: who says it again says it once, and nobody says it who never knew.
    if (own.what !== '') await parts.note(attempt, own.what, `${attempt.id}/${next.revision}`);
    return (await automation.change(next, deedOf(next))) ? next : undefined;
  }

  async function begin(attempt: Attempt, binding: Binding): Promise<void> {
    const stands = await standsOf(attempt);
    // What moved is told in its new group, and answered there.
    if (isOver(stands)) return void (await become(attempt, 'not done', { what: '' }));
    if (stands.kind !== 'firing' || now() - stands.since < binding.after) return;
    if (binding.action === undefined) {
      const what = manualText(await parts.runbookFor(attempt));
      return void (await become(attempt, 'not done', { what }));
    }
    const remark = whyOnlyAsked(binding, stands, now());
    const acts = binding.mode === 'act' && remark === undefined;
    const next: Attempt = { ...attempt, acts, state: 'asked', revision: attempt.revision + 1 };
    const held = await automation.claim(next, binding.pace, now(), deedOf(next));
    if (held !== undefined) {
      const what = heldText(held, binding);
      if (what !== undefined) await become(attempt, 'not done', { what });
      return;
    }
    await parts.note(next, askedText(binding, acts, remark), `${next.id}/asked`);
    await ask(next, binding);
  }

  async function ask(attempt: Attempt, binding: Binding): Promise<Attempt | undefined> {
    // It may have been turned off since it had its turn: what needs nobody's yes is done as soon as it is asked for.
    const { off, stopped } = await automation.standing();
    if (off !== undefined || stopped.has(binding.name)) {
      const kind = off === undefined ? 'stopped' : 'off';
      await become(attempt, 'not done', { what: heldText({ kind }, binding) ?? '' });
      return undefined;
    }
    const asked = await doing.ask(attempt, binding);
    if ('why' in asked) {
      await become(attempt, 'not done', { what: refusedText(binding, asked.why) });
      return undefined;
    }
    return become(attempt, 'asked', { run: asked.key, what: '' });
  }

  async function follow(before: Attempt, binding: Binding): Promise<void> {
    const attempt = before.run === undefined ? await ask(before, binding) : before;
    const run = attempt?.run === undefined ? undefined : await doing.find(attempt.run);
    if (attempt === undefined || run === undefined) return;
    if (run.key !== attempt.run) {
      // Somebody else is at work there: from here on it is for people to say.
      const what = changedText(binding);
      return void (await become(attempt, 'asked', { run: run.key, acts: false, what }));
    }
    switch (run.state) {
      case 'asked':
      case 'approved':
        return waits(attempt, run, binding);
      case 'succeeded':
        return void (await become(attempt, 'verifying', { doneAt: now(), what: '' }));
      case 'declined':
      case 'expired':
        return void (await become(attempt, 'not done', { what: untakenText(binding, run) }));
      case 'failed':
      case 'unknown': {
        const why = run.story.at(-1)?.what ?? '';
        if (run.startedAt !== undefined) {
          return stopWith(attempt, binding, 'failed', failedText(binding, why));
        }
        return void (await become(attempt, 'not done', { what: refusedText(binding, why) }));
      }
      case 'starting':
      case 'running':
        return;
    }
  }

  /** What waits for a yes, or to be begun: yes is said where nobody has to be asked; what nobody needs is taken back. */
  async function waits(attempt: Attempt, run: ActionRun, binding: Binding): Promise<void> {
    const [stands, { off, stopped }] = await Promise.all([
      standsOf(attempt),
      automation.standing(),
    ]);
    if (isOver(stands) || off !== undefined || stopped.has(binding.name)) {
      await doing.withdraw(run.key);
      return void (await become(attempt, 'not done', { what: '' }));
    }
    if (attempt.acts !== true || run.state === 'approved' || run.preview === undefined) return;
    // Somebody took it on meanwhile: it is theirs to say.
    if (stands.kind === 'firing' && stands.acknowledgedBy !== undefined) return;
    await doing.approve(run.key);
  }

  async function verify(attempt: Attempt, binding: Binding): Promise<void> {
    const after = now() - (attempt.doneAt ?? attempt.at);
    const { check, within } = binding.verify;
    if (check === undefined) {
      const stands = await standsOf(attempt);
      const isStill = stands.kind === 'gone' && (await parts.isFiring(attempt));
      if (isOver(stands) && !isStill) {
        const what = helpedText(binding, after, undefined);
        return void (await become(attempt, 'helped', { what }));
      }
      if (after < within) return;
      return stopWith(attempt, binding, 'no help', noHelpText(binding, undefined));
    }
    // Figures from before the action say nothing of it.
    if (after < check.over) return;
    const result = await parts.check(attempt, binding).catch((error: unknown) => {
      parts.onError(error);
      return withoutFigures(check);
    });
    if (result?.passes === true) {
      const what = helpedText(binding, after, result);
      return void (await become(attempt, 'helped', { what }));
    }
    if (after < within) return;
    await stopWith(attempt, binding, 'no help', noHelpText(binding, result));
  }

  /** Ends an attempt that went wrong, and does nothing by that binding any more. */
  async function stopWith(
    attempt: Attempt,
    binding: Binding,
    state: 'failed' | 'no help',
    what: string,
  ): Promise<void> {
    const why = { at: now(), why: what };
    const { name: object } = binding;
    const details = { attempt: attempt.id, what: what.slice(0, LONGEST_DETAIL) };
    await automation.stop(object, why, {
      actor: BOT.actor,
      action: 'automation-stopped',
      object,
      details,
    });
    await become(attempt, state, { what });
  }

  async function standsOf(attempt: Attempt): Promise<AlertStands> {
    return alertStands(attempt, await parts.group(attempt.group), now());
  }

  return {
    async bringOn(attempt: Attempt, binding: Binding): Promise<void> {
      switch (attempt.state) {
        case 'waiting':
          return begin(attempt, binding);
        case 'asked':
          return follow(attempt, binding);
        case 'verifying':
          return verify(attempt, binding);
        default:
          return;
      }
    },
    /**
     * Ends an attempt that nobody brings on any more. What is being done by then is done.
     *
     * @param what why, where people should hear it
     */
    async abandon(attempt: Attempt, what = ''): Promise<void> {
      if (attempt.run !== undefined) await doing.withdraw(attempt.run);
      await become(attempt, 'not done', { what });
    },
  };
}

/** Nothing of it fires where people were told of it. */
function isOver({ kind }: AlertStands): boolean {
  return kind === 'over' || kind === 'gone';
}

/** Why people are asked although the config lets it be done. */
function whyOnlyAsked(binding: Binding, stands: AlertStands, at: number): string | undefined {
  if (binding.mode !== 'act') return undefined;
  if (stands.kind === 'firing' && stands.acknowledgedBy !== undefined) {
    return `${stands.acknowledgedBy} has the alert on.`;
  }
  return binding.mayAct(at) ? undefined : 'It acts by itself at other hours only.';
}

function deedOf({ id, binding, state, group, run, what }: Attempt) {
  const hasEnded = !isUnderWay({ state });
  return {
    actor: BOT.actor,
    action: hasEnded ? ('automation-ended' as const) : ('automation-attempted' as const),
    object: binding,
    details: {
      attempt: id,
      group,
      state,
      ...(run !== undefined && { run }),
      ...(what !== '' && { what: what.slice(0, LONGEST_DETAIL) }),
    },
  };
}
