import { labelsText } from '../alert/labels.ts';
import { visible } from '../alert/visible.ts';
import type { Explanation, IntegrationFacts } from './explanation.ts';

/** So many of a group's members have a line. */
const SHOWN = 20;

type Group = NonNullable<Explanation['group']>;

/** A group's story for people, line by line: how it stands, and what was decided, oldest first. */
export interface ExplanationLines {
  readonly standing: readonly string[];
  readonly decisions: readonly string[];
}

export function explanationLines({ key, group, decisions }: Explanation): ExplanationLines {
  const repeats = new Map(group?.integrations.map((one) => [one.id, one.next_repeat]));
  const last = new Map(decisions.map((one, index) => [one.integration, index]));
  const sentences = decisions.map((decision, index) => {
    const isLast = last.get(decision.integration) === index;
    const repeat = isLast ? repeats.get(decision.integration ?? '') : undefined;
    return `  ${sentenceOf(decision, repeat)}`;
  });
  const head = group === undefined ? ': over, and forgotten' : ` ${labelsText(group.labels)}`;
  return {
    standing: [`group      ${key}${head}`, ...(group === undefined ? [] : groupLines(group))].map(
      oneLine,
    ),
    decisions: [
      `decisions  ${sentences.length === 0 ? 'none yet' : 'oldest first'}`,
      ...sentences.map(oneLine),
    ],
  };
}

/** Names come from outside: what people can see of them, and no line of their own. */
function oneLine(text: string): string {
  return visible(text).replaceAll('\n', ' ');
}

function groupLines(group: Group): readonly string[] {
  const { route, members, firing, resolved, integrations, next_flush: next } = group;
  const more = members.length - SHOWN;
  const matchers = route.matchers.length === 0 ? 'everything' : route.matchers.join(', ');
  return [
    `route      ${route.id} → ${route.receiver ?? 'nobody: the config has it no more'} (${matchers})`,
    `opened     ${time(group.created_at)}`,
    `next look  ${next === undefined ? 'none: there is nothing to say until something happens' : time(next)}`,
    ...acknowledgedLines(group),
    `members    ${firing} firing, ${resolved} resolved`,
    ...members.slice(0, SHOWN).map((one) => {
      const said = `${one.name}, since ${time(one.starts_at)}${untilText(one.ends_at)}`;
      return `  ${one.status.padEnd(8)}  ${one.severity.padEnd(8)}  ${said}${mutedText(one)}`;
    }),
    ...(more > 0 ? [`  and ${more} more`] : []),
    `told       ${integrations.length === 0 ? 'nobody is to be told' : ''}`.trimEnd(),
    ...integrations.map((one) => `  ${one.id}: ${toldText(one)}`),
  ];
}

function acknowledgedLines({ acknowledged }: Group): readonly string[] {
  if (acknowledged === undefined) return [];
  const { by, at, until } = acknowledged;
  return [`on it      ${by}, since ${time(at)}${untilText(until)}: no repeats, no escalation`];
}

function mutedText({ status, muted }: Group['members'][number]): string {
  if (muted === undefined || status !== 'firing') return '';
  const whose = muted.author === undefined ? '' : ` of ${muted.author}`;
  const why = muted.comment === undefined ? '' : ` (${muted.comment})`;
  return `; muted by ${muted.by}${whose}${why}${untilText(muted.until)}`;
}

function untilText(iso: string | undefined): string {
  return iso === undefined ? '' : `, until ${time(iso)}`;
}

function toldText(one: IntegrationFacts): string {
  const parts = [
    one.told_at === undefined
      ? 'nothing it would have to be told the end of'
      : `${one.told_firing} firing, ${one.told_resolved} resolved, at ${time(one.told_at)}`,
    ...(one.under_way === undefined ? [] : [`being told now: ${one.under_way}`]),
    ...(one.next_repeat === undefined ? [] : [`next repeat ${time(one.next_repeat)}`]),
    ...(one.failing === undefined
      ? []
      : [`not reached since ${time(one.failing.since)}: ${one.failing.why}`]),
    ...(one.instead_of === undefined ? [] : [`told instead of ${one.instead_of}`]),
    ...(one.is_former ? ['its receiver has it no more: it hears of the end alone'] : []),
  ];
  return parts.join('; ');
}

function sentenceOf(one: Explanation['decisions'][number], repeat: string | undefined): string {
  const { at, decision, integration } = one;
  const next = repeat === undefined || decision !== 'quiet' ? '' : `, next repeat ${time(repeat)}`;
  const whose = integration === undefined ? '' : ` ${integration}:`;
  return `${time(at)}${whose} ${decisionText(one)}${next}`;
}

/** What was decided, without when and for whom. */
export function decisionText({
  decision,
  reason,
  note,
}: Pick<Explanation['decisions'][number], 'decision' | 'reason' | 'note'>): string {
  const said = {
    notify: `to be told: ${reason}`,
    quiet: `not told: ${reason}`,
    acknowledged: `acknowledged ${reason}`,
    unacknowledged: `acknowledged no more: ${reason}`,
    resolved: `resolved ${reason}`,
    escalated: `escalated ${reason}`,
    silenced: `silenced ${reason}`,
    noted: `a note ${reason}`,
    failing: `the service does not take it: ${reason}`,
    fallback: `it goes ${reason} instead`,
    recorded: reason === 'delivered' ? 'told, and the service took it' : `the service said no`,
  };
  const what = Object.entries(said).find(([name]) => name === decision)?.[1] ?? reason;
  return note === undefined ? what : `${what}: ${note}`;
}

/** To the second: `2026-01-06T10:05:00Z`. */
function time(iso: string): string {
  return iso.replace(/\.\d+/u, '');
}
