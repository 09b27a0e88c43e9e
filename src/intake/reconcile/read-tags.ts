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
}

/** A tag is read again after this long, in milliseconds. */
const FRESH = 60 * 60 * 1000;
/** ListTagsForResource takes one alarm at a time; the rest waits for the next reconciliation. */
const READ_AT_MOST = 500;

/**
 * Reads the severity tags of alarms that were not read within the hour.
 *
 * @throws what AWS refused: the rest then waits for the next time
 */
export async function readTags(
  { client }: Source,
  described: readonly DescribedAlarm[],
  { tags, key, now }: ReadTagsDeps,
  abort: AbortSignal,
): Promise<void> {
  const alarms = described.map(({ arn, alarm }) => ({ arn, fingerprint: alarmFingerprint(alarm) }));
  const known = await tags.get(alarms.map(({ fingerprint }) => fingerprint));
  const due = alarms.filter(
    ({ fingerprint }) => (known.get(fingerprint)?.readAt ?? 0) + FRESH <= now(),
  );
  for (const { arn, fingerprint } of due.slice(0, READ_AT_MOST)) {
    const severity = await readSeverityTag(client, arn, key, abort);
    await tags.put(fingerprint, { readAt: now(), ...(severity !== undefined && { severity }) });
  }
}
