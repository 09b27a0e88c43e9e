import type { Alert } from '../../alert/alert.ts';
import { labelValue } from '../../alert/labels.ts';
import type { Signal } from '../../alert/signal.ts';
import type { Inbox } from '../../engine/ports/inbox.ts';
import type { KnownAlarms } from '../../engine/ports/known-alarms.ts';
import { alarmFingerprint, alarmSignal } from '../alarm/alarm.ts';
import { newTraceId } from '../trace-id.ts';
import { contributorsOf } from './contributors.ts';
import { findDeleted } from './deleted.ts';
import type { DescribedAlarm } from './described-alarm.ts';
import { listAlarms, type Listing } from './list-alarms.ts';
import { endSignal, newsOf } from './news.ts';
import { topicOf, type Source, type Topics } from './source.ts';

export interface ReconcileDeps {
  readonly inbox: Inbox;
  readonly alarms: KnownAlarms;
  readonly topics: Topics;
  /** Whose alarms a source has listed: kept from one reading to the next, by this. */
  readonly accounts: Map<Source, string>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Told of each signal that was taken in. */
  readonly onHealed: (signal: Signal, traceId: string) => void;
}

/** What one reconciliation of one source found. */
export interface Reconciled {
  /** The alarms that may alert here: known ones, and those that tell a topic of ours. */
  readonly ours: readonly DescribedAlarm[];
  /** What could not be read; empty when everything was. */
  readonly failures: readonly unknown[];
}

/**
 * Reads the states of a source's alarms and takes in, as signals, what CloudWatch knows and the bot
 * does not: in both directions, and the end of alarms that were deleted. What could not be read
 * changes nothing.
 */
export async function reconcile(
  source: Source,
  deps: ReconcileDeps,
  abort: AbortSignal,
): Promise<Reconciled> {
  const startedAt = deps.now();
  const listing = await listAlarms(source.client, abort);
  const firing = await firingOf(source, listing, startedAt, deps);
  const failures: unknown[] = listing.failures.map(({ error }) => error);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      abort.throwIfAborted();
      failures.push(error);
    }
  };

  const ours: DescribedAlarm[] = [];
  for (const [described, known] of await withKnown(listing.alarms, deps.alarms)) {
    const topic = topicOf(described, deps.topics);
    const isOurs = topic !== undefined || source.includes?.(labelsOf(described)) === true;
    const series = firing.seriesOf(described);
    if (isOurs || known !== undefined || series.length > 0) ours.push(described);
    const context = { topic, isOurs, startedAt, abort };
    // Alarms over several time series tell of each, and of the whole only elsewhere than in SNS.
    const isWhole = !described.isOverSeveral && series.length === 0;
    await heal(newsOf(described, known, isOurs && isWhole), topic, deps);
    await attempt(() => healSeries(source, described, series, context, deps));
  }
  await attempt(async () => {
    for (const alert of await findDeleted(source.client, listing, firing.alerts, abort)) {
      await heal(endSignal(alert, startedAt, 'The alarm was deleted'), undefined, deps);
    }
  });
  return { ours, failures };
}

/** The alerts of a source that fire, but for those that began to after the list was asked for. */
async function firingOf(
  source: Source,
  { alarms }: Listing,
  startedAt: number,
  deps: ReconcileDeps,
): Promise<{
  readonly alerts: readonly Alert[];
  /** Of one alarm those that stand for one of its time series. */
  readonly seriesOf: (described: DescribedAlarm) => readonly Alert[];
}> {
  // Where no role says whose they are, alarms do, and when the last of them was deleted none does.
  const account = alarms[0]?.alarm.account ?? source.account ?? deps.accounts.get(source);
  if (account !== undefined) deps.accounts.set(source, account);
  const all =
    account === undefined ? [] : await deps.alarms.firing({ account, region: source.region });
  const alerts = all.filter(({ changedAt }) => changedAt < startedAt);
  const byName = Map.groupBy(alerts, ({ labels }) => labelValue(labels, 'alertname'));
  return {
    alerts,
    seriesOf: ({ alarm }) => {
      const whole = alarmFingerprint(alarm);
      return (byName.get(alarm.name) ?? []).filter(({ fingerprint }) => fingerprint !== whole);
    },
  };
}

/** Alarms with what is known of them, read in pages. */
async function withKnown(
  listed: readonly DescribedAlarm[],
  alarms: KnownAlarms,
): Promise<readonly (readonly [DescribedAlarm, Alert | undefined])[]> {
  const fingerprints = listed.map(({ alarm }) => alarmFingerprint(alarm));
  const known = await alarms.alerts(fingerprints);
  const byFingerprint = new Map(known.map((alert) => [alert.fingerprint, alert]));
  return listed.map((one, index) => [one, byFingerprint.get(fingerprints[index] ?? '')]);
}

interface SeriesContext {
  readonly topic: string | undefined;
  readonly isOurs: boolean;
  readonly startedAt: number;
  readonly abort: AbortSignal;
}

/** The time series of one alarm, of which each has an alert of its own. */
async function healSeries(
  { client }: Source,
  described: DescribedAlarm,
  firing: readonly Alert[],
  { topic, isOurs, startedAt, abort }: SeriesContext,
  deps: ReconcileDeps,
): Promise<void> {
  const { alarm, isOverSeveral } = described;
  if (alarm.state === 'INSUFFICIENT_DATA' || (!isOverSeveral && firing.length === 0)) return;
  // One that does not look like several, and has fired as several: which of them do is not known.
  if (alarm.state === 'ALARM' && !isOverSeveral) return;
  const series =
    alarm.state === 'ALARM' && isOverSeveral ? await contributorsOf(client, described, abort) : [];
  for (const [one, known] of await withKnown(series, deps.alarms)) {
    await heal(newsOf(one, known, isOurs), topic, deps);
  }
  const inAlarm = new Set(series.map((one) => alarmFingerprint(one.alarm)));
  for (const alert of firing.filter(({ fingerprint }) => !inAlarm.has(fingerprint))) {
    await heal(endSignal(alert, startedAt, `${alarm.name} is OK again`), topic, deps);
  }
}

/** Takes a signal in as if its notification had come. */
async function heal(
  signal: Signal | undefined,
  topic: string | undefined,
  { inbox, onHealed }: ReconcileDeps,
): Promise<void> {
  if (signal === undefined) return;
  const traceId = newTraceId();
  const event = { type: 'signals', traceId, signals: [signal], ...(topic && { topic }) } as const;
  // A lack of data that leaves an alert firing is found each time, and news only once.
  const { isNew } = await inbox.accept({ messageId: signal.id, event });
  if (isNew) onHealed(signal, traceId);
}

/** What a matcher sees of an alarm: the labels that its signals have. */
function labelsOf({ alarm }: DescribedAlarm): Signal['labels'] {
  const { changedAt } = alarm;
  const context = { messageId: '', receivedAt: changedAt, sentAt: changedAt };
  return alarmSignal(alarm, 'cloudwatch', context).labels;
}
