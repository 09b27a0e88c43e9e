import type { Attempt, Automation } from '../../engine/ports/automation.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import { alertStands, isOver, type AlertStands } from './attempts.ts';
import { become, deedOf, type BecomeParts } from './become.ts';
import type { Binding } from './binding.ts';
import type { Doing } from './doing.ts';
import { askedText, heldText, manualText, refusedText } from './words.ts';

export interface BeginParts extends BecomeParts {
  readonly automation: Pick<Automation, 'change' | 'claim' | 'standing' | 'stop'>;
  readonly doing: Pick<Doing, 'ask' | 'canAsk'>;
  /** The title of the best runbook for an alert. */
  readonly runbookFor: (attempt: Attempt) => Promise<string | undefined>;
}

/** Where one service was told, Slack is told a little later: so long that is waited for, in milliseconds. */
const TOLD_WITHIN = 60_000;

/** Has the action of an attempt asked for, once its alert has fired for long enough and its binding has its turn. */
export async function begin(
  attempt: Attempt,
  binding: Binding,
  whole: WholeGroup | undefined,
  parts: BeginParts,
): Promise<void> {
  const { automation, doing, note, now, runbookFor } = parts;
  const stands = alertStands(attempt, whole, now());
  // What moved is told in its new group, and answered there.
  if (isOver(stands)) return void (await become(attempt, 'not done', { what: '' }, parts));
  if (stands.kind !== 'firing' || now() - stands.since < binding.after) return;
  if (binding.action === undefined) {
    const what = manualText(await runbookFor(attempt));
    return void (await become(attempt, 'not done', { what }, parts));
  }
  const remark = whyOnlyAsked(binding, stands, now());
  const acts = binding.mode === 'act' && remark === undefined;
  if (!acts && !(await doing.canAsk(attempt, binding))) {
    if (now() - attempt.at < TOLD_WITHIN) return;
    const why = 'There is no message in Slack below which people could be asked.';
    return void (await become(attempt, 'not done', { what: refusedText(binding, why) }, parts));
  }
  const next: Attempt = { ...attempt, acts, state: 'asked', revision: attempt.revision + 1 };
  const held = await automation.claim(next, binding.pace, now(), deedOf(next));
  if (held !== undefined) {
    const what = heldText(held, binding);
    if (what !== undefined) await become(attempt, 'not done', { what }, parts);
    return;
  }
  const what = askedText(binding, acts, remark);
  if (what !== undefined) await note(next, what, `${next.id}/asked`);
  await ask(next, binding, parts);
}

/** Asks for the action of an attempt that has its turn: once, however often that is tried. */
export async function ask(
  attempt: Attempt,
  binding: Binding,
  parts: Omit<BeginParts, 'runbookFor'>,
): Promise<Attempt | undefined> {
  // It may have been turned off since it had its turn: what needs nobody's yes is done as soon as it is asked for.
  const { off, stopped } = await parts.automation.standing();
  if (off !== undefined || stopped.has(binding.name)) {
    const kind = off === undefined ? 'stopped' : 'off';
    const what = heldText({ kind }, binding) ?? '';
    await become(attempt, 'not done', { what }, parts);
    return undefined;
  }
  const asked = await parts.doing.ask(attempt, binding);
  if ('why' in asked) {
    await become(attempt, 'not done', { what: refusedText(binding, asked.why) }, parts);
    return undefined;
  }
  return become(attempt, 'asked', { run: asked.key, what: '' }, parts);
}

/** Why people are asked although the config lets it be done. */
function whyOnlyAsked(binding: Binding, stands: AlertStands, at: number): string | undefined {
  if (binding.mode !== 'act') return undefined;
  if (stands.kind === 'firing' && stands.acknowledgedBy !== undefined) {
    return `${stands.acknowledgedBy} has the alert on.`;
  }
  return binding.mayAct(at) ? undefined : 'It acts by itself at other hours only.';
}
