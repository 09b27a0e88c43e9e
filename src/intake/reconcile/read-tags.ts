import type { Severity } from '../../alert/severity.ts';
import type { SeverityTags } from '../../engine/ports/severity-tags.ts';
import { alarmFingerprint } from '../alarm/alarm.ts';
import type { DescribedAlarm } from './described-alarm.ts';
import { readSeverityTag } from './severity-tag.ts';
import type { Source } from './source.ts';

export interface ReadTagsDeps {
  readonly tags: SeverityTags;
  /** The tag's key. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told of each alarm that got another severity by its tag. */
  readonly onChange: (described: DescribedAlarm, severity: Severity) => Promise<void>;
}

/** A tag is read again after this long, in milliseconds. */
const FRESH = 60 * 60 * 1000;
/** ListTagsForResource takes one alarm at a time; the rest waits for the next reconciliation. */
const READ_AT_MOST = 500;
const A_MINUTE = 60_000;
/** Where so many in a row are refused, it is not for the alarm. */
const GIVE_UP_AFTER = 10;

/**
 * Reads the severity tags of alarms that were not read within the hour. One that is refused holds up no
 * other.
 *
 * @returns what AWS refused; after too much of that the rest waits for the next time
 */
export async function readTags(
  { client }: Source,
  described: readonly DescribedAlarm[],
  { tags, key, now, onChange }: ReadTagsDeps,
  abort: AbortSignal,
): Promise<readonly unknown[]> {
  const alarms = described.map((one) => ({ one, fingerprint: alarmFingerprint(one.alarm) }));
  const known = await tags.get(alarms.map(({ fingerprint }) => fingerprint));
  const due = alarms.filter(
    ({ fingerprint }) => (known.get(fingerprint)?.readAt ?? 0) + FRESH <= now(),
  );
  const failures: unknown[] = [];
  let inARow = 0;
  // Begun elsewhere each time: those that are always refused must not keep it from the same others.
  const first = Math.floor(now() / A_MINUTE) % Math.max(due.length, 1);
  const inTurn = [...due.slice(first), ...due.slice(0, first)];
  for (const { one, fingerprint } of inTurn.slice(0, READ_AT_MOST)) {
    let severity: Severity | undefined;
    try {
      severity = await readSeverityTag(client, one.arn, key, abort);
      inARow = 0;
    } catch (error) {
      failures.push(error);
      inARow += 1;
      if (abort.aborted || inARow === GIVE_UP_AFTER) return failures;
      continue;
    }
    if (severity !== undefined && severity !== known.get(fingerprint)?.severity) {
      await onChange(one, severity);
    }
    await tags.put(fingerprint, { readAt: now(), ...(severity !== undefined && { severity }) });
  }
  return failures;
}
