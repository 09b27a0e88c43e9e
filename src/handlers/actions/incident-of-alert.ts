import { worst } from '../../alert/severity.ts';
import { firingMembers } from '../../asking/firing-members.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import { LONGEST_TITLE } from '../../runbooks/incidents/opened.ts';
import { titleOf } from '../group-row.ts';
import type { Handling } from '../handling.ts';
import { openForm } from '../incidents/forms.ts';
import type { ActionRequest } from '../request.ts';
import { fill } from '../views/opened.ts';

/** Fills the form in which an alert is made an incident, or part of one that runs. */
export async function fillIncidentForm(
  whole: WholeGroup,
  { incidents, bot, asker, request, slack }: Handling<ActionRequest>,
): Promise<undefined> {
  const now = bot.now();
  const { key } = whole.group;
  const open = await incidents.open();
  const form = {
    title: titleOf(whole, now).slice(0, LONGEST_TITLE).toWellFormed(),
    severity: worst(firingMembers(whole, now).map((one) => one.severity)) ?? 'error',
    commander: { name: asker.name, actor: asker.actor },
    open: open.filter(({ groups }) => groups.every((group) => group.key !== key)),
  };
  const { channelId: channel } = request;
  const origin = { group: key, ...(channel !== undefined && { channel }) };
  await fill(openForm(form, origin), request, slack);
}
