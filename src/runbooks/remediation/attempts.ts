import { hash } from 'node:crypto';
import { isResolved } from '../../alert/alert.ts';
import type { Group } from '../../alert/group.ts';
import type { Labels } from '../../alert/labels.ts';
import type { Attempt } from '../../engine/ports/automation.ts';
import { firingAmong } from '../../engine/firing.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import { valueOf, variablesIn } from '../format/variables.ts';
import { bindingFor, type Binding } from './binding.ts';

/** An alert, and what answers it. */
export interface Answered {
  readonly attempt: Attempt;
  readonly binding: Binding;
}

/**
 * What answers the alerts of a group that fire and that people were told of. Of one action with the same
 * parameters there is one attempt an episode, however many alerts would have it done.
 *
 * @param now epoch milliseconds
 */
export function attemptsFor(
  whole: WholeGroup,
  bindings: readonly Binding[],
  now: number,
): readonly Answered[] {
  const { group, members } = whole;
  const episode = episodeOf(group);
  if (episode === undefined) return [];
  const answered = new Map<string, Answered>();
  for (const { fingerprint, labels } of firingAmong(whole, now)) {
    if (members.get(fingerprint)?.muted !== undefined) continue;
    const binding = bindingFor(labels, bindings);
    if (binding === undefined) continue;
    const id = idOf([binding.name, group.key, String(episode), ...filling(binding, labels)]);
    if (answered.has(id)) continue;
    const of = { id, binding: binding.name, group: group.key, episode, fingerprint, labels };
    const attempt: Attempt = { ...of, state: 'waiting', revision: 0, at: now, what: '' };
    answered.set(id, { attempt, binding });
  }
  return [...answered.values()];
}

function idOf(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}

/** What tells the parameters for one alert from those for another. */
function filling({ action }: Binding, labels: Labels): readonly string[] {
  const facts = { labels, annotations: {} };
  const variables = variablesIn(JSON.stringify(action?.params ?? {}));
  return variables.map(({ name }) => valueOf(name, facts) ?? '');
}

/**
 * When people were first told of what fires; undefined while nobody is told anything. Who is told later, by an
 * escalation, makes no other episode of it; and a service that fails may still be in one that is long over.
 */
function episodeOf({ deliveries }: Group): number | undefined {
  const told = Object.values(deliveries).filter(({ episode }) => episode !== undefined);
  const answering = told.filter(({ failing }) => failing === undefined);
  const episodes = (answering.length > 0 ? answering : told).flatMap(
    ({ episode }) => episode ?? [],
  );
  return episodes.length === 0 ? undefined : Math.min(...episodes);
}

/** How the alert of an attempt stands. */
export type AlertStands =
  | { readonly kind: 'over' }
  /** Its group knows it no more: it is over, or in another one. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'muted' }
  /** Epoch milliseconds; and who has it on. */
  | { readonly kind: 'firing'; readonly since: number; readonly acknowledgedBy?: string };

/** Nothing of it fires where people were told of it. */
export function isOver({ kind }: AlertStands): boolean {
  return kind === 'over' || kind === 'gone';
}

/** @param now epoch milliseconds */
export function alertStands(
  { fingerprint }: Pick<Attempt, 'fingerprint'>,
  whole: WholeGroup | undefined,
  now: number,
): AlertStands {
  const member = whole?.members.get(fingerprint);
  if (member === undefined || member.movedTo !== undefined) return { kind: 'gone' };
  if (isResolved(member, now)) return { kind: 'over' };
  if (member.muted !== undefined) return { kind: 'muted' };
  const by = whole?.group.acknowledged?.by;
  return {
    kind: 'firing',
    since: member.startsAt,
    ...(by !== undefined && { acknowledgedBy: by }),
  };
}
