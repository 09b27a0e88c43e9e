import { Mistake } from '../../config/mistake.ts';
import { date } from '../../delivery/slack/mrkdwn.ts';
import type { InTheWay } from '../../engine/ports/action-runs.ts';
import { modelMeant } from '../../drift/runs/name-meant.ts';
import type { Retraining } from '../../runbooks/retraining/retraining.ts';
import { answerOf, AT, inTheWayAnswer } from '../action-runs/words.ts';
import type { Answer } from '../answer.ts';
import type { Handling, QuickStep } from '../handling.ts';

const LONGEST_REASON = 300;

/**
 * Asks for a model to be trained again. Where the config wants no approval this has it done, which takes an
 * operator.
 *
 * @param name the model's
 * @throws Mistake where there is no such model, or the config does not say how
 */
export function askForRetraining(name: string, reason: string, handling: Handling): QuickStep {
  const { retraining, asker, request, bot } = handling;
  const found = retrainingOf(name, handling);
  const by = { actor: asker.actor, name: asker.name };
  const because = reason.slice(0, LONGEST_REASON).toWellFormed().trim();
  const why = [because === '' ? `${asker.name} asked for it.` : `${asker.name}: ${because}`];
  return {
    role: found.approval ? 'responder' : 'operator',
    async run() {
      const wish = { id: request.traceId, why, date: bot.now(), by };
      const { inTheWay } = await retraining.ask(found, wish);
      return inTheWay === undefined ? askedAnswer(found) : notAskedAnswer(inTheWay);
    },
  };
}

function retrainingOf(
  name: string,
  { retraining: { models }, drift }: Pick<Handling, 'retraining' | 'drift'>,
): Retraining {
  const known = [...drift.models, ...models.map(({ model }) => ({ name: model }))];
  const meant = modelMeant(name, known).name;
  const found = models.find(({ model }) => model === meant);
  if (found !== undefined) return found;
  const what = `the config does not say how ${meant} is trained again`;
  throw new Mistake(what, 'write retrain: into it; docs/retraining.md tells how');
}

function askedAnswer({ approval, channel }: Retraining): Answer {
  const where = channel === undefined ? '' : ` All that comes of it is told in ${channel}.`;
  const said = approval
    ? `Somebody else with the role operator has to approve it.${where}`
    : `It is done now.${where}`;
  return answerOf(said);
}

/** Why it is not asked, or done, again. */
function notAskedAnswer(inTheWay: InTheWay): Answer {
  if (inTheWay.kind === 'resting') {
    const until = date(inTheWay.until, AT);
    return answerOf(
      'It was trained again lately.',
      `Not again before ${until}: that is its cool-down.`,
    );
  }
  if (inTheWay.kind === 'limit') return inTheWayAnswer(inTheWay);
  const { state, askedAt } = inTheWay.run;
  const said =
    state === 'asked' ? 'It is asked for already, and waits for approval.' : 'It is under way.';
  return answerOf(said, `Since ${date(askedAt, AT)}.`);
}
