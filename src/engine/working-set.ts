import type { Alert } from '../alert/alert.ts';
import type { Group, Member, Told } from '../alert/group.ts';
import { silenceBook } from '../alert/silence.ts';
import type { Changes, Inhibitor, State } from '../rules/draft.ts';
import type { Event } from '../rules/event.ts';
import { withWritten } from '../rules/written.ts';
import { createHashes } from './hashes.ts';
import type { Inhibitors, Loaded, Versioned } from './ports/event-store.ts';
import { createRecords } from './records.ts';

/** The records of one batch: as they were loaded, then as each event of the batch leaves them. */
export interface WorkingSet extends State {
  /**
   * The records on which a set of changes builds: of everything that it writes, and of the group
   * that the event is about, for that there is nothing to do was read off it too. Who begins to wait
   * for a silence's end must have seen it as it is: one that was expired meanwhile wakes nobody any more.
   */
  readonly expected: (
    event: Event,
    changes: Changes,
  ) => {
    readonly alerts: ReadonlyMap<string, Versioned<Alert>>;
    readonly groups: ReadonlyMap<string, Versioned<Group>>;
    readonly silences?: number;
  };
  /** Makes the changes of one event visible to the next. */
  readonly apply: (changes: Changes) => void;
}

export function createWorkingSet(loaded: Loaded, inhibiting: Inhibitors): WorkingSet {
  const alerts = createRecords(loaded.alerts, loaded.firstVersion);
  const groups = createRecords(loaded.groups, loaded.firstVersion);
  const members = createHashes<Member>(loaded.members);
  const joining = createHashes<Member>(loaded.joining);
  const told = createHashes<Told>(loaded.told);
  const inhibitors = createHashes<Inhibitor>(inhibiting);
  const openings = createHashes<number>(loaded.openings);
  let { silences } = loaded;

  return {
    alert: alerts.get,
    group: groups.get,
    members: members.get,
    member: (key, fingerprint) =>
      (loaded.members.has(key) ? members : joining).get(key).get(fingerprint),
    told: told.get,
    silences: () => silences,
    inhibitors: inhibitors.get,
    waiting: (mute) => loaded.waiting.get(mute) ?? [],

    openings: openings.get,

    expected: (event, changes) => {
      const keys = new Set(changes.groups.keys());
      if ('group' in event) keys.add(event.group);
      return {
        alerts: alerts.some(changes.alerts.keys()),
        groups: groups.some(keys),
        ...(changes.silences.size + changes.waiting.size > 0 && { silences: silences.version }),
      };
    },

    apply(changes) {
      alerts.write(changes.alerts);
      groups.write(changes.groups);
      // Of groups whose members were not loaded nobody reads them.
      members.write(changes.members, (key) => loaded.members.has(key));
      joining.write(changes.members, (key) => loaded.joining.has(key));
      told.write(changes.told, (key) => loaded.told.has(key));
      inhibitors.write(changes.inhibitors, () => true);
      openings.write(changes.openings, () => true);
      if (changes.silences.size > 0) {
        const all = withWritten(silences.all, changes.silences).values();
        silences = silenceBook(silences.version + 1, all);
      }
    },
  };
}
