import { alarmPlace } from '../../alert/alarm-place.ts';
import type { Alert } from '../../alert/alert.ts';
import { nextVersion, type Commit } from '../../engine/ports/event-store.ts';
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

/** A commit as the script's arguments: cause, checks, and the Redis commands that write it. */
export function commitArguments(commit: Commit, keys: Keys): (string | number)[] {
  const checks = [
    ...[...commit.expectedAlerts].flatMap(([id, version]) => [keys.alert(id), version]),
    ...[...commit.expectedGroups].flatMap(([key, version]) => [keys.group(key), version]),
    ...(commit.expectedSilences === undefined
      ? []
      : [keys.silencesVersion, commit.expectedSilences]),
  ];
  const commands = [
    ...alertCommands(commit, keys),
    ...groupCommands(commit, keys),
    ...alertTimerCommands(commit, keys),
    ...memberCommands(commit, keys),
    ...toldCommands(commit, keys),
    ...muteCommands(commit, keys),
    ...openingCommands(commit, keys),
    ...outboxCommands(commit, keys),
    ...commit.changes.deeds.map((deed) => auditCommand(deed, keys)),
    ...commit.changes.moments.map((moment) => momentCommand(moment, commit.now, keys)),
    ...commit.changes.deployments.flatMap((one) => deploymentCommands(one, commit.now, keys)),
    ...followUpCommands(commit, keys),
    ...deadLetterCommands(commit, keys),
  ];
  return [
    ...('entry' in commit.cause
      ? [commit.cause.entry, '', '']
      : ['', timerName(commit.cause.timer), commit.cause.timer.due]),
    checks.length / 2,
    ...checks,
    commands.length,
    ...commands.flatMap((command) => [command.length, ...command]),
  ];
}

function alertCommands({ changes, expectedAlerts, now }: Commit, keys: Keys): Command[] {
  return [...changes.alerts].flatMap(([fingerprint, alert]): Command[] => [
    [
      'SET',
      keys.alert(fingerprint),
      encode(nextVersion(expectedAlerts.get(fingerprint) ?? 0, now), alert),
      ...expiry(alert),
    ],
    ...firingCommands(alert, keys),
  ]);
}

/** Who holds alarms against CloudWatch finds those that fire without looking at every key. */
function firingCommands(alert: Alert, keys: Keys): Command[] {
  const place = alarmPlace(alert);
  if (place === undefined) return [];
  return [[alert.endsAt === undefined ? 'SADD' : 'SREM', keys.firing(place), alert.fingerprint]];
}

function expiry({ endsAt, gap }: Alert): Command {
  if (endsAt === undefined) return [];
  return ['PXAT', Math.ceil(Math.max(endsAt, gap?.at ?? 0) + RESOLVED_KEPT)];
}

function groupCommands({ changes, expectedGroups, now }: Commit, keys: Keys): Command[] {
  return [...changes.groups].flatMap(([key, group]): Command[] => {
    const timer: Command =
      group?.flushAt === undefined
        ? ['ZREM', keys.timers, key]
        : ['ZADD', keys.timers, group.flushAt, key];
    if (group === undefined) {
      const gone = [keys.group(key), keys.members(key), keys.told(key)];
      return [['DEL', ...gone], ['SREM', keys.groups, key], timer];
    }
    return [
      ['SET', keys.group(key), encode(nextVersion(expectedGroups.get(key) ?? 0, now), group)],
      ['SADD', keys.groups, key],
      timer,
    ];
  });
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
