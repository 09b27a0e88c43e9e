import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Signal } from '../../../src/alert/signal.ts';
import { createFirstSight } from '../../../src/intake/reconcile/first-sight.ts';
import { readTags } from '../../../src/intake/reconcile/read-tags.ts';
import { createTaggedInbox } from '../../../src/intake/reconcile/tagged-inbox.ts';
import { parseBody } from '../../../src/intake/parse.ts';
import { metricAlarm } from '../support/alarms.ts';
import { DENIED, startCloudWatch, type CloudWatch } from '../../../demo/cloudwatch/cloudwatch.ts';
import { until } from '../../support/wait.ts';
import { Bot, clientOf, NEVER, TOPIC } from './support/world.ts';

const PLACE = { account: '222233334444', region: 'eu-central-1' };
const HOUR = 60 * 60 * 1000;

let cloudwatch: CloudWatch;
let bot: Bot;

beforeEach(async () => {
  cloudwatch = await startCloudWatch();
  bot = new Bot(cloudwatch);
});
afterEach(() => cloudwatch.stop());

function signalOf(message: object, messageId = 'm-1'): Signal {
  const context = { messageId, receivedAt: bot.now, sentAt: bot.now };
  const [signal] = parseBody(JSON.stringify(message), context).signals;
  if (signal === undefined) throw new Error('there is no signal');
  return signal;
}

/** The wiring of the bot on an inbox that can be looked into. */
function tagged() {
  const { inbox, state } = bot.store;
  const errors: unknown[] = [];
  const { tags } = bot.store;
  const client = clientOf(cloudwatch, PLACE.region);
  // The account of the stand-in's callers is that of their key.
  client.config.credentials = async () => ({
    accessKeyId: `ASIA${PLACE.account}`,
    secretAccessKey: 'secret',
  });
  const firstSight = createFirstSight({
    clientFor: ({ region }) => (region === PLACE.region ? client : undefined),
    inbox,
    tags,
    key: 'severity',
    now: () => bot.now,
    onError: (error) => errors.push(error),
  });
  const door = createTaggedInbox({
    inbox,
    onUnknown: (...sighting) => firstSight.see(...sighting),
  });
  const accept = (signal: Signal) =>
    door.accept({
      messageId: signal.id,
      event: { type: 'signals', traceId: 't', topic: TOPIC, signals: [signal] },
    });
  const events = () =>
    [...state.inbox.values()].flatMap(({ event }) => (event.type === 'signals' ? event : []));
  const severities = () => events().map(({ signals }) => signals[0]?.severity);
  return { events, accept, firstSight, errors, severities };
}

/** Of thirty alarms that fire, `alarm-10` to `alarm-39`, the tags are read, as far as they are due. */
async function thirtyAlarms(): Promise<() => Promise<readonly unknown[]>> {
  for (let number = 10; number < 40; number += 1) {
    await bot.changes(`alarm-${number}`, 'ALARM', { tags: { severity: 'info' } });
  }
  const { ours } = await bot.reconcile();
  const source = { region: 'us-east-1', client: clientOf(cloudwatch) };
  const { tags } = bot.store;
  const deps = { tags, key: 'severity', now: () => bot.now, onChange: async () => {} };
  return () => readTags(source, ours, deps, NEVER);
}

/** AWS refuses what is asked of these alarms. */
function deny(refused: RegExp): void {
  cloudwatch.failWith = (call) => (refused.test(JSON.stringify(call)) ? DENIED : undefined);
}

function putTagged(severity?: string): void {
  cloudwatch.put({ name: 'orders-5xx', ...PLACE, tags: severity ? { severity } : {} });
}

describe('the severity tag of an alarm', () => {
  test('that was never heard of is read after it was taken in, which is then repeated with it', async () => {
    putTagged('Sev1');
    const { events, accept, severities } = tagged();
    expect((await accept(signalOf(metricAlarm()))).isNew).toBe(true);
    await until('the tag is read', () => events().length === 2);
    expect(severities()).toEqual([undefined, 'critical']);
    const [first, second] = events();
    expect(second).toMatchObject({ topic: TOPIC, traceId: first?.traceId });
    expect(second?.signals[0]?.labels['severity']).toBe('critical');

    await accept(signalOf(metricAlarm({ NewStateValue: 'OK' }), 'm-2'));
    await accept(signalOf(metricAlarm(), 'm-3'));
    expect(severities().slice(2)).toEqual(['critical', 'critical']);
    expect(cloudwatch.calls).toHaveLength(1);
  });

  test('gives way to what the message says', async () => {
    putTagged('critical');
    const { accept, severities, firstSight } = tagged();
    await accept(signalOf(metricAlarm({ AlarmDescription: 'severity: info' })));
    await firstSight.stop();
    expect(severities()).toEqual(['info']);
    expect(cloudwatch.calls).toEqual([]);
  });

  test('is remembered also when there is none', async () => {
    putTagged();
    const { accept, severities } = tagged();
    const signal = signalOf(metricAlarm());
    await accept(signal);
    await until('the tag is read', async () => bot.store.state.severityTags.size === 1);
    await accept({ ...signal, id: 'm-2' });
    expect(severities()).toEqual([undefined, undefined]);
    expect(cloudwatch.calls).toHaveLength(1);
  });

  test('that can not be read holds up nothing', async () => {
    putTagged('critical');
    cloudwatch.failWith = () => DENIED;
    const { accept, severities, errors } = tagged();
    expect((await accept(signalOf(metricAlarm()))).isNew).toBe(true);
    await until('it is refused', () => errors.length === 1);
    expect(severities()).toEqual([undefined]);
  });

  test('is not asked for where no source is, nor of what is over, nor of what is no alarm', async () => {
    const { accept, firstSight } = tagged();
    const AlarmArn = 'arn:aws:cloudwatch:eu-west-3:222233334444:alarm:orders-5xx';
    await accept(signalOf(metricAlarm({ AlarmArn }), 'm-1'));
    await accept(signalOf(metricAlarm({ NewStateValue: 'OK' }), 'm-2'));
    await accept(signalOf({ alerts: [{ labels: { alertname: 'x' } }] }, 'm-3'));
    await firstSight.stop();
    expect(cloudwatch.calls).toEqual([]);
  });

  test('is given to every time series that fired before it was read', async () => {
    putTagged('critical');
    const { accept, severities, events } = tagged();
    const series = ['i-1', 'i-2'].map((AlarmContributorId) =>
      signalOf(metricAlarm({ AlarmContributorId }), `m-${AlarmContributorId}`),
    );
    await Promise.all(series.map(accept));
    await until('both are repeated', () => events().length === 4);
    expect(severities()).toEqual([undefined, undefined, 'critical', 'critical']);
    expect(new Set(events().map(({ signals }) => signals[0]?.fingerprint)).size).toBe(2);
    expect(cloudwatch.calls).toHaveLength(1);
  });

  test('that only the reconciliation could read is told of what fires already', async () => {
    await bot.changes('a', 'ALARM', { tags: { severity: 'info' } });
    await bot.changes('over', 'ALARM', { tags: { severity: 'info' } });
    await bot.changes('over', 'OK');
    expect(bot.alert('a')?.severity).toBe('critical');
    const { ours } = await bot.reconcile();
    await bot.readTags(ours);
    expect(bot.alert('a')).toMatchObject({ severity: 'info', labels: { severity: 'info' } });
    expect(bot.alert('over')?.severity).toBe('critical');
    expect(bot.firing).toEqual(['a']);
  });

  test('that is refused for some alarms is read by the reconciliation for the others, unless all are', async () => {
    const readAll = await thirtyAlarms();
    deny(/alarm-/u);
    expect(await readAll()).toHaveLength(10);
    deny(/alarm-[123]5"/u);
    expect(await readAll()).toHaveLength(3);
    expect(bot.store.state.severityTags.size).toBe(27);
  });

  test('is read of all in the end, though many that follow each other are refused', async () => {
    const readAll = await thirtyAlarms();
    deny(/alarm-1\d/u);
    for (let minute = 0; minute < 30; minute += 1) {
      await readAll();
      bot.now += 60_000;
    }
    expect(bot.store.state.severityTags.size).toBe(20);
  });

  test('is read by the reconciliation for alarms of ours, and again after an hour', async () => {
    await bot.changes('a', 'ALARM', { tags: { severity: 'error' } });
    await bot.changes('foreign', 'OK', { told: false });
    const { ours } = await bot.reconcile();
    const { tags } = bot.store;
    const source = { region: 'us-east-1', client: clientOf(cloudwatch) };
    const changes: unknown[] = [];
    const onChange = async (...change: unknown[]) => void changes.push(change[1]);
    const deps = { tags, key: 'severity', now: () => bot.now, onChange };
    const reads = () => cloudwatch.calls.filter((one) => one.operation === 'ListTagsForResource');
    await readTags(source, ours, deps, NEVER);
    await readTags(source, ours, deps, NEVER);
    expect(reads()).toHaveLength(1);
    expect(changes).toEqual(['error']);
    expect([...bot.store.state.severityTags.values()]).toMatchObject([
      { tag: { severity: 'error' } },
    ]);
    bot.now += HOUR;
    cloudwatch.put({ name: 'a', tags: { severity: 'none of them' } });
    await readTags(source, ours, deps, NEVER);
    expect([...bot.store.state.severityTags.values()].map(({ tag }) => tag)).toEqual([
      { readAt: bot.now },
    ]);
  });
});
