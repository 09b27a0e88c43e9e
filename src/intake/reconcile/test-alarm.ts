import { setTimeout as sleep } from 'node:timers/promises';
import { SetAlarmStateCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Alert } from '../../alert/alert.ts';
import type { KnownAlarms } from '../../engine/ports/known-alarms.ts';
import { alarmFingerprint, type AlarmState } from '../alarm/alarm.ts';
import type { DescribedAlarm } from './described-alarm.ts';
import { describeAlarm } from './list-alarms.ts';
import type { Source } from './source.ts';
import { isTest, TEST_MARK } from './test-mark.ts';

/** The test can't be made as it is asked for; the message says what to do. */
class TestNotPossible extends Error {
  override readonly name = 'TestNotPossible';
}

export interface TestAlarmOptions {
  readonly client: CloudWatchClient;
  readonly described: DescribedAlarm;
  readonly alarms: KnownAlarms;
  /** Tells this test's reason from those of others. */
  readonly id: string;
  /** How long the bot has, in milliseconds. */
  readonly timeout: number;
  /** Told of each thing that happened, when it happened. */
  readonly onStep: (what: string) => void;
}

const LOOK_EVERY = 200;
/** The state is set back whatever happens; but not for ever. In milliseconds. */
const RESTORE_WITHIN = 30_000;

/**
 * The one source that has an alarm of this name.
 *
 * @throws TestNotPossible when none has it or several have
 */
export async function findAlarm(
  name: string,
  sources: readonly Source[],
  abort: AbortSignal,
): Promise<{ readonly source: Source; readonly described: DescribedAlarm }> {
  const found = await Promise.all(
    sources.map(async (source) => {
      const described = await describeAlarm(source.client, name, abort);
      return described === undefined ? [] : [{ source, described }];
    }),
  );
  const [one, another] = found.flat();
  const regions = sources.map(({ region }) => region).join(', ') || 'no region';
  if (one === undefined) {
    throw new TestNotPossible(
      `there is no alarm ${name} in ${regions}; name another with --region`,
    );
  }
  if (another === undefined) return one;
  throw new TestNotPossible(`there is an alarm ${name} in several of ${regions}; add --region`);
}

/**
 * Sets an alarm to ALARM, waits until the bot knows of it, and sets it back, whatever happened.
 * Source: CloudWatch API Reference, SetAlarmState.
 *
 * @returns whether it came through in time
 * @throws TestNotPossible before anything is changed
 */
export async function testAlarm(options: TestAlarmOptions, abort: AbortSignal): Promise<boolean> {
  const { described, onStep, timeout } = options;
  refuse(described);
  try {
    await setState(options, 'ALARM', abort);
    onStep('set to ALARM');
    const alert = await arrival(options, AbortSignal.any([abort, AbortSignal.timeout(timeout)]));
    if (alert !== undefined) onStep(`the bot knows: it fires, ${alert.severity}`);
    else if (abort.aborted) onStep('interrupted');
    else onStep('the bot heard nothing of it');
    return alert !== undefined;
  } finally {
    await restore(options).catch((cause: unknown) => {
      const { name, state } = described.alarm;
      throw new Error(`${name} was not set back: set it to ${state} by hand`, { cause });
    });
  }
}

function refuse({ alarm, mayTell }: DescribedAlarm): void {
  const { name } = alarm;
  if (alarm.state === 'ALARM') {
    throw new TestNotPossible(
      `${name} is in ALARM: to set it changes nothing; take one that is OK`,
    );
  }
  if (!mayTell) {
    throw new TestNotPossible(`the actions of ${name} are disabled: it would tell nobody`);
  }
}

/** The bot's alert, as soon as it fires for this test's reason; undefined when that does not happen. */
async function arrival(
  { described, alarms, id }: TestAlarmOptions,
  end: AbortSignal,
): Promise<Alert | undefined> {
  const fingerprint = alarmFingerprint(described.alarm);
  while (!end.aborted) {
    const [alert] = await alarms.alerts([fingerprint]);
    if (alert?.annotations['reason']?.includes(id) === true) return alert;
    await sleep(LOOK_EVERY, undefined, { signal: end }).catch(() => {});
  }
  return undefined;
}

/** Sets the state back as it was, unless the alarm has gone on by itself. */
async function restore(options: TestAlarmOptions): Promise<void> {
  const { client, described, onStep } = options;
  const { name, state } = described.alarm;
  const end = AbortSignal.timeout(RESTORE_WITHIN);
  const now = await describeAlarm(client, name, end);
  if (now === undefined || !isTest(now.alarm)) {
    const found = now?.alarm.state ?? 'gone';
    if (found !== state) onStep(`not set back: by now it is ${found}`);
    return;
  }
  // Without an OK in between the bot would not learn that it is over.
  for (const step of new Set<AlarmState>(['OK', state])) await setState(options, step, end);
  onStep(`set back to ${state}`);
}

async function setState(
  { client, described, id }: TestAlarmOptions,
  state: AlarmState,
  abort: AbortSignal,
): Promise<void> {
  const words = state === 'ALARM' ? 'a test, nothing is wrong' : 'the test is over';
  const command = new SetAlarmStateCommand({
    AlarmName: described.alarm.name,
    StateValue: state,
    StateReason: `${TEST_MARK} ${id}: ${words}`,
  });
  await client.send(command, { abortSignal: abort });
}
