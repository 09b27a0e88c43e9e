import { alarmPlace } from '../../alert/alarm-place.ts';
import type { Alert } from '../../alert/alert.ts';
import type { Group } from '../../alert/group.ts';
import { nextVersion, type Commit, type Versioned } from '../../engine/ports/event-store.ts';
import { relayedFrom } from '../../engine/ports/delivery-store.ts';
import { DEAD_LETTERS_KEPT, type DeadLetter } from '../../engine/ports/inbox.ts';
import { NO_CHANGES, type Changes } from '../../rules/draft.ts';
import { auditCommand } from './audit-command.ts';
import type { Command, Write } from './command.ts';
import { deploymentCommands } from './deployments.ts';
import { momentCommand } from './history.ts';
import { writeMutes } from './mutes.ts';
import { targetId } from '../target-id.ts';
import { alertTimerName, timerName } from '../timer-name.ts';
import type { Keys } from './keys.ts';
import { encode } from './record.ts';

/** How long a resolved alert is remembered, so that late news of it stays late (milliseconds). */
const RESOLVED_KEPT = 14 * 24 * 60 * 60 * 1000;

/** How long it is known which groups of a route were new, after the last one (milliseconds). */
const OPENINGS_KEPT = 30 * 24 * 60 * 60 * 1000;

/** The records that a commit writes, as texts. */
export interface WrittenTexts {
  /** By fingerprint. */
  readonly alerts: ReadonlyMap<string, string>;
  /** By key. */
  readonly groups: ReadonlyMap<string, string>;
}

/**
 * Appends a commit as the script's arguments: the cause; the records that are checked, each with its key,
 * the version that was read, what it is from now on (nothing where that was only read), and when it is
 * forgotten; and the other Redis commands that write it.
 */
export function pushCommit(args: (string | number)[], commit: Commit, keys: Keys): WrittenTexts {
  const { cause, expectedAlerts, expectedGroups, expectedSilences } = commit;
  if ('entry' in cause) args.push(cause.entry, '');
  else args.push(timerName(cause.timer), cause.timer.due);
  const silences = expectedSilences === undefined ? 0 : 1;
  args.push(expectedAlerts.size + expectedGroups.size + silences);
  const texts = { alerts: new Map<string, string>(), groups: new Map<string, string>() };
  for (const [id, known] of expectedAlerts) {
    const text = pushAlert(args, id, known, commit, keys);
    if (text !== '') texts.alerts.set(id, text);
  }
  for (const [key, known] of expectedGroups) {
    const text = pushGroup(args, key, known, commit, keys);
    if (text !== '') texts.groups.set(key, text);
  }
  if (expectedSilences !== undefined) args.push(keys.silencesVersion, expectedSilences, '', '');
  pushCommands(args, commit, keys);
  return texts;
}

/** @returns the record's text; nothing where it is not written */
function pushAlert(
  args: (string | number)[],
  id: string,
  { version }: Versioned<Alert>,
  { changes, firstVersion }: Commit,
  keys: Keys,
): string {
  const alert = changes.alerts.get(id);
  const text = alert === undefined ? '' : encode(nextVersion(version, firstVersion), alert);
  args.push(keys.alert(id), version, text, alert === undefined ? '' : forgottenAt(alert));
  return text;
}

/** When an alert is forgotten, epoch milliseconds; nothing while it has no end. */
function forgottenAt({ endsAt, gap }: Alert): number | '' {
  return endsAt === undefined ? '' : Math.ceil(Math.max(endsAt, gap?.at ?? 0) + RESOLVED_KEPT);
}

/** @returns the record's text; nothing where it is not written */
function pushGroup(
  args: (string | number)[],
  key: string,
  { version }: Versioned<Group>,
  { changes, firstVersion }: Commit,
  keys: Keys,
): string {
  const group = changes.groups.get(key);
  const text = group === undefined ? '' : encode(nextVersion(version, firstVersion), group);
  args.push(keys.group(key), version, text, '');
  return text;
}

/** Most commits write little of all this: what is not written costs nothing. */
function pushCommands(args: (string | number)[], commit: Commit, keys: Keys): void {
  const { changes, now } = commit;
  const at = args.push(0) - 1;
  let count = 0;
  const write: Write = (command) => {
    count += 1;
    args.push(command.length, ...command);
  };
  writeFiring(write, commit, keys);
  writeGroups(write, commit, keys);
  writeAlertTimers(write, changes, keys);
  writeHashes(write, changes.members, keys.members, changes);
  writeHashes(write, changes.told, keys.told, changes);
  writeMutes(write, commit, keys);
  writeOpenings(write, changes, keys);
  writeOutbox(write, commit, keys);
  for (const deed of changes.deeds) write(auditCommand(deed, keys));
  for (const moment of changes.moments) write(momentCommand(moment, now, keys));
  for (const one of changes.deployments) deploymentCommands(one, now, keys).forEach(write);
  for (const event of changes.followUps) {
    write(['XADD', keys.inbox, '*', 'event', JSON.stringify(event)]);
  }
  if (commit.deadLetter !== undefined) write(deadLetterCommand(commit.deadLetter, keys));
  args[at] = count;
}

/** Who holds alarms against CloudWatch finds those that fire without looking at every key. */
function writeFiring(write: Write, { changes, expectedAlerts }: Commit, keys: Keys): void {
  for (const [fingerprint, alert] of changes.alerts) {
    const before = firingIn(expectedAlerts.get(fingerprint)?.value, keys);
    const after = firingIn(alert, keys);
    // A rule may say only later where it is, or say something else.
    if (before === after) continue;
    if (before !== undefined) write(['SREM', before, fingerprint]);
    if (after !== undefined) write(['SADD', after, fingerprint]);
  }
}

function firingIn(alert: Alert | undefined, keys: Keys): string | undefined {
  if (alert === undefined || alert.endsAt !== undefined) return undefined;
  const place = alarmPlace(alert);
  return place && keys.firing(place);
}

/** A group's place in the index, and its timer: as far as they change. */
function writeGroups(write: Write, { cause, changes, expectedGroups }: Commit, keys: Keys): void {
  for (const [key, group] of changes.groups) {
    const { version = 0, value: before } = expectedGroups.get(key) ?? {};
    if (group === undefined) {
      write(['DEL', keys.group(key), keys.members(key), keys.told(key)]);
      write(['SREM', keys.groups, key]);
    } else if (version === 0) write(['SADD', keys.groups, key]);
    // With its cause a flush's own timer is used up.
    const isAsBefore = before !== undefined && before.flushAt === group?.flushAt;
    if (!isAsBefore || 'timer' in cause) writeTimer(write, key, group?.flushAt, keys);
  }
}

function writeAlertTimers(write: Write, { alertTimers }: Changes, keys: Keys): void {
  for (const [fingerprint, due] of alertTimers) {
    writeTimer(write, alertTimerName(fingerprint), due, keys);
  }
}

function writeTimer(write: Write, name: string, due: number | undefined, { timers }: Keys): void {
  write(due === undefined ? ['ZREM', timers, name] : ['ZADD', timers, due, name]);
}

/** Writes hashes field by field. With a group the hashes beside it are gone already. */
function writeHashes(
  write: Write,
  written: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
  nameOf: (key: string) => string,
  { groups }: Pick<Changes, 'groups'>,
): void {
  for (const [key, fields] of written) {
    if (groups.has(key) && groups.get(key) === undefined) continue;
    const name = nameOf(key);
    for (const [field, value] of fields) {
      if (value === undefined) write(['HDEL', name, field]);
      else write(['HSET', name, field, JSON.stringify(value)]);
    }
  }
}

/** A route of which nothing is new for so long, because the config has it no more, leaves nothing behind. */
function writeOpenings(write: Write, changes: Changes, keys: Keys): void {
  writeHashes(write, changes.openings, keys.openings, NO_CHANGES);
  for (const id of changes.openings.keys()) write(['PEXPIRE', keys.openings(id), OPENINGS_KEPT]);
}

function writeOutbox(write: Write, { changes, now }: Commit, keys: Keys): void {
  const { settled, effects } = changes;
  if (settled !== undefined) {
    const id = targetId(settled);
    write(['DEL', keys.lease(settled), keys.journal(settled)]);
    if (!effects.some((effect) => targetId(effect) === id)) {
      write(['ZREM', keys.outbox, id]);
      write(['HDEL', keys.effects, id]);
    }
  }
  for (const effect of effects) {
    const id = targetId(effect);
    write(['ZADD', keys.outbox, relayedFrom(effect, now), id]);
    write(['HSET', keys.effects, id, JSON.stringify(effect)]);
  }
}

function deadLetterCommand(letter: DeadLetter, { deadLetters }: Keys): Command {
  const { messageId, reason, body, isEvent = false } = letter;
  const mark = isEvent ? ['event', '1'] : [];
  const fields = ['messageId', messageId, 'reason', reason, 'body', body, ...mark];
  return ['XADD', deadLetters, 'MAXLEN', '~', DEAD_LETTERS_KEPT, '*', ...fields];
}
