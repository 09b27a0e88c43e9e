import { spanOf } from '../../alert/span.ts';
import { utcText } from '../../alert/utc.ts';
import type { CheckConfig } from '../../config/schema/runbook.ts';
import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Held } from '../../engine/ports/automation.ts';
import type { CheckResult } from '../checks/check-result.ts';
import { checkLines } from '../checks/words.ts';
import type { Binding } from './binding.ts';

/** What is left to people, at the end of all that automation can't do. */
const MANUAL = 'Manual intervention required.';

/** Why what was asked for is not done any more. */
export const OFF = 'Automation was turned off.';
export const OVER = 'The alert is over.';
export const STOPPED = 'It was stopped meanwhile.';
export const GONE = 'The config has changed.';

/** Nothing answers an alert by itself. @param runbook the title of the best one for it */
export function manualText(runbook: string | undefined): string {
  if (runbook === undefined) return `${MANUAL} No automatic action answers this.`;
  return `${MANUAL} No automatic action answers this; the runbook for it is “${runbook}”.`;
}

/** Why an attempt is not made now: where it waits for that, nothing is said. */
export function heldText(held: Held, { name, pace }: Binding): string | undefined {
  switch (held.kind) {
    case 'off':
      return `Automation is off: “${name}” is not done. ${MANUAL}`;
    case 'stopped':
      return `“${name}” was stopped, and is not done. ${MANUAL}`;
    case 'resting':
      return `“${name}” had its turn less than ${spanOf(pace.cooldown)} ago, and is not done again before ${utcText(held.until)}. ${MANUAL}`;
    case 'spent':
      return `“${name}” had its turn ${pace.perDay} times within a day, and is not done again before ${utcText(held.until)}. ${MANUAL}`;
    case 'canary':
    case 'changed':
      return undefined;
  }
}

/**
 * That an action is asked for; where it is only suggested the question itself says so.
 *
 * @param remark why it is only asked for although the config lets it be done
 */
export function askedText(
  { name }: Binding,
  acts: boolean,
  remark: string | undefined,
): string | undefined {
  if (acts) {
    return `Automation “${name}” does what it is bound to, as soon as it is known what that changes.`;
  }
  if (remark === undefined) return undefined;
  return `Automation “${name}” only suggests what it is bound to. ${remark}`;
}

/** What an action would change is not what it was when it was asked for. */
export function changedText({ name }: Binding): string {
  return `What “${name}” would change is something else by now: it is asked anew, and somebody has to say yes.`;
}

/** The config lets nobody approve what they asked for: not the bot, either. */
export function secondText({ name }: Binding): string {
  return `The config wants somebody's approval for what “${name}” is bound to: it waits for that.`;
}

export function refusedText({ name }: Binding, why: string): string {
  return `“${name}” can't be done: ${why} ${MANUAL}`;
}

export function failedText({ name }: Binding, what: string): string {
  return `“${name}” did not come about: ${what} ${startAgain(name)} ${MANUAL}`;
}

/** @param run one that was declined, or of which nothing came */
export function untakenText(
  { name }: Binding,
  { state, story }: Pick<ActionRun, 'state' | 'story'>,
): string {
  const why = state === 'declined' ? 'somebody declined.' : story.at(-1)?.what;
  return `“${name}” is not done: ${why ?? 'nothing came of it.'} ${MANUAL}`;
}

/** Nobody looked for a while, and what was to be done then is not done now. */
export function missedText({ name }: Binding): string {
  return `“${name}” is not done: the bot was away when it was its time. ${MANUAL}`;
}

/** What is known of figures that could not be read at all. */
export function withoutFigures({ pass }: CheckConfig): CheckResult {
  return { condition: pass, figures: [], compared: [], why: 'The figures can not be read.' };
}

/** @param after milliseconds since the action was done */
export function helpedText(
  { name }: Binding,
  after: number,
  result: CheckResult | undefined,
): string {
  const found = result === undefined ? 'the alert is over' : checkLines(result).join('; ');
  return `“${name}” helped: ${found}, ${spanOf(after)} after it was done.`;
}

export function noHelpText({ name, verify }: Binding, result: CheckResult | undefined): string {
  const found = result === undefined ? 'the alert still fires' : checkLines(result).join('; ');
  return `“${name}” did not help within ${spanOf(verify.within)}: ${found}. ${startAgain(name)} ${MANUAL}`;
}

function startAgain(name: string): string {
  return `It stopped itself, and does nothing until somebody writes \`/tocsin automation start ${name}\`.`;
}
