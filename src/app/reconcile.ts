import { labelValue } from '../alert/labels.ts';
import type { Inbox } from '../engine/ports/inbox.ts';
import { readTags, type ReadTagsDeps } from '../intake/reconcile/read-tags.ts';
import { reconcile, type ReconcileDeps } from '../intake/reconcile/reconcile.ts';
import { retag } from '../intake/reconcile/retag.ts';
import { startSchedule } from '../intake/reconcile/schedule.ts';
import type { Source } from '../intake/reconcile/source.ts';
import { createRedisKnownAlarms } from '../store/redis/known-alarms.ts';
import { createRedisSeverityTags } from '../store/redis/severity-tags.ts';
import { createRedisTurns } from '../store/redis/turns.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** Reads the states of CloudWatch's alarms back, at the start and on schedule. */
export function startReconciling(wiring: Wiring, sources: readonly Source[], inbox: Inbox): void {
  if (sources.length === 0) return;
  const { config, redis, closers, log } = wiring;
  const trouble = troubleLog(wiring);
  const accounts = new Map<Source, string>();
  const schedule = startSchedule({
    turns: createRedisTurns(redis, KEYS),
    name: 'reconcile',
    every: config.reconcile.every,
    async work(abort) {
      const read = async (source: Source): Promise<void> => {
        const reading = reconcileOne(source, wiring, { inbox, accounts }, abort);
        const failures = await reading.catch((error) => [error]);
        if (!abort.aborted) trouble(source, failures);
      };
      await Promise.all(sources.map(read));
    },
    onError: (error) => log.named('reconcile').warn({ error }, 'the alarms were not read back'),
  });
  closers.push(() => schedule.stop());
}

async function reconcileOne(
  source: Source,
  { config, redis, clock, log }: Wiring,
  { inbox, accounts }: Pick<ReconcileDeps, 'inbox' | 'accounts'>,
  abort: AbortSignal,
): Promise<readonly unknown[]> {
  const { topics } = config.intake.sns;
  const alarms = createRedisKnownAlarms(redis, KEYS);
  const { ours, failures } = await reconcile(
    source,
    {
      inbox,
      alarms,
      accounts,
      topics: new Map(topics.map(({ arn, severity }) => [arn, severity])),
      now: clock.now,
      onHealed({ fingerprint, status, labels }, trace_id) {
        const alertname = labelValue(labels, 'alertname');
        // INSUFFICIENT_DATA is news, but neither begins nor ends anything.
        const change = status === 'nodata' ? 'lacks data' : 'healed';
        log.named('reconcile').info({ trace_id, fingerprint, status, alertname }, change);
      },
    },
    abort,
  );
  const key = config.reconcile.severity_tag;
  if (key === '') return failures;
  const tags = createRedisSeverityTags(redis, KEYS);
  const onChange: ReadTagsDeps['onChange'] = (described, severity) =>
    retag(described, severity, { inbox, alarms });
  const refused = await readTags(source, ours, { tags, key, now: clock.now, onChange }, abort);
  return [...failures, ...refused];
}

/** Logs what a source could not be asked, once for as long as it stays the same. */
function troubleLog({ log }: Wiring): (source: Source, failures: readonly unknown[]) => void {
  const last = new Map<Source, string>();
  return (source, failures) => {
    const words = reasonOf(failures);
    const { region, account } = source;
    const where = { region, ...(account !== undefined && { account }) };
    if (words !== (last.get(source) ?? '')) {
      if (words === '') log.named('reconcile').info(where, 'the alarms can be read again');
      else log.named('reconcile').warn({ ...where, reason: words }, 'alarms can not be read');
    }
    last.set(source, words);
  };
}

/** AWS names the alarm in its refusal, so there may be as many as alarms: some are enough. */
const MOST_REASONS = 3;

function reasonOf(failures: readonly unknown[]): string {
  const all = [...new Set(failures.map(wordsOf))].toSorted();
  const more = all.length > MOST_REASONS ? [`and ${all.length - MOST_REASONS} more`] : [];
  return [...all.slice(0, MOST_REASONS), ...more].join('; ');
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
