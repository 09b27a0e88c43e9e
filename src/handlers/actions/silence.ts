import type { Labels } from '../../alert/labels.ts';
import { matcherText } from '../../alert/matcher.ts';
import { firingMembers } from '../../asking/firing-members.ts';
import type { Press } from '../../delivery/slack/actions.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Handling } from '../handling.ts';
import type { ActionRequest } from '../request.ts';
import { fill } from '../views/opened.ts';
import { previewOf } from '../views/preview.ts';
import { silenceForm } from '../views/silence-form.ts';

/** Fills the form in which a silence is asked for, with what a group is about. */
export async function fillSilenceForm(
  whole: WholeGroup,
  { group }: Press,
  { bot, slack, request }: Handling<ActionRequest>,
): Promise<undefined> {
  const labels = labelsOf(whole, bot.now());
  const matchers = Object.entries(labels)
    .map(([name, value]) => matcherText({ name, operator: '=', value }))
    .join('\n');
  const { channelId: channel } = request;
  const origin = { group, ...(channel !== undefined && { channel }) };
  const preview = await previewOf({ matchers }, bot);
  await fill(silenceForm({ matchers }, origin, preview), request, slack);
}

/** The labels that a group is about; where it is about all there is, those that all that fires has in common. */
function labelsOf(whole: WholeGroup, now: number): Labels {
  const { labels } = whole.group;
  if (Object.keys(labels).length > 0) return labels;
  const [first, ...others] = firingMembers(whole, now).map((one) => one.labels);
  const common = Object.entries(first ?? {}).filter(([name, value]) =>
    others.every((other) => other[name] === value),
  );
  return Object.fromEntries(common);
}
