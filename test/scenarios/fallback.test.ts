import { describe, expect, test } from 'vitest';
import { policyOf, route, type Place } from '../rules/make.ts';
import { Timeline, type Answer } from './timeline.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

type Receivers = Readonly<Record<string, Readonly<Record<string, Place>>>>;

const RECEIVERS: Receivers = {
  page: { chat: { kind: 'slack' }, pager: { kind: 'pagerduty' } },
  mail: { mail: {} },
};

function withFallbacks(
  fallbacks: Readonly<Record<string, string>> = { page: 'mail' },
  receivers = RECEIVERS,
  pace: Parameters<typeof route>[0] = {},
) {
  const calm = { groupInterval: 300_000, repeatInterval: 4 * HOUR * 1000 };
  const root = route({ receiver: 'page', ...calm, ...pace });
  return policyOf(root, receivers, { fallbacks: new Map(Object.entries(fallbacks)) });
}

/** Services that do not answer from one second to another. */
function away(
  names: readonly string[],
  [from, to]: readonly [number, number],
  result: NonNullable<Answer['result']> = 'retry',
): (name: string, at: number) => Answer {
  return (name, at) => (names.includes(name) && at >= from && at < to ? { result } : {});
}

/** What was told after some time, without the times. */
function toldSince(line: Timeline, seconds: number): readonly string[] {
  return line.told
    .filter((told) => Number(told.split(' ')[0]) >= seconds)
    .map((told) => told.replace(/^\S+ /u, ''));
}

describe('a receiver that does not answer', () => {
  test('is replaced by its fallback, after two minutes for what is critical, and that says why', async () => {
    const line = new Timeline({ policy: withFallbacks(), answer: away(['chat'], [0, HOUR]) });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.until(30 * MINUTE);
    expect(line.told).toEqual(['2 pager +a', '122 mail +a']);
    expect(line.calls.find(({ to }) => to === 'mail')?.instead).toEqual({ of: 'chat', since: 2 });
  });

  test('is waited for ten minutes where it is only a warning', async () => {
    const line = new Timeline({ policy: withFallbacks(), answer: away(['chat'], [0, HOUR]) });
    await line.fires(1, 'a');
    await line.until(30 * MINUTE);
    expect(line.told).toEqual(['2 pager +a', `${2 + 10 * MINUTE} mail +a`]);
  });

  test('is told how things stand when it is back, once, and the fallback hears of the end', async () => {
    const line = new Timeline({ policy: withFallbacks(), answer: away(['chat'], [0, HOUR]) });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.fires(10 * MINUTE, 'b', { severity: 'critical' });
    await line.ends(20 * MINUTE, 'a');
    await line.until(HOUR - 1);
    expect(line.told.filter((told) => told.includes('mail'))).toEqual([
      '122 mail +a',
      '602 mail +a,b',
      '1202 mail +b -a',
    ]);
    await line.until(HOUR + 10 * MINUTE);
    expect(toldSince(line, HOUR)).toEqual(['chat +b -a']);
    // From now on it is told what is new, and the fallback only what it has to close.
    await line.fires(HOUR + 11 * MINUTE, 'c');
    await line.ends(HOUR + 21 * MINUTE, 'b');
    await line.ends(HOUR + 31 * MINUTE, 'c');
    await line.until(2 * HOUR);
    const mailed = toldSince(line, HOUR).filter((told) => told.startsWith('mail'));
    expect(mailed).toEqual(['mail -b']);
    expect(toldSince(line, HOUR).filter((told) => told.startsWith('chat'))).toEqual([
      'chat +b -a',
      'chat +b,c',
      'chat +c -b',
      'chat -c',
    ]);
    expect(line.left).toEqual([]);
  });

  test('leaves in the message of its fallback, when it is back, only what that was told', async () => {
    const receivers: Receivers = {
      page: { pager: {} },
      spare: { spare: { kind: 'slack', sendResolved: false } },
    };
    const policy = withFallbacks({ page: 'spare' }, receivers);
    const line = new Timeline({ policy, answer: away(['pager'], [0, 240]) });
    const passing = { nature: 'occurrence', severity: 'critical', endsAt: 400_000 } as const;
    await line.fires(1, 'o', passing);
    // Shows in the message at once; of it is told at the next tick, and by then the pager is back.
    await line.fires(200, 'a', { severity: 'critical' });
    await line.until(HOUR);
    const shown = line.calls
      .filter(({ to }) => to === 'spare')
      .map(({ at, firing }) => [at, ...firing]);
    expect(shown).toEqual([
      [122, 'o'],
      [200, 'o', 'a'],
      [242, 'o'],
    ]);
  });

  test('that answers in time is not replaced', async () => {
    const line = new Timeline({ policy: withFallbacks(), answer: away(['chat'], [0, 100]) });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.until(HOUR);
    expect(line.told.map((told) => told.replace(/^\S+ /u, ''))).toEqual(['pager +a', 'chat +a']);
  });

  test('is not replaced for an end, nor for what is over by then', async () => {
    const line = new Timeline({
      policy: withFallbacks(),
      answer: away(['chat'], [10, HOUR]),
    });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.ends(20, 'a');
    await line.until(HOUR - 1);
    expect(line.told.some((told) => told.includes('mail'))).toBe(false);
    await line.until(2 * HOUR);
    expect(toldSince(line, HOUR)).toEqual(['chat -a']);
    expect(line.left).toEqual([]);
  });

  test('without a fallback is waited for', async () => {
    const line = new Timeline({ policy: withFallbacks({}), answer: away(['chat'], [0, HOUR]) });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.until(2 * HOUR);
    expect(line.told.map((told) => told.replace(/^\S+ /u, ''))).toEqual(['pager +a', 'chat +a']);
  });
});

describe('a receiver that refuses', () => {
  test('is replaced at once', async () => {
    const answer = away(['chat'], [0, HOUR], 'reject');
    const line = new Timeline({ policy: withFallbacks(), answer });
    await line.fires(1, 'a');
    await line.until(20);
    expect(line.told).toEqual(['2 pager +a', '2 mail +a']);
    await line.until(2 * HOUR);
    expect(line.told.slice(2)).toEqual([`${HOUR + 2} chat +a`]);
    await line.ends(2 * HOUR, 'a');
    await line.until(3 * HOUR);
    expect(toldSince(line, 2 * HOUR).toSorted()).toEqual(['chat -a', 'mail -a', 'pager -a']);
    expect(line.left).toEqual([]);
  });

  test('and whose fallback refuses, too, is tried at its ticks and not more often', async () => {
    const answer = away(['chat', 'mail'], [0, HOUR], 'reject');
    const line = new Timeline({ policy: withFallbacks(), answer });
    await line.fires(1, 'a');
    await line.until(30 * MINUTE);
    expect(line.told).toEqual(['2 pager +a']);
    expect(line.calls.filter(({ to }) => to === 'mail').length).toBeLessThanOrEqual(7);
  });
});

describe('fallbacks', () => {
  const chain = withFallbacks({ page: 'mail', mail: 'boss' }, { ...RECEIVERS, boss: { boss: {} } });

  test('have fallbacks of their own', async () => {
    const answer = (name: string, at: number) => ({
      ...away(['chat'], [0, HOUR])(name, at),
      ...away(['mail'], [0, 2 * HOUR])(name, at),
    });
    const line = new Timeline({ policy: chain, answer });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.until(30 * MINUTE);
    expect(line.told).toEqual(['2 pager +a', '242 boss +a']);
    await line.until(2 * HOUR);
    await line.ends(2 * HOUR, 'a');
    await line.until(3 * HOUR);
    expect(toldSince(line, 2 * HOUR).toSorted()).toEqual(['boss -a', 'chat -a', 'pager -a']);
    expect(line.left).toEqual([]);
  });

  test('are told nothing twice where they hear of the group anyway', async () => {
    const policy = withFallbacks({ page: 'both' }, { ...RECEIVERS, both: { pager: {}, mail: {} } });
    const line = new Timeline({ policy, answer: away(['chat'], [0, HOUR]) });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.until(30 * MINUTE);
    expect(line.told).toEqual(['2 pager +a', '122 mail +a']);
  });

  test('are not repeated to', async () => {
    const policy = withFallbacks(undefined, undefined, { repeatInterval: 900_000 });
    const line = new Timeline({ policy, answer: away(['chat'], [0, 3 * HOUR]) });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.until(2 * HOUR);
    expect(line.told.filter((told) => told.includes('mail'))).toEqual(['122 mail +a']);
  });

  test('stand in for the receiver of a step, too', async () => {
    const policy = policyOf(
      route({ receiver: 'ops', escalation: 'standard', groupInterval: 300_000 }),
      { ...RECEIVERS, ops: { ops: {} } },
      {
        fallbacks: new Map([['page', 'mail']]),
        escalations: new Map([['standard', [{ after: 900_000, receiver: 'page' }]]]),
      },
    );
    const line = new Timeline({ policy, answer: away(['chat', 'pager'], [0, 2 * HOUR]) });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.until(HOUR);
    expect(line.told).toEqual(['2 ops +a', `${2 + 17 * MINUTE} mail +a`]);
  });

  test('survive a restart and a change of the config', async () => {
    const line = new Timeline({ policy: withFallbacks(), answer: away(['chat'], [0, HOUR]) });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.restarts(60);
    await line.until(10 * MINUTE);
    expect(line.told).toEqual(['2 pager +a', '122 mail +a']);
    await line.reconfigure(20 * MINUTE, withFallbacks({}));
    await line.ends(30 * MINUTE, 'a');
    await line.until(2 * HOUR);
    expect(toldSince(line, 20 * MINUTE).toSorted()).toEqual(['mail -a', 'pager -a']);
    expect(line.left).toEqual([]);
  });
});
