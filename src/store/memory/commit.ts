import { nextVersion, type Commit, type CommitResult } from '../../engine/ports/event-store.ts';
import { relayedFrom } from '../../engine/ports/delivery-store.ts';
import { silenceBook } from '../../alert/silence.ts';
import { withWritten } from '../../rules/written.ts';
import { targetId } from '../target-id.ts';
import { alertTimerName, timerName } from '../timer-name.ts';
import { keepDeed } from './audit.ts';
import { keepDeployments } from './deployments.ts';
import { keepMoments } from './history.ts';
import { append, keepLetter, type MemoryState } from './state.ts';

/** Writes one event's changes, or nothing; `spoiled` is what earlier commits of the batch failed to write. */
export function commit(state: MemoryState, one: Commit, spoiled: Set<string>): CommitResult {
  const result = isGone(state, one) ? 'gone' : isStale(state, one, spoiled) ? 'conflict' : 'done';
  if (result === 'done') write(state, one);
  else for (const key of checked(one)) spoiled.add(key);
  return result;
}

function isGone({ inbox, timers }: MemoryState, { cause }: Commit): boolean {
  return 'entry' in cause
    ? !inbox.has(cause.entry)
    : timers.get(timerName(cause.timer)) !== cause.timer.due;
}

function isStale(state: MemoryState, one: Commit, spoiled: ReadonlySet<string>): boolean {
  const { expectedAlerts, expectedGroups, expectedSilences } = one;
  return (
    (expectedSilences ?? state.silences.version) !== state.silences.version ||
    (spoiled.size > 0 && checked(one).some((key) => spoiled.has(key))) ||
    [...expectedAlerts].some(
      ([id, { version }]) => version !== (state.alerts.get(id)?.version ?? 0),
    ) ||
    [...expectedGroups].some(
      ([key, { version }]) => version !== (state.groups.get(key)?.version ?? 0),
    )
  );
}

function checked({ expectedAlerts, expectedGroups, expectedSilences }: Commit): string[] {
  const alerts = [...expectedAlerts.keys()].map((id) => `alert ${id}`);
  const silences = expectedSilences === undefined ? [] : ['silences'];
  return [...silences, ...alerts, ...[...expectedGroups.keys()].map((key) => `group ${key}`)];
}

function write(state: MemoryState, one: Commit): void {
  const { cause, changes, deadLetter, now } = one;
  if ('entry' in cause) state.inbox.delete(cause.entry);
  else state.timers.delete(timerName(cause.timer));
  for (const [id, value] of changes.alerts) {
    const version = nextVersion(one.expectedAlerts.get(id)?.version ?? 0, one.firstVersion);
    state.alerts.set(id, { version, value });
  }
  writeHashes(state.members, changes.members);
  writeHashes(state.told, changes.told);
  writeHashes(state.inhibitors, changes.inhibitors);
  writeHashes(state.waiting, changes.waiting);
  writeHashes(state.openings, changes.openings);
  writeSilences(state, changes);
  for (const [occurrence, noted] of changes.muted) {
    state.muted.set(occurrence, noted.union(state.muted.get(occurrence) ?? new Set()));
  }
  writeGroups(state, one);
  writeAlertTimers(state, changes);
  writeOutbox(state, one);
  for (const deed of changes.deeds) keepDeed(state, deed, now);
  keepMoments(state, changes.moments, now);
  keepDeployments(state, changes.deployments, now);
  for (const event of changes.followUps) append(state, event, now);
  if (deadLetter !== undefined) keepLetter(state, deadLetter, now);
}

function writeSilences(state: MemoryState, { silences }: Commit['changes']): void {
  if (silences.size === 0) return;
  const all = withWritten(state.silences.all, silences).values();
  state.silences = silenceBook(state.silences.version + 1, all);
}

/**
 * As in Redis, a hash without fields is no hash. Written in place, for a signal must not cost more in a
 * large group; whoever reads a hash gets a copy.
 */
function writeHashes<T>(
  hashes: Map<string, Map<string, T>>,
  changes: ReadonlyMap<string, ReadonlyMap<string, T | undefined>>,
): void {
  for (const [key, written] of changes) {
    const hash = hashes.get(key) ?? new Map<string, T>();
    for (const [field, value] of written) {
      if (value === undefined) hash.delete(field);
      else hash.set(field, value);
    }
    if (hash.size > 0) hashes.set(key, hash);
    else hashes.delete(key);
  }
}

function writeGroups(state: MemoryState, { changes, expectedGroups, firstVersion }: Commit): void {
  for (const [key, group] of changes.groups) {
    if (group?.flushAt === undefined) state.timers.delete(key);
    else state.timers.set(key, group.flushAt);
    if (group === undefined) {
      state.groups.delete(key);
      state.members.delete(key);
      state.told.delete(key);
    } else {
      const version = nextVersion(expectedGroups.get(key)?.version ?? 0, firstVersion);
      state.groups.set(key, { version, value: group });
    }
  }
}

function writeAlertTimers({ timers }: MemoryState, { alertTimers }: Commit['changes']): void {
  for (const [fingerprint, due] of alertTimers) {
    if (due === undefined) timers.delete(alertTimerName(fingerprint));
    else timers.set(alertTimerName(fingerprint), due);
  }
}

function writeOutbox(state: MemoryState, { changes, now }: Commit): void {
  if (changes.settled !== undefined) {
    const id = targetId(changes.settled);
    state.leases.delete(id);
    state.journals.delete(id);
    state.finished.delete(id);
    state.outbox.delete(id);
  }
  for (const effect of changes.effects) {
    state.outbox.set(targetId(effect), { effect, due: relayedFrom(effect, now) });
  }
}
