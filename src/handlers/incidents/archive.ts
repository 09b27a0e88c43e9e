import { Mistake } from '../../config/mistake.ts';
import { classifyFailure } from '../../delivery/slack/failure.ts';
import { isRunning, type Incident } from '../../engine/ports/incidents.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { wordAbout } from '../words.ts';

/** Archives the channel of an incident, where it has one of its own and is over. @throws Mistake where it can't be */
export async function archived(
  incident: Incident,
  { slack }: Pick<Handling, 'slack'>,
): Promise<Answer> {
  const { id, place } = incident;
  if (isRunning(incident)) {
    throw new Mistake(`${id} is not over`, 'resolve it first: /incident resolve');
  }
  if (place === undefined || place.threadTs !== undefined) {
    const hint = 'only where incidents.own_channel is true it has one';
    throw new Mistake(`${id} has no channel of its own`, hint);
  }
  try {
    await slack.conversations.archive({ channel: place.channel });
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind !== 'refused') throw error;
    if (failure.error === 'already_archived') return wordAbout(`The channel of ${id} is archived.`);
    throw new Mistake(
      `Slack does not archive it: ${failure.error}`,
      'look whether the app has the scope channels:manage',
    );
  }
  return wordAbout(`The channel of ${id} is archived.`);
}
