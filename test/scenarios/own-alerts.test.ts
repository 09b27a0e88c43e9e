import { describe, expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import { OWN_ALERTS } from '../../src/alert/own.ts';
import type { Diagnosis } from '../../src/engine/ports/troubles.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { policyOf, route, type Place } from '../rules/make.ts';
import { Timeline, type Answer } from './timeline.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const SLACK: Place = { kind: 'slack' };

const ARCHIVED: Diagnosis = {
  concerns: 'address',
  problem: 'the channel is archived',
  remedy: 'Unarchive it.',
};
const REVOKED: Diagnosis = {
  concerns: 'service',
  problem: "the bot's token was revoked",
  remedy: 'Install it again.',
};

type Receivers = Readonly<Record<string, Readonly<Record<string, Place>>>>;

const RECEIVERS: Receivers = {
  page: { 'slack/#incidents': SLACK, pager: { kind: 'pagerduty' } },
  ops: { 'slack/#ops': SLACK, mail: { kind: 'email' } },
};

function policyWith(rest: Partial<Policy> = {}, receivers: Receivers = RECEIVERS): Policy {
  const page = route({ id: 'page', receiver: 'page', groupInterval: 300_000 });
  const own = route({
    id: 'own',
    receiver: 'ops',
    matchers: [matcher('alertname', '=~', 'Tocsin.*')],
  });
  return policyOf(route({ routes: [own, page] }), receivers, rest);
}

/** Looks after itself every 20 seconds, as the bot does. */
async function goesOn(line: Timeline, until: number): Promise<void> {
  for (let at = line.seconds; at <= until; at += 20) await line.looksAtItself(at);
  await line.until(until);
}

/** What was told of the bot's own alerts, and where. */
function ownCalls(line: Timeline): readonly string[] {
  const own = new Map(
    [...line.state.alerts].flatMap(([id, { value }]) =>
      value?.labels['alertname'] === OWN_ALERTS.deliveryFailing
        ? [[id, value.labels['integration'] ?? ''] as const]
        : [],
    ),
  );
  return line.calls
    .filter(({ kind, result }) => kind === 'notification' && result === 'delivered')
    .flatMap(({ at, to, firing, resolved }) => [
      ...firing.filter((one) => own.has(one)).map((one) => `${at} ${to} +${own.get(one)}`),
      ...resolved.filter((one) => own.has(one)).map((one) => `${at} ${to} -${own.get(one)}`),
    ]);
}

function summaries(line: Timeline): readonly string[] {
  return [...line.state.alerts.values()].flatMap(({ value }) =>
    value?.labels['alertname'] === OWN_ALERTS.deliveryFailing
      ? [value.annotations.summary ?? '']
      : [],
  );
}

function answering(
  names: readonly string[],
  [from, to]: readonly [number, number],
  answer: Answer,
): (name: string, at: number) => Answer {
  return (name, at) => (names.includes(name) && at >= from && at < to ? answer : {});
}

describe('a service that does not answer', () => {
  const away = answering(['slack/#incidents', 'slack/#ops'], [0, HOUR], { result: 'retry' });

  test('is an alert after two minutes, once, told where it can be; and over when it answers', async () => {
    const line = new Timeline({ policy: policyWith(), answer: away });
    await line.fires(1, 'a', { severity: 'critical' });
    await line.fires(5, 'b');
    await goesOn(line, HOUR + 10 * MINUTE);
    const [fired, ended, ...others] = ownCalls(line);
    expect(fired).toMatch(/^1[234]\d mail \+slack$/u);
    expect(ended).toMatch(/^36\d\d mail -slack$/u);
    expect(others).toEqual([]);
    expect(summaries(line)).toEqual([
      'Slack has not been reached since 1970-01-01 00:00 UTC: not now; concerned: #incidents',
    ]);
  });

  test('is as bad as the worst that it holds up', async () => {
    const line = new Timeline({ policy: policyWith(), answer: away });
    await line.fires(1, 'a', { severity: 'info' });
    await goesOn(line, 5 * MINUTE);
    const severity = () =>
      [...line.state.alerts.values()].find(({ value }) => value?.labels['integration'] === 'slack')
        ?.value?.severity;
    expect(severity()).toBe('error');
    await line.fires(line.seconds + 1, 'b', { severity: 'critical' });
    await goesOn(line, 15 * MINUTE);
    expect(severity()).toBe('critical');
  });

  test('is not meant where it is known that only one place of it can not be told now', async () => {
    const unsaid: Diagnosis = {
      concerns: 'address',
      problem: 'PagerDuty does not say who is on call',
      remedy: 'See whether it answers.',
    };
    const answer = answering(['slack/#incidents'], [0, HOUR], {
      result: 'retry',
      diagnosis: unsaid,
    });
    const line = new Timeline({ policy: policyWith(), answer });
    await line.fires(1, 'a', { severity: 'critical' });
    await goesOn(line, 100);
    expect(summaries(line)).toEqual([]);
    await goesOn(line, 10 * MINUTE);
    // Slack as a whole is well, so it is told there, too.
    expect(ownCalls(line)).toEqual([
      expect.stringMatching(/^1[234]\d slack\/#ops \+slack\/#incidents$/u),
      expect.stringMatching(/^1[234]\d mail \+slack\/#incidents$/u),
    ]);
    expect(summaries(line)).toEqual([
      'Slack #incidents has not been reached since 1970-01-01 00:00 UTC: PagerDuty does not say who is on call',
    ]);
  });

  test('that answers in time is none', async () => {
    const answer = answering(['slack/#incidents'], [0, 100], { result: 'retry' });
    const line = new Timeline({ policy: policyWith(), answer });
    await line.fires(1, 'a');
    await goesOn(line, 10 * MINUTE);
    expect(summaries(line)).toEqual([]);
  });

  test('is told there all the same where there is nobody else, and that is no trouble of its own', async () => {
    const only = { page: { 'slack/#incidents': SLACK }, ops: { 'slack/#ops': SLACK } };
    const line = new Timeline({ policy: policyWith({}, only), answer: away });
    await line.fires(1, 'a');
    await goesOn(line, HOUR - 1);
    expect([...line.state.troubles.keys()]).toEqual(['slack/#incidents']);
    expect(line.calls.some(({ to }) => to === 'slack/#ops')).toBe(true);
    expect(ownCalls(line)).toEqual([]);
    await goesOn(line, HOUR + 10 * MINUTE);
    // It was over when it could be told.
    expect(ownCalls(line).every((call) => call.includes('slack/#ops'))).toBe(true);
    expect(line.state.raised.size).toBe(0);
  });

  test('is told by the fallback at once where the receiver has nobody else', async () => {
    const policy = policyWith(
      { fallbacks: new Map([['ops', 'mail']]) },
      {
        page: { 'slack/#incidents': SLACK },
        ops: { 'slack/#ops': SLACK },
        mail: { mail: {} },
      },
    );
    const line = new Timeline({ policy, answer: away });
    await line.fires(1, 'a');
    await goesOn(line, 10 * MINUTE);
    expect(ownCalls(line)).toEqual([expect.stringMatching(/^1[234]\d mail \+slack$/u)]);
  });

  test('of which nothing waits any more is no trouble any more', async () => {
    const line = new Timeline({ policy: policyWith(), answer: away });
    await line.fires(1, 'a');
    await goesOn(line, 5 * MINUTE);
    await line.ends(5 * MINUTE, 'a');
    await goesOn(line, 30 * MINUTE);
    expect(line.state.troubles.size).toBe(0);
    expect(ownCalls(line).at(-1)).toMatch(/mail -slack$/u);
  });

  test('that the config has no more is no trouble any more', async () => {
    const line = new Timeline({ policy: policyWith(), answer: away });
    await line.fires(1, 'a');
    await goesOn(line, 5 * MINUTE);
    const next: Receivers = {
      page: { pager: { kind: 'pagerduty' } },
      ops: { mail: { kind: 'email' } },
    };
    await line.reconfigure(5 * MINUTE, policyWith({}, next));
    await goesOn(line, 10 * MINUTE);
    expect(ownCalls(line).map((call) => call.replace(/^\S+ /u, ''))).toEqual([
      'mail +slack',
      'mail -slack',
    ]);
  });
});

describe('a service that refuses', () => {
  test('an address is an alert at once, about that and what to do, told at others of the service', async () => {
    const answer = answering(['slack/#incidents'], [0, HOUR], {
      result: 'reject',
      diagnosis: ARCHIVED,
    });
    const line = new Timeline({ policy: policyWith(), answer });
    await line.fires(1, 'a');
    await goesOn(line, 5 * MINUTE);
    expect(ownCalls(line).toSorted()).toEqual([
      expect.stringMatching(/^2\d mail \+slack\/#incidents$/u),
      expect.stringMatching(/^2\d slack\/#ops \+slack\/#incidents$/u),
    ]);
    expect(summaries(line)).toEqual([
      'Slack #incidents has taken nothing since 1970-01-01 00:00 UTC: the channel is archived',
    ]);
    await goesOn(line, HOUR + 10 * MINUTE);
    expect(
      ownCalls(line)
        .slice(2)
        .map((call) => call.split(' ')[2]),
    ).toEqual(['-slack/#incidents', '-slack/#incidents']);
  });

  test('the bot altogether is one alert, however many addresses it has', async () => {
    const answer = answering(['slack/#incidents', 'slack/#ops'], [0, HOUR], {
      result: 'reject',
      diagnosis: REVOKED,
    });
    const policy = policyWith(
      {},
      {
        ...RECEIVERS,
        page: { ...RECEIVERS.page, 'slack/#second': SLACK },
      },
    );
    const line = new Timeline({ policy, answer });
    await line.fires(1, 'a');
    await goesOn(line, 5 * MINUTE);
    expect(ownCalls(line)).toEqual([expect.stringMatching(/^2\d mail \+slack$/u)]);
    expect(summaries(line)).toEqual([
      expect.stringMatching(/^Slack has taken nothing since .*: the bot's token was revoked; /u),
    ]);
  });
});
