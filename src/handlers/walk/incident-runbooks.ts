import type { ActionsBlock, PlainTextOption } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { Answer } from '../answer.ts';
import { offerAnswer, offered, type Known } from './group-runbooks.ts';
import { START } from './start-button.ts';
import { walkedForIncident } from './walked-for-incident.ts';

/** So many stay below what all blocks of a message may have together; a value of an option holds so much. */
const MOST_OPTIONS = 50;
const LONGEST_VALUE = 150;

/** What there is to do about an incident: who walks what, what answers its alerts, and all others to choose from. */
export async function incidentRunbooks(incident: Incident, known: Known): Promise<Answer> {
  const { id } = incident;
  const here = { channel: incident.channel };
  const { facts } = await walkedForIncident(incident, here, known);
  const walks = await known.walking.walks.of({ incident: id });
  const offer = await offered({ walks, facts, of: id }, known);
  return offerAnswer({ ...offer, blocks: [...offer.blocks, ...others(id, known)] });
}

/** Runbooks by their titles: what is chosen begins. */
function others(id: string, { runbooks }: Known): readonly ActionsBlock[] {
  const options = runbooks.current().runbooks.flatMap(({ runbook }): PlainTextOption[] => {
    const value = `${runbook.name} for ${id}`;
    return value.length > LONGEST_VALUE ? [] : [{ text: plain(runbook.title, 75), value }];
  });
  if (options.length === 0) return [];
  const select = {
    type: 'static_select' as const,
    action_id: START,
    placeholder: plain('Start another', 150),
    options: options.slice(0, MOST_OPTIONS),
  };
  return [{ type: 'actions', elements: [select] }];
}
