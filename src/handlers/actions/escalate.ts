import type { Happening } from '../../alert/group.ts';
import { Mistake } from '../../config/mistake.ts';
import { time } from '../../delivery/slack/mrkdwn.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import type { ActionRequest } from '../request.ts';
import { wordAbout } from '../words.ts';

/** Who presses so soon after somebody else has not seen that, in milliseconds. */
const UNSEEN = 10_000;

/** Calls the next ones. Of two who press for the same step only one has it taken. */
export async function escalate(
  { group }: WholeGroup,
  { bot, asker, request, callsAhead }: Handling<ActionRequest>,
): Promise<Answer | undefined> {
  const { key, lately = [], escalation } = group;
  const { traceId } = request;
  const last = lately.findLast(({ what, by }) => what === 'escalated' && by !== undefined);
  if (last !== undefined && last.by !== asker.name && last.at > request.at - UNSEEN) {
    return escalatedBy(last, bot.now());
  }
  const ahead = callsAhead(group);
  if ('why' in ahead) throw new Mistake('nobody else can be called', ahead.why);
  const taken = escalation?.step ?? 0;
  const wish = { type: 'escalate', traceId, group: key, by: asker.name, taken } as const;
  await bot.ask({ ...wish, actor: asker.actor }, `${traceId}/escalate/${key}`);
  const after = (await bot.group(key))?.group;
  const newest = after?.lately?.findLast(
    ({ what, by }) => what === 'escalated' && by !== undefined,
  );
  if (newest === undefined || newest.revision === last?.revision) {
    return { text: 'Nobody was called: nothing fires in it any more, or what does is muted.' };
  }
  if (newest.by !== asker.name) return escalatedBy(newest, bot.now());
  return ahead.remark === undefined ? undefined : { text: ahead.remark };
}

function escalatedBy({ by, to = [], at }: Happening, now: number): Answer {
  const called = to.length === 0 ? 'Others were called' : `${to.join(', ')} was called`;
  const who = by === undefined ? '' : ` by ${by}`;
  return wordAbout(`${called}${who}`, `${time(at, now)}; press again to call who is next`);
}
