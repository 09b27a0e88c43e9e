import { beforeEach, expect, test } from 'vitest';
import { withLastKnown } from '../../src/app/last-known.ts';
import { Mistake } from '../../src/config/mistake.ts';
import type { Duty, OnCall } from '../../src/engine/ports/on-call.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const MINUTE = 60_000;

const ANA: Duty = { schedule: 'payments', name: 'Ana Ruiz' };
const DORA: Duty = { schedule: 'database', name: 'Dora' };

let now: number;
let asked: string[];
let isAway: boolean;
let payments: readonly Duty[];
const troubles: string[] = [];

const onCall: OnCall = {
  schedules: ['payments', 'database'],
  async who({ schedule = '' }) {
    asked.push(schedule);
    if (schedule === 'database') return [DORA];
    if (schedule !== 'payments') throw new Mistake('there is no such schedule', 'write payments');
    if (isAway) throw new Error('PagerDuty does not say');
    return payments;
  },
};

let known: OnCall;
let restarted: () => OnCall;

beforeEach(() => {
  now = NOON;
  asked = [];
  isAway = false;
  payments = [ANA];
  troubles.length = 0;
  const { knownDuties } = createMemoryStore(() => now);
  restarted = () =>
    withLastKnown(onCall, {
      known: knownDuties,
      now: () => now,
      onUnknown: (_, schedule) => void troubles.push(schedule),
    });
  known = restarted();
});

const who = (schedule?: string, at = now) =>
  known.who({ at, ...(schedule !== undefined && { schedule }) });

test('while nobody can say who is on call it is who was when that was last known', async () => {
  expect(await who()).toEqual([ANA, DORA]);
  isAway = true;
  now += 10 * MINUTE;
  expect(await who()).toEqual([{ ...ANA, asOf: NOON }, DORA]);
  expect(troubles).toEqual(['payments']);
});

test('that outlives the process, and is the newest', async () => {
  await who('payments');
  now += MINUTE;
  payments = [{ ...ANA, name: 'Ben Ode' }];
  await who('payments');
  isAway = true;
  known = restarted();
  expect(await who('payments')).toEqual([{ ...ANA, name: 'Ben Ode', asOf: NOON + MINUTE }]);
});

test('who can not say is spared for a while, then asked again', async () => {
  await who('payments');
  isAway = true;
  await who('payments');
  asked = [];
  await who('payments');
  expect(asked).toEqual([]);
  now += MINUTE;
  isAway = false;
  expect(await who('payments')).toEqual([ANA]);
  expect(asked).toEqual(['payments']);
});

test('where it never was known, it is said that nobody can say', async () => {
  isAway = true;
  await expect(who('payments')).rejects.toThrow('PagerDuty does not say');
});

test('another time is not now', async () => {
  await who('payments');
  isAway = true;
  await expect(who('payments', now + 60 * MINUTE)).rejects.toThrow('PagerDuty does not say');
});

test('a schedule that there is not is said to be none', async () => {
  await expect(who('nonesuch')).rejects.toThrow('there is no such schedule');
});
