import { beforeEach, describe, expect, test } from 'vitest';
import { createHandOvers } from '../../src/announcements/hand-overs.ts';
import type { Adapter } from '../../src/delivery/adapter.ts';
import { createMemoryGroups } from '../../src/store/memory/groups.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const HOUR = 3_600;
const DUTY = 'slack/@oncall:payments';

/** Told at once; looked at every five minutes, repeated every four hours. */
const policy = policyOf(
  route({ receiver: 'duty', groupInterval: 300_000, repeatInterval: 4 * HOUR * 1_000 }),
  { duty: { [DUTY]: { kind: 'slack' } }, other: { mail: { kind: 'email' } } },
);
const elsewhere = policyOf(route({ receiver: 'other', groupInterval: 300_000 }), {
  duty: { [DUTY]: { kind: 'slack' } },
  other: { mail: { kind: 'email' } },
});

let line: Timeline;
let onCall: string | undefined;
let told: string[];
let looks: () => Promise<void>;

beforeEach(() => {
  onCall = 'ana';
  told = [];
  line = new Timeline({ policy, adapters: new Map([[DUTY, adapter]]) });
  looks = watching();
});

/** Whoever is on call is told, and a change is shown to who was told. */
const adapter: Adapter = {
  detail: 1,
  async deliver({ due, handle, until }) {
    const user = due === undefined || until !== undefined ? handle?.['user'] : onCall;
    if (user === undefined) return { outcome: 'delivered', unasked: true };
    if (due !== undefined) told.push(`${line.seconds} ${user}: ${due.reason}`);
    return { outcome: 'delivered', handle: { user } };
  },
};

function watching(): () => Promise<void> {
  return createHandOvers({
    places: [{ integration: DUTY, schedule: 'payments' }],
    who: async () => onCall,
    groups: createMemoryGroups(line.state),
    inbox: line.inbox,
    now: () => line.seconds * 1_000,
  });
}

/** Looks every half minute, as the bot does. */
async function goesOn(until: number): Promise<void> {
  for (let at = line.seconds; at <= until; at += 30) {
    await line.until(at);
    await looks();
  }
  await line.until(until);
}

test('whoever comes on call is told at once of what still fires, once, and of its end', async () => {
  await line.fires(1, 'a');
  await goesOn(600);
  onCall = 'ben';
  await goesOn(1_200);
  await line.ends(1_201, 'a');
  await line.until(1_800);
  expect(told).toEqual([
    '2 ana: first notification',
    expect.stringMatching(/^6\d\d ben: handed over$/u),
    expect.stringMatching(/^1[25]\d\d ben: all resolved$/u),
  ]);
  expect(line.left).toEqual([]);
});

test('who is on call again is told again', async () => {
  await line.fires(1, 'a');
  await goesOn(600);
  onCall = 'ben';
  await goesOn(1_200);
  onCall = 'ana';
  await goesOn(1_800);
  expect(told.map((one) => one.replace(/^\S+ /u, ''))).toEqual([
    'ana: first notification',
    'ben: handed over',
    'ana: handed over',
  ]);
});

test('what was told repeats from then on', async () => {
  await line.fires(1, 'a');
  await goesOn(2 * HOUR);
  onCall = 'ben';
  await goesOn(7 * HOUR);
  const repeat = told.at(-1) ?? '';
  expect(repeat).toContain('ben: repeat');
  expect(Number(repeat.split(' ')[0])).toBeGreaterThan(6 * HOUR);
});

test('a bot that was away at the change makes up for it', async () => {
  await line.fires(1, 'a');
  await goesOn(600);
  onCall = 'ben';
  looks = watching();
  await goesOn(700);
  expect(told.at(-1)).toContain('ben: handed over');
});

test('who was told late by one that had not heard of the change is made up for', async () => {
  await goesOn(600);
  onCall = 'ben';
  await looks();
  onCall = 'ana';
  await line.fires(610, 'a');
  await line.until(620);
  expect(told).toEqual([expect.stringContaining('ana: first notification')]);
  onCall = 'ben';
  await goesOn(700);
  expect(told.at(-1)).toContain('ben: handed over');
});

describe('whoever comes on call hears nothing', () => {
  test('of what somebody has on, until they give it back', async () => {
    await line.fires(1, 'a');
    await line.acknowledges(100, 'ana');
    await goesOn(600);
    onCall = 'ben';
    await goesOn(1_200);
    expect(told).toHaveLength(1);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['is over', () => line.ends(100, 'a')],
    ['is silenced', async () => (await line.silences(100, 'a')).announces(120)],
    ['is another receiver’s by now', () => line.reconfigure(100, elsewhere)],
  ])('of what %s', async (_, happens) => {
    await line.fires(1, 'a');
    await happens();
    await goesOn(600);
    const before = told.length;
    onCall = 'ben';
    await goesOn(1_200);
    expect(told.slice(before)).toEqual([]);
  });

  test('while nobody can say who that is', async () => {
    await line.fires(1, 'a');
    await goesOn(600);
    onCall = undefined;
    await goesOn(1_200);
    expect(told).toHaveLength(1);
  });
});
