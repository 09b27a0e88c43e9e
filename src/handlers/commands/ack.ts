import type { Acknowledgement } from '../../alert/group.ts';
import { date } from '../../delivery/slack/mrkdwn.ts';
import { plain } from '../../delivery/slack/message.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Answer } from '../answer.ts';
import { groupRow } from '../group-row.ts';
import { listAnswer, type Row } from '../list.ts';
import { flag, span } from './arguments.ts';
import { verb, type Command, type CommandHandling } from './command.ts';
import { groupsMeant, type Unnamed } from './groups-meant.ts';

/** `/ack`: who asks has it on. */
export const ackCommand: Command = {
  name: '/ack',
  summary: 'say that you have something on',
  examples: [
    ['/ack', 'the only group that nobody has on yet'],
    ['/ack alertname="orders-5xx" --for 2h', 'all groups of it, for two hours'],
    ['/ack page.3f2a --take-over', 'although somebody else has it on'],
    ['/ack undo', 'give back the only group that you have on'],
    ['/ack undo page.3f2a', 'give this one back'],
  ],
  verbs: [
    verb({
      name: '',
      usage: '[group or matchers]',
      summary: 'neither repeated nor escalated until it gets worse or is over',
      options: {
        for: span('until then (else until it is over)'),
        'take-over': flag('also from somebody who has it on'),
      },
      role: 'responder',
      run: async ({ words, options }, handling) => {
        const found = await groupsMeant(words, NOBODYS, handling);
        const { for: lasts, 'take-over': takeOver } = options;
        const how = { takeOver, ...(lasts !== undefined && { lasts }) };
        return answerOf(await inTurn(found, (whole) => taken(whole, how, handling)));
      },
    }),
    verb({
      name: 'undo',
      usage: '[group or matchers]',
      summary: 'give it back: it is repeated and escalated again',
      options: {},
      role: 'responder',
      run: async ({ words }, handling) => {
        const found = await groupsMeant(words, ownedBy(handling.asker.actor), handling);
        return answerOf(await inTurn(found, (one) => given(one, handling)));
      },
    }),
  ],
};

const NOBODYS: Unnamed = { holds: (owner) => owner === undefined, said: 'nobody has on' };

function ownedBy(actor: string): Unnamed {
  return { holds: (owner) => owner?.actor === actor, said: 'you have on' };
}

async function inTurn<T>(
  ones: readonly T[],
  work: (one: T) => Promise<Row>,
): Promise<readonly Row[]> {
  const outcomes: Row[] = [];
  for (const one of ones) outcomes.push(await work(one));
  return outcomes;
}

function answerOf(rows: readonly Row[]): Answer {
  const heading = rows.length === 1 ? 'One group:' : `${rows.length} groups:`;
  return listAnswer(heading, rows);
}

async function taken(
  { group }: WholeGroup,
  { lasts, takeOver }: { readonly lasts?: number; readonly takeOver: boolean },
  { bot, asker, request }: CommandHandling,
): Promise<Row> {
  const { traceId } = request;
  const { name: by, actor } = asker;
  const until = lasts === undefined ? {} : { until: bot.now() + lasts };
  const wish = { type: 'acknowledge', traceId, group: group.key, by, actor, takeOver } as const;
  await bot.ask({ ...wish, ...until }, `${traceId}/ack/${group.key}`);
  const after = (await bot.group(group.key)) ?? { group, members: new Map(), told: new Map() };
  return groupRow(after, bot.now(), takenNotes(after.group.acknowledged, actor));
}

function takenNotes(owner: Acknowledgement | undefined, actor: string): NonNullable<Row['notes']> {
  if (owner === undefined) return ['nothing fires in it any more'];
  const { by, at, until } = owner;
  if (owner.actor === actor) {
    return [`✅ you have it on${until === undefined ? '' : ` until ${date(until)}`}`];
  }
  return [plain(`${by} has it`, 100), `since ${date(at)}; \`--take-over\` if you are to have it`];
}

async function given(
  { group }: WholeGroup,
  { bot, asker, request }: CommandHandling,
): Promise<Row> {
  const { traceId } = request;
  const { name: by, actor } = asker;
  const wish = { type: 'unacknowledge', traceId, group: group.key, by, actor } as const;
  await bot.ask(wish, `${traceId}/undo/${group.key}`);
  const after = (await bot.group(group.key)) ?? { group, members: new Map(), told: new Map() };
  const owner = group.acknowledged;
  const said =
    owner === undefined ? 'nobody had it on' : plain(`${owner.by} has it on no more`, 100);
  return groupRow(after, bot.now(), [said]);
}
