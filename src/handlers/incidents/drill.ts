import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import type { Answer } from '../answer.ts';
import type { CommandHandling } from '../commands/command.ts';
import type { Word } from '../commands/words.ts';
import type { ParsedRunbook } from '../../runbooks/format/parse.ts';
import { doWish } from './do-wish.ts';
import { openedAnswer } from './opened-answer.ts';
import { titleIn } from './written.ts';

/**
 * Opens an incident that is an exercise, led by who asks. With the name of a runbook it is about what that answers,
 * and the runbook is to be walked in it.
 */
export async function openDrill(
  words: readonly Word[],
  handling: CommandHandling,
): Promise<Answer> {
  const { incidents, request, asker } = handling;
  const runbook = scenarioMeant(words, handling);
  const by = { name: asker.name, actor: asker.actor };
  const title = words.length === 0 ? 'Exercise' : (runbook?.title ?? titleIn(words));
  const severity = runbook?.severity ?? 'error';
  const opening = {
    title,
    severity,
    channel: request.channelId,
    commander: by,
    isDrill: true,
  } as const;
  const incident = await incidents.begin(opening, by, request.traceId);
  if (runbook !== undefined) {
    const text = `Imagine: an alert fires that “${runbook.title}” answers. /runbook ${runbook.name} for ${incident.id} walks it.`;
    await doWish(incident.id, { what: 'noted', text }, handling, `${request.traceId}/scenario`);
  }
  return openedAnswer(incident);
}

/** The runbook that a single word names. @throws Mistake for one that is nearly the name of one */
function scenarioMeant(
  [first, ...others]: readonly Word[],
  { runbooks }: CommandHandling,
): ParsedRunbook['runbook'] | undefined {
  if (first === undefined || others.length > 0) return undefined;
  const all = runbooks.current().runbooks.map(({ runbook }) => runbook);
  const name = first.text.toLowerCase();
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  const meant = nearest(
    name,
    all.map((one) => one.name),
  );
  if (meant === undefined) return undefined;
  throw new Mistake(
    `there is no runbook ${quoted(first.text)}`,
    `write /incident drill ${meant}, or a title of several words`,
  );
}
