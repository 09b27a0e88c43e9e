import { Mistake, quoted } from '../../config/mistake.ts';
import { isRunning, type Incident } from '../../engine/ports/incidents.ts';
import type { IncidentsAtHand } from '../../runbooks/incidents/at-hand.ts';
import type { CommandHandling } from '../commands/command.ts';
import type { Word } from '../commands/words.ts';

const ID = /^inc-\d{1,9}$/iu;

/** So long after it was resolved an incident is still meant where it was worked on, in milliseconds. */
const LATELY = 7 * 24 * 60 * 60_000;
const MOST_NAMED = 5;

/** The incident that a line is about, and what else stands in the line. */
export interface Meant {
  readonly incident: Incident;
  readonly rest: readonly Word[];
}

/**
 * The incident that is meant: by its id at the beginning of the line; else the one that runs in this channel, or
 * the only one that runs at all. With `over` those that were resolved of late are meant; with `either` they are where
 * none runs.
 *
 * @throws Mistake that names those that may be meant
 */
export async function incidentMeant(
  words: readonly Word[],
  { incidents, request, bot }: Pick<CommandHandling, 'incidents' | 'request' | 'bot'>,
  { over = false }: { readonly over?: boolean | 'either' } = {},
): Promise<Meant> {
  const [first, ...rest] = words;
  if (first !== undefined && isIncidentId(first)) {
    return { incident: await incidentNamed(first.text, incidents), rest };
  }
  const now = bot.now();
  const running = over === true ? [] : await incidents.open();
  const late = over === false ? [] : await incidents.between(now - LATELY, now + 1);
  const ended = late.filter((one) => !isRunning(one));
  const isHere = (one: Incident) => isIn(one, request.channelId);
  const sets = [running.filter(isHere), ended.filter(isHere), running, ended];
  const meant = sets.find((some) => some.length > 0) ?? [];
  const [only, ...others] = meant;
  if (only === undefined) {
    const none = over === true ? 'no incident was resolved of late' : 'no incident runs';
    const hint =
      over !== false ? 'write which, such as INC-12' : 'write /incident open, and what goes wrong';
    throw new Mistake(none, hint);
  }
  if (others.length > 0) {
    const named = meant.slice(0, MOST_NAMED).map(({ id, title }) => `${id} (${title})`);
    throw new Mistake(`${meant.length} incidents may be meant`, `write which: ${named.join(', ')}`);
  }
  return { incident: only, rest: words };
}

/** Whether a word is the id of an incident. */
export function isIncidentId({ text }: Pick<Word, 'text'>): boolean {
  return ID.test(text);
}

/** The incident with an id, in whatever case. @throws Mistake where there is none */
export async function incidentNamed(
  name: string,
  incidents: Pick<IncidentsAtHand, 'find' | 'open'>,
): Promise<Incident> {
  const found = await incidents.find(name.toUpperCase());
  if (found !== undefined) return found;
  const open = (await incidents.open()).slice(0, MOST_NAMED).map(({ id }) => id);
  const hint = open.length === 0 ? 'none runs now' : `those that run are ${open.join(', ')}`;
  throw new Mistake(`there is no incident ${quoted(name.toUpperCase())}`, hint);
}

/** A name that the config has is not known here by its id: then the room says it. */
function isIn({ place, channel }: Incident, id: string): boolean {
  return place?.channel === id || channel === id;
}
