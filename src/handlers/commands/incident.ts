import { spanOf } from '../../alert/span.ts';
import { isRunning } from '../../engine/ports/incidents.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import type { Answer } from '../answer.ts';
import { AFTERWARDS } from '../incidents/afterwards-verbs.ts';
import { archived } from '../incidents/archive.ts';
import { CHANGES } from '../incidents/changing-verbs.ts';
import { incidentMeant, incidentNamed, isIncidentId } from '../incidents/meant.ts';
import { openedAnswer } from '../incidents/opened-answer.ts';
import { incidentRow } from '../incidents/rows.ts';
import { shownIncident } from '../incidents/shown.ts';
import { titledIn } from '../incidents/written.ts';
import { listAnswer } from '../list.ts';
import { readSpan } from './arguments.ts';
import { verb, type Command, type CommandHandling } from './command.ts';
import type { Word } from './words.ts';

/** `/incident`: something goes wrong, and people work on it. */
export const incidentCommand: Command = {
  name: '/incident',
  summary: 'open an incident, say how it stands, and who does what',
  audience: 'In the channel of an incident, and where only one runs, its id can be left out.',
  examples: [
    ['/incident', 'those that run'],
    ['/incident open critical Checkout is down', 'opens one; alerts have it in their menu'],
    ['/incident update identified The last release; rolling back', 'says how it stands'],
    ['/incident assign commander @ana', 'or communications, scribe, operations; me, nobody'],
    ['/incident mitigated', 'people no longer feel it'],
    ['/incident resolve Rolled back --impact "No checkout for 12 min"', 'it is over'],
    ['/incident show INC-12', 'all that is known of it'],
    ['/incident action Test the pool first @bo by 2026-12-01', 'what is to be done afterwards'],
    ['/incident report INC-12', 'what is to be read afterwards, as a file'],
    ['/incident drill high-error-rate', 'an exercise'],
  ],
  verbs: [
    {
      name: '',
      usage: '[id]',
      summary: 'those that run, or one of them',
      role: 'viewer',
      options: {},
      // What is no id may be a verb that is written wrongly: that is said before anybody is asked.
      prepare([first, ...others], handling) {
        if (first === undefined) return { role: 'viewer', run: () => running(handling) };
        if (!isIncidentId(first) || others.length > 0) {
          throw new Mistake(`/incident knows no ${quoted(first.text)}`, 'write /incident help');
        }
        return { role: 'viewer', run: () => shown([first], handling) };
      },
    },
    verb({
      name: 'open',
      usage: '[severity] <title>',
      summary: 'something goes wrong: people are to work on it',
      role: 'responder',
      options: {},
      run: async ({ words }, handling) => opened(words, handling),
    }),
    ...CHANGES,
    verb({
      name: 'list',
      usage: '[duration]',
      summary: 'those that run, or that were opened of late',
      role: 'viewer',
      options: {},
      run: async ({ words: [word] }, handling) =>
        word === undefined ? running(handling) : openedSince(word, handling),
    }),
    verb({
      name: 'show',
      usage: '[id]',
      summary: 'all that is known of it',
      role: 'viewer',
      options: {},
      run: async ({ words }, handling) => shown(words, handling),
    }),
    verb({
      name: 'archive',
      usage: '[id]',
      summary: 'archive the channel of one that is over',
      role: 'responder',
      options: {},
      run: async ({ words }, handling) => {
        const { incident } = await incidentMeant(words, handling, { over: true });
        return archived(incident, handling);
      },
    }),
    ...AFTERWARDS,
  ],
};

async function opened(words: readonly Word[], handling: CommandHandling): Promise<Answer> {
  const { incidents, request, asker } = handling;
  const { title, severity } = titledIn(words);
  const by = { name: asker.name, actor: asker.actor };
  const opening = { title, severity: severity ?? 'error', channel: request.channelId } as const;
  const incident = await incidents.begin(opening, by, request.traceId);
  if (severity !== undefined) return openedAnswer(incident);
  // A mistyped one is part of the title: nothing is refused when something goes wrong.
  const other = `/incident severity ${incident.id} critical`;
  return openedAnswer(incident, `It is an error, for no severity was said: ${other} says another.`);
}

async function running({ incidents }: CommandHandling): Promise<Answer> {
  const open = await incidents.open();
  const none = 'No incident runs. /incident open, and what goes wrong, opens one.';
  const [only] = open;
  if (only === undefined) return { text: none };
  const heading = open.length === 1 ? 'One incident runs:' : `${open.length} incidents run:`;
  return listAnswer(heading, open.map(incidentRow));
}

async function openedSince(word: Word, { incidents, bot }: CommandHandling): Promise<Answer> {
  const span = readSpan(word.text, '1d, 7d or 30d');
  const now = bot.now();
  const found = (await incidents.between(now - span, now + 1)).toReversed();
  const over = found.filter((one) => !isRunning(one)).length;
  const heading = `In the last ${spanOf(span)}: ${found.length} opened, ${over} of them resolved`;
  return listAnswer(heading, found.map(incidentRow));
}

async function shown(words: readonly Word[], handling: CommandHandling): Promise<Answer> {
  const [first] = words;
  if (first !== undefined && !isIncidentId(first)) {
    throw new Mistake(`${quoted(first.text)} is not an incident`, 'write an id such as INC-12');
  }
  const incident =
    first === undefined
      ? (await incidentMeant([], handling)).incident
      : await incidentNamed(first.text, handling.incidents);
  return shownIncident(incident, handling);
}
