import { utcText } from '../../alert/utc.ts';
import { Mistake } from '../../config/mistake.ts';
import { messagePlaces } from '../../delivery/slack/message-place.ts';
import type { InTheWay } from '../../engine/ports/action-runs.ts';
import type { Attempt } from '../../engine/ports/automation.ts';
import type { ChatPlace } from '../../engine/ports/subject.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { ActionsAtHand } from '../../runbooks/actions/at-hand.ts';
import { BOT } from '../../runbooks/actions/changes.ts';
import { filledParams } from '../../runbooks/actions/filled-params.ts';
import type { Asked } from '../../runbooks/actions/open-run.ts';
import type { Facts } from '../../runbooks/format/variables.ts';
import type { Binding, BoundAction } from '../../runbooks/remediation/binding.ts';
import type { Doing } from '../../runbooks/remediation/doing.ts';
import type { RetrainingAtHand } from '../../runbooks/retraining/at-hand.ts';
import { automationRuns, type AutomationRunsParts } from './automation-runs.ts';

/** What people read who look at a run, or an alert. */
export const NAME = 'Tocsin';

export interface DoingParts extends AutomationRunsParts {
  readonly actions: ActionsAtHand;
  readonly retraining: RetrainingAtHand;
  readonly group: (key: string) => Promise<WholeGroup | undefined>;
  readonly factsOf: (attempt: Attempt) => Promise<Facts>;
}

/** Has done what is bound to alerts: in the bot's own name, in the thread of the alert. */
export function createDoing(parts: DoingParts): Doing {
  const { actions } = parts;

  async function placeOf({ group }: Attempt): Promise<ChatPlace | undefined> {
    const whole = await parts.group(group);
    return whole && messagePlaces(whole.group)[0];
  }

  async function askFor(
    attempt: Attempt,
    binding: Binding,
    { name, params }: BoundAction,
  ): Promise<Asked> {
    const facts = await parts.factsOf(attempt);
    const why = [
      `Automation “${binding.name}” answers ${attempt.labels['alertname'] ?? 'an alert'}.`,
    ];
    if (name === 'retrain') return train(attempt, filledParams(params, facts), why);
    const place = await placeOf(attempt);
    const subject = { group: attempt.group };
    const wanted = { action: name, params, facts, subject, by: BOT, id: attempt.id, why };
    return actions.ask({ ...wanted, ...(place && { place }) });
  }

  function train(attempt: Attempt, params: unknown, why: readonly string[]): Promise<Asked> {
    const model = Object(params)['model'];
    const known = parts.retraining.models.find((one) => one.model === model);
    if (known === undefined) {
      const what = `the config does not say how ${String(model)} is trained again`;
      throw new Mistake(what, 'write retrain: at that model');
    }
    // What is only suggested waits for somebody's yes, whatever the model says.
    const approval = known.approval || attempt.acts !== true;
    if (approval && known.channel === undefined) {
      throw new Mistake(
        `there is nowhere to ask whether ${known.model} shall be trained again`,
        'write drift: { report: { channel: ... } } at that model',
      );
    }
    const wish = { id: attempt.id, why, date: attempt.at, by: BOT };
    return parts.retraining.ask({ ...known, approval }, wish);
  }

  return {
    ...automationRuns(parts),
    // Of a training it is asked where its model has its reports.
    canAsk: async (attempt, { action }) =>
      action?.name === 'retrain' || (await placeOf(attempt)) !== undefined,
    async ask(attempt, binding) {
      if (binding.action === undefined) return { why: 'Nothing is bound to it.' };
      try {
        const { key, inTheWay } = await askFor(attempt, binding, binding.action);
        return inTheWay === undefined ? { key } : { why: inTheWayText(inTheWay) };
      } catch (error) {
        if (!(error instanceof Mistake)) throw error;
        return { why: `${error.message}: ${error.hint}.` };
      }
    },
    async approve(key) {
      const { kind } = await actions.approve(key, { ...BOT, name: NAME });
      return kind === 'own' ? 'theirs' : 'said';
    },
  };
}

function inTheWayText(inTheWay: InTheWay): string {
  switch (inTheWay.kind) {
    case 'open':
      return `${inTheWay.run.title ?? 'something'} is asked for, or under way, there already.`;
    case 'resting':
      return `it was done lately, and rests until ${utcText(inTheWay.until)}.`;
    case 'limit':
      return `${inTheWay.most} actions were asked for within an hour, and more are not before ${utcText(inTheWay.until)}.`;
  }
}
