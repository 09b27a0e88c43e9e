import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAuthority } from '../../demo/certificates.ts';
import { startPagerDuty, type PagerDuty } from '../../demo/pagerduty.ts';
import { createOnCall } from '../../src/app/on-call.ts';
import { loadConfig } from '../../src/config/load.ts';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const EVENING = Date.parse('2026-03-04T18:00:00Z');
const TOKEN = 'rest-api-token';

let folder: string;
let caFile: string;
let pagerduty: PagerDuty;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-on-call-'));
  caFile = path.join(folder, 'ca.pem');
  const authority = await makeAuthority();
  await writeFile(caFile, authority.caPem);
  const schedule = 'PSCHED1';
  pagerduty = await startPagerDuty({
    tls: await authority.serverCertificate(),
    apiToken: TOKEN,
    onCall: [
      { schedule, name: 'Ana Ruiz', email: 'ana@example.com', start: NOON, end: EVENING },
      { schedule, name: 'Ben', email: 'ben@example.com', start: EVENING, end: EVENING + 1 },
      {
        schedule: 'PSCHED2',
        level: 2,
        name: 'Cleo',
        email: 'c@example.com',
        start: 0,
        end: EVENING,
      },
      {
        schedule: 'PSCHED3',
        level: 3,
        name: 'Ana Ruiz',
        email: 'ana@example.com',
        start: 0,
        end: EVENING,
      },
    ],
  });
});
afterAll(async () => {
  await pagerduty.stop();
  await rm(folder, { recursive: true, force: true });
});

const BOTH = `
  - { name: primary, pagerduty: PSCHED1 }
  - name: database
    rotation:
      people: [ { name: Dora, email: dora@example.com, slack: U0DORA123 }, Emil ]
      start: "2026-03-02T09:00"
      every: 1d
      timezone: Europe/Berlin`;

function onCallBy(schedules: string, { token = TOKEN, now = () => NOON } = {}) {
  const text = `
pagerduty: { api_url: "${pagerduty.apiUrl}", ca_file: "${caFile}", api_token: "${token}" }
oncall: ${schedules}`;
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const onCall = createOnCall(config, now);
  if (onCall === undefined) throw new Error('there are no schedules');
  return onCall;
}

const asked = () => pagerduty.calls.filter((one) => one.path === 'GET /oncalls').length;

describe('who is on call', () => {
  test('is asked of PagerDuty, and worked out where people take turns', async () => {
    expect(await onCallBy(BOTH).who({ at: NOON })).toEqual([
      { schedule: 'primary', name: 'Ana Ruiz', email: 'ana@example.com', until: EVENING },
      {
        schedule: 'database',
        name: 'Dora',
        email: 'dora@example.com',
        slackUser: 'U0DORA123',
        until: Date.parse('2026-03-05T08:00:00Z'),
      },
    ]);
  });

  test('by an escalation policy is who is called first, and who next; each once', async () => {
    const onCall = onCallBy('[ { name: orders, escalation_policy: PPOLICY } ]');
    const orders = { schedule: 'orders', until: EVENING };
    expect(await onCall.who({ at: NOON })).toEqual([
      { ...orders, name: 'Ana Ruiz', email: 'ana@example.com', level: 1 },
      { ...orders, name: 'Cleo', email: 'c@example.com', level: 2 },
    ]);
    const other = onCallBy('[ { name: orders, escalation_policy: PELSE1 } ]');
    expect(await other.who({ at: NOON })).toEqual([]);
  });

  test('at another time, and of one schedule', async () => {
    const duties = await onCallBy(BOTH).who({ at: EVENING, schedule: 'primary' });
    expect(duties.map(({ name }) => name)).toEqual(['Ben']);
    expect(await onCallBy(BOTH).who({ at: EVENING + 60_000, schedule: 'primary' })).toEqual([]);
  });

  test('is asked once a minute, however many want to know', async () => {
    let now = NOON;
    const onCall = onCallBy('[ { name: primary, pagerduty: PSCHED1 } ]', { now: () => now });
    const before = asked();
    await Promise.all([onCall.who({ at: now }), onCall.who({ at: now })]);
    expect(asked()).toBe(before + 1);
    now += 60_000;
    await onCall.who({ at: now });
    expect(asked()).toBe(before + 2);
  });

  test('is asked again after a failure', async () => {
    const onCall = onCallBy('[ { name: primary, pagerduty: PSCHED1 } ]');
    pagerduty.faults.next({ kind: 'error', action: 'GET /oncalls' });
    await expect(onCall.who({ at: NOON })).rejects.toThrow('HTTP 500');
    expect(await onCall.who({ at: NOON })).toHaveLength(1);
  });

  test.each([
    [
      'a token that is wrong',
      'guessed',
      'PagerDuty does not say who is on call: HTTP 401: Unauthorized',
    ],
    ['no token', '', 'pagerduty.api_token is not set'],
  ])('is not found out with %s, which is said', async (_, token, why) => {
    const onCall = onCallBy('[ { name: primary, pagerduty: PSCHED1 } ]', { token });
    await expect(onCall.who({ at: NOON })).rejects.toThrow(why);
  });

  test('of a schedule that there is not is not known, but its nearest name is', async () => {
    await expect(onCallBy(BOTH).who({ at: NOON, schedule: 'primry' })).rejects.toMatchObject({
      message: 'there is no on-call schedule "primry"',
      hint: 'write primary',
    });
  });
});

test.each([
  ['[ { name: a } ]', 'says nothing of who is on call'],
  [
    '[ { name: a, pagerduty: PSCHED1, rotation: { people: [x], start: "2026-01-01T09:00" } } ]',
    'says it twice',
  ],
  ['[ { name: a, pagerduty: PSCHED1, escalation_policy: PPOLICY1 } ]', 'says it twice'],
  [
    '[ { name: a, escalation_policy: "https://x" } ]',
    'is not the id of a PagerDuty escalation policy',
  ],
  ['[ { name: a, pagerduty: "my schedule" } ]', 'is not the id of a PagerDuty schedule'],
  ['[ { name: a, rotation: { people: [], start: "2026-01-01T09:00" } } ]', 'names nobody'],
  [
    '[ { name: a, rotation: { people: [x], start: "2026-01-01T09:00", every: 90m } } ]',
    'whole number of hours',
  ],
  [
    '[ { name: a, rotation: { people: [{ name: x, slack: "@x" }], start: "2026-01-01T09:00" } } ]',
    'is not the id of a Slack user',
  ],
  [
    '[ { name: a, pagerduty: PSCHED1 }, { name: a, pagerduty: PSCHED2 } ]',
    'there is an on-call schedule "a" already',
  ],
])('a config that says %s is told what is wrong', (schedules, words) => {
  const { config, problems } = loadConfig({ text: `oncall: ${schedules}`, env: {} });
  expect(config).toBeUndefined();
  expect(problems.map(({ message }) => message).join()).toContain(words);
});
