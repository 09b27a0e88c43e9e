import { alarmPlace } from '../../alert/alarm-place.ts';
import type { Alert } from '../../alert/alert.ts';
import type { Group } from '../../alert/group.ts';
import { nextVersion, type Commit, type Versioned } from '../../engine/ports/event-store.ts';
import { relayedFrom } from '../../engine/ports/delivery-store.ts';
import { DEAD_LETTERS_KEPT } from '../../engine/ports/inbox.ts';
import type { Effect } from '../../rules/draft.ts';
import { auditCommand } from './audit-command.ts';
import type { Command } from './command.ts';
import { deploymentCommands } from './deployments.ts';
import { momentCommand } from './history.ts';
import { muteCommands } from './mutes.ts';
import { targetId } from '../target-id.ts';
import { alertTimerName, timerName } from '../timer-name.ts';
import type { Keys } from './keys.ts';
import { encode } from './record.ts';

/** How long a resolved alert is remembered, so that late news of it stays late (milliseconds). */
const RESOLVED_KEPT = 14 * 24 * 60 * 60 * 1000;

/** How long it is known which groups of a route were new, after the last one (milliseconds). */
const OPENINGS_KEPT = 30 * 24 * 60 * 60 * 1000;

/**
 * Appends a commit as the script's arguments: the cause; the records that are checked, each with its key,
 * the version that was read, what it is from now on (nothing where that was only read), and when it is
 * forgotten; and the other Redis commands that write it.
 */
export function pushCommit(args: (string | number)[], commit: Commit, keys: Keys): void {
  const { cause, expectedAlerts, expectedGroups, expectedSilences } = commit;
  if ('entry' in cause) args.push(cause.entry, '');
  else args.push(timerName(cause.timer), cause.timer.due);
  const silences = expectedSilences === undefined ? 0 : 1;
  args.push(expectedAlerts.size + expectedGroups.size + silences);
  for (const [id, known] of expectedAlerts) pushAlert(args, id, known, commit, keys);
  for (const [key, known] of expectedGroups) pushGroup(args, key, known, commit, keys);
  if (expectedSilences !== undefined) args.push(keys.silencesVersion, expectedSilences, '', '');
  const commands = commandsOf(commit, keys);
  args.push(commands.length);
  for (const command of commands) args.push(command.length, ...command);
}

function pushAlert(
  args: (string | number)[],
  id: string,
  { version }: Versioned<Alert>,
  { changes, now }: Commit,
  keys: Keys,
): void {
  const alert = changes.alerts.get(id);
  args.push(keys.alert(id), version);
  if (alert === undefined) args.push('', '');
  else args.push(encode(nextVersion(version, now), alert), forgottenAt(alert));
}

/** When an alert is forgotten, epoch milliseconds; nothing while it has no end. */
function forgottenAt({ endsAt, gap }: Alert): number | '' {
  return endsAt === undefined ? '' : Math.ceil(Math.max(endsAt, gap?.at ?? 0) + RESOLVED_KEPT);
}

function pushGroup(
  args: (string | number)[],
  key: string,
  { version }: Versioned<Group>,
  { changes, now }: Commit,
  keys: Keys,
): void {
  const group = changes.groups.get(key);
  const text = group === undefined ? '' : encode(nextVersion(version, now), group);
  args.push(keys.group(key), version, text, '');
}

function commandsOf(commit: Commit, keys: Keys): readonly Command[] {
  const { changes, now } = commit;
  return [
    ...firingCommands(commit, keys),
    ...groupCommands(commit, keys),
    ...alertTimerCommands(commit, keys),
    ...memberCommands(commit, keys),
    ...toldCommands(commit, keys),
    ...muteCommands(commit, keys),
    ...openingCommands(commit, keys),
    ...outboxCommands(commit, keys),
    ...changes.deeds.map((deed) => auditCommand(deed, keys)),
    ...changes.moments.map((moment) => momentCommand(moment, now, keys)),
    ...changes.deployments.flatMap((one) => deploymentCommands(one, now, keys)),
    ...followUpCommands(commit, keys),
    ...deadLetterCommands(commit, keys),
  ];
}

/** Who holds alarms against CloudWatch finds those that fire without looking at every key. */
function firingCommands({ changes, expectedAlerts }: Commit, keys: Keys): Command[] {
  const commands: Command[] = [];
  for (const [fingerprint, alert] of changes.alerts) {
    const place = alarmPlace(alert);
    const before = expectedAlerts.get(fingerprint)?.value;
    const fires = alert.endsAt === undefined;
    if (place === undefined || (before && (before.endsAt === undefined) === fires)) continue;
    commands.push([fires ? 'SADD' : 'SREM', keys.firing(place), fingerprint]);
  }
  return commands;
}

/** A group's place in the index, and its timer: as far as they change. */
function groupCommands({ cause, changes, expectedGroups }: Commit, keys: Keys): Command[] {
  const commands: Command[] = [];
  for (const [key, group] of changes.groups) {
    const { version = 0, value: before } = expectedGroups.get(key) ?? {};
    if (group === undefined) {
      commands.push(['DEL', keys.group(key), keys.members(key), keys.told(key)]);
      commands.push(['SREM', keys.groups, key]);
    } else if (version === 0) commands.push(['SADD', keys.groups, key]);
    // With its cause a flush's own timer is used up.
    const isAsBefore = before !== undefined && before.flushAt === group?.flushAt;
    if (isAsBefore && 'entry' in cause) continue;
    commands.push(
      group?.flushAt === undefined
        ? ['ZREM', keys.timers, key]
        : ['ZADD', keys.timers, group.flushAt, key],
    );
  }
  return commands;
}

function alertTimerCommands({ changes }: Commit, keys: Keys): Command[] {
  return [...changes.alertTimers].map(([fingerprint, due]) =>
    due === undefined
      ? ['ZREM', keys.timers, alertTimerName(fingerprint)]
      : ['ZADD', keys.timers, due, alertTimerName(fingerprint)],
  );
}

function memberCommands({ changes }: Commit, keys: Keys): Command[] {
  return hashCommands(withoutGone(changes.members, changes), keys.members);
}

function toldCommands({ changes }: Commit, keys: Keys): Command[] {
  return hashCommands(withoutGone(changes.told, changes), keys.told);
}

/** A route of which nothing is new for so long, because the config has it no more, leaves nothing behind. */
function openingCommands({ changes }: Commit, keys: Keys): Command[] {
  const written = [...changes.openings.keys()];
  return [
    ...hashCommands(changes.openings, keys.openings),
    ...written.map((id): Command => ['PEXPIRE', keys.openings(id), OPENINGS_KEPT]),
  ];
}

type Hashes = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/** With a group the hashes beside it are gone already. */
function withoutGone(written: Hashes, { groups }: Commit['changes']): Hashes {
  const kept = [...written].filter(([key]) => !groups.has(key) || groups.get(key) !== undefined);
  return new Map(kept);
}

/** Writes hashes field by field. */
function hashCommands(written: Hashes, nameOf: (key: string) => string): Command[] {
  return [...written].flatMap(([key, fields]) =>
    [...fields].map(([field, value]): Command =>
      value === undefined
        ? ['HDEL', nameOf(key), field]
        : ['HSET', nameOf(key), field, JSON.stringify(value)],
    ),
  );
}

function outboxCommands({ changes, now }: Commit, keys: Keys): Command[] {
  const { settled, effects } = changes;
  const wanted = effects.flatMap((effect): Command[] => [
    ['ZADD', keys.outbox, relayedFrom(effect, now), targetId(effect)],
    ['HSET', keys.effects, targetId(effect), encodeEffect(effect)],
  ]);
  if (settled === undefined) return wanted;
  const id = targetId(settled);
  const done: Command[] = effects.some((effect) => targetId(effect) === id)
    ? []
    : [
        ['ZREM', keys.outbox, id],
        ['HDEL', keys.effects, id],
      ];
  return [['DEL', keys.lease(settled), keys.journal(settled)], ...done, ...wanted];
}

function followUpCommands({ changes }: Commit, keys: Keys): Command[] {
  return changes.followUps.map((event) => [
    'XADD',
    keys.inbox,
    '*',
    'event',
    JSON.stringify(event),
  ]);
}

function deadLetterCommands({ deadLetter }: Commit, keys: Keys): Command[] {
  if (deadLetter === undefined) return [];
  const { messageId, reason, body, isEvent = false } = deadLetter;
  const mark = isEvent ? ['event', '1'] : [];
  const fields = ['messageId', messageId, 'reason', reason, 'body', body, ...mark];
  return [['XADD', keys.deadLetters, 'MAXLEN', '~', DEAD_LETTERS_KEPT, '*', ...fields]];
}

function encodeEffect(effect: Effect): string {
  return JSON.stringify(effect);
}
