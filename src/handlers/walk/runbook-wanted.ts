import { Mistake } from '../../config/mistake.ts';
import type { ParsedRunbook } from '../../runbooks/format/parse.ts';
import { groupsMeant } from '../commands/groups-meant.ts';
import type { Word } from '../commands/words.ts';
import type { Handling } from '../handling.ts';
import type { ChatPlace } from '../../engine/ports/subject.ts';
import { incidentNamed, isIncidentId } from '../incidents/meant.ts';
import { runbookMeant } from './runbook-meant.ts';
import { walkedForIncident } from './walked-for-incident.ts';
import { walkedForGroup, walkedHere, type WalkedFor } from './walked-for.ts';

export interface RunbookWanted {
  readonly runbook: ParsedRunbook;
  /** What stands after `for`: absent where it is for nothing in particular. */
  readonly meant?: readonly Word[];
}

/** Reads `high-error-rate for page.3f2a`: a runbook, and what it is for. @throws Mistake for what there is not */
export function readWanted(
  words: readonly Word[],
  { runbooks }: Pick<Handling, 'runbooks'>,
): RunbookWanted {
  const at = words.findIndex(({ text }) => text.toLowerCase() === 'for');
  const name = at < 0 ? words : words.slice(0, at);
  const runbook = runbookMeant(name.map(({ text }) => text).join(' '), runbooks.current().runbooks);
  if (at < 0) return { runbook };
  const meant = words.slice(at + 1);
  if (meant.length > 0) return { runbook, meant };
  const hint = `write /runbook ${runbook.runbook.name} for page.3f2a, with the key of a group, or for INC-12`;
  throw new Mistake('it does not say what for', hint);
}

/** What a runbook is for. @throws Mistake where that is nothing, or not one thing */
export async function walkedFor({ meant }: RunbookWanted, handling: Handling): Promise<WalkedFor> {
  const here = { channel: channelOf(handling) };
  const { incidents } = handling;
  if (meant === undefined) {
    const open = await incidents.open();
    const own = open.find(({ place }) => place?.channel === here.channel && isWhole(place));
    return own === undefined ? walkedHere(here) : walkedForIncident(own, here, handling);
  }
  const [first] = meant;
  if (first !== undefined && meant.length === 1 && isIncidentId(first)) {
    return walkedForIncident(await incidentNamed(first.text, incidents), here, handling);
  }
  const [whole, ...others] = await groupsMeant(meant, ANY, handling);
  if (whole === undefined || others.length > 0) {
    throw new Mistake('more than one group is so', 'write the key of one of them; /alerts has it');
  }
  return walkedForGroup(whole, here, handling);
}

/** A channel that is an incident's own, not one of its threads. */
function isWhole({ threadTs }: ChatPlace): boolean {
  return threadTs === undefined;
}

/** A word is always there. */
const ANY = { holds: () => true, said: 'could be meant' };

/** @throws Mistake where nothing could be shown */
export function channelOf({ request }: Handling): string {
  if ('channelId' in request && request.channelId !== undefined) return request.channelId;
  throw new Mistake('a runbook is walked in a channel', 'write /runbook in one');
}
