import type { ActionRun } from '../../engine/ports/action-runs.ts';
import { filled, type Facts } from './fill.ts';
import type { Trigger } from './triggers.ts';

/** How a model is trained again, as the config has it. Times are milliseconds. */
export interface Retraining {
  readonly model: string;
  readonly title: string;
  readonly version: string;
  readonly on: readonly Trigger[];
  /** From one start to the next. */
  readonly cooldown: number;
  /** Whether somebody has to approve it. */
  readonly approval: boolean;
  /** Where it is asked and told; without it only the log and the audit trail tell of it. */
  readonly channel?: string;
  readonly action: string;
  /** With placeholders. */
  readonly params: unknown;
}

/** Why a model is to be trained again. */
export interface Reason {
  readonly trigger: Trigger;
  /** With its figures, a sentence. */
  readonly text: string;
}

/** So long somebody may approve it, in milliseconds. */
export const APPROVED_WITHIN = 24 * 3_600_000;

/** By what the runs of a model's retraining are known. */
export function aboutOf(model: string): string {
  return `retrain ${model}`;
}

export function isRetraining({ about }: Pick<ActionRun, 'about'>): boolean {
  return about.startsWith(aboutOf(''));
}

/** A parameter of a SageMaker pipeline holds 1,024 characters. */
const LONGEST_REASON = 500;

/** What placeholders stand for. @param at when it was found out, epoch milliseconds */
export function factsOf({ model, version }: Retraining, reason: string, at: number): Facts {
  const date = new Date(at).toISOString().slice(0, 10);
  return { model, version, reason: reason.slice(0, LONGEST_REASON).toWellFormed(), date };
}

/** What would be done, to the letter. */
export function paramsOf({ params }: Retraining, facts: Facts): unknown {
  return filled(params, facts);
}

/** Whether a run does what the config says by now: only that may be approved. */
export function isAsConfigured(run: ActionRun, retraining: Retraining): boolean {
  const { model, version, action } = retraining;
  const params = paramsOf(retraining, { ...run.facts, model, version });
  return action === run.action && JSON.stringify(params) === JSON.stringify(run.params);
}
