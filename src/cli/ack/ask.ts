import { randomBytes } from 'node:crypto';
import type { Acknowledgement, Group } from '../../alert/group.ts';
import { labelsText, type Labels } from '../../alert/labels.ts';
import { alertCount, namesText } from '../../alert/worst-first.ts';
import type { WholeGroup } from '../../app/explain.ts';
import type { RunningBot } from '../../app/running-bot.ts';
import { callsAhead } from '../../rules/calls-ahead.ts';
import { firingIn } from '../../rules/firing.ts';
import type { Policy } from '../../rules/policy.ts';
import { printable } from '../printable.ts';
import { timeText, untilText } from '../../asking/spans.ts';
import { groupsNamed } from './choose.ts';

/** What a person wants of a group. */
export interface Wanted {
  readonly text: string;
  /** Read from the text, if it is labels. */
  readonly labels: Labels | undefined;
  readonly by: string;
}

interface HowLong {
  /** Milliseconds; until it is over unless told. */
  readonly span?: number;
  readonly takeOver: boolean;
}

/** `tocsin ack`: has the bot note that somebody has the groups on, and says which ones. */
export async function acknowledge(
  { text, labels, by, span, takeOver }: Wanted & HowLong,
  bot: RunningBot,
): Promise<void> {
  for (const { group } of await groupsNamed(text, labels, bot)) {
    const until = span === undefined ? {} : { until: bot.now() + span };
    const how = { group: group.key, by, takeOver, ...until };
    await bot.ask({ type: 'acknowledge', traceId: newTrace(), ...how });
    const after = await bot.group(group.key);
    const taken = after?.group.acknowledged;
    if (after === undefined || taken === undefined) complain(`nothing fires in ${group.key}`);
    else if (taken.by !== by) {
      const since = timeText(taken.at);
      complain(`${taken.by} has ${group.key} on since ${since}: write --take-over to have it`);
    } else say(`acknowledged ${groupText(after, bot.now())}; ${takenText(taken, bot.now())}`);
  }
}

/** `tocsin unack`: gives groups back. */
export async function unacknowledge({ text, labels, by }: Wanted, bot: RunningBot): Promise<void> {
  for (const { group } of await groupsNamed(text, labels, bot)) {
    const { acknowledged: before } = group;
    if (before === undefined) {
      complain(`nobody has ${group.key} on`);
      continue;
    }
    await bot.ask({ type: 'unacknowledge', traceId: newTrace(), group: group.key, by });
    const after = await bot.group(group.key);
    if (after !== undefined) say(`${before.by} has it on no more: ${groupText(after, bot.now())}`);
  }
}

/** `tocsin resolve`: has the bot take groups for over, and says what that ended. */
export async function resolve({ text, labels, by }: Wanted, bot: RunningBot): Promise<void> {
  for (const whole of await groupsNamed(text, labels, bot)) {
    const { key } = whole.group;
    const firing = firingIn(whole.group, whole.members, bot.now());
    if (firing.length === 0) {
      complain(`nothing fires in ${key}`);
      continue;
    }
    await bot.ask({ type: 'resolve', traceId: newTrace(), group: key, by });
    say(`resolved ${key} ${labelsText(whole.group.labels)}: ${namesText(firing)}`);
  }
}

/** `tocsin escalate`: has the next ones called, and says whom. */
export async function escalate(
  { text, labels, by }: Wanted,
  bot: RunningBot,
  policy: Policy,
): Promise<void> {
  for (const { group } of await groupsNamed(text, labels, bot)) {
    const { key } = group;
    const ahead = callsAhead(group, policy);
    if ('why' in ahead) {
      complain(`${key} can not be escalated: ${ahead.why}`);
      continue;
    }
    await bot.ask({ type: 'escalate', traceId: newTrace(), group: key, by });
    const after = await bot.group(key);
    const called = [ahead.step?.receiver, ...(ahead.pagers ? ['the next in PagerDuty'] : [])];
    if (after === undefined || callsIn(after.group) === callsIn(group)) {
      complain(`${key} is not escalated: nothing fires in it, or what does is muted`);
    } else say(`called ${called.filter(Boolean).join(', ')}: ${groupText(after, bot.now())}`);
  }
}

/** The revision that came of the last call for more. */
function callsIn({ lately = [] }: Group): number {
  return lately.findLast(({ what, by }) => what === 'escalated' && by !== undefined)?.revision ?? 0;
}

function newTrace(): string {
  return randomBytes(16).toString('hex');
}

function takenText({ by, until }: Acknowledgement, now: number): string {
  return `${by} has it on${until === undefined ? '' : ` until ${untilText(until, now)}`}`;
}

/** `page.3f2a… {alertname="x"}: 3 alerts fire: …`. */
function groupText({ group, members }: WholeGroup, now: number): string {
  const firing = firingIn(group, members, now);
  const fire = firing.length === 1 ? 'fires' : 'fire';
  const what = firing.length === 0 ? 'nothing fires' : `${alertCount(firing.length)} ${fire}`;
  const names = firing.length === 0 ? '' : `: ${namesText(firing)}`;
  return `${group.key} ${labelsText(group.labels)}: ${what}${names}`;
}

function say(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

function complain(what: string): void {
  process.stderr.write(`tocsin: ${printable(what)}\n`);
  process.exitCode = 1;
}
