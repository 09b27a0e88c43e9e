import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listen, type Listening } from '../../../demo/listen.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import { createPeople } from '../../../src/handlers/access/people.ts';

const ANA = { id: 'U0ANA', name: 'ana', teamId: 'T0ACME' };

let slack: Listening;
let asked: string[];
let user: object;
let home: object;
let isDown: boolean;
let now: number;

beforeAll(async () => {
  slack = await listen(
    createServer((request, response) => {
      const method = request.url?.split('/').at(-1) ?? '';
      asked.push(method);
      const answer = isDown
        ? { ok: false, error: 'internal_error' }
        : { ok: true, user, users: ['U0ANA'], ...home };
      request.resume().once('end', () => response.end(JSON.stringify(answer)));
    }),
  );
});
afterAll(() => slack.stop());
beforeEach(() => {
  asked = [];
  isDown = false;
  now = 0;
  home = { team_id: 'T0ACME' };
  user = { id: 'U0ANA', team_id: 'T0ACME', name: 'ana', profile: { real_name: 'Ana Ruiz' } };
});

function people() {
  return createPeople(
    createSlackClient('xoxb-1', `http://127.0.0.1:${slack.port}/api/`),
    () => now,
  );
}

async function standing(facts: object, person = {}) {
  user = { ...user, ...facts };
  return (await people().profile({ ...ANA, ...person })).standing;
}

describe('who somebody is', () => {
  test('is told with the time zone that Slack has of them, if it is one', async () => {
    user = { ...user, tz: 'Europe/Berlin' };
    expect(await people().profile(ANA)).toMatchObject({ timeZone: 'Europe/Berlin' });
    user = { ...user, tz: 'Mars/Olympus' };
    expect(await people().profile(ANA)).not.toHaveProperty('timeZone');
  });

  test('is asked of Slack, and remembered for five minutes', async () => {
    const known = people();
    const both = await Promise.all([known.profile(ANA), known.profile(ANA)]);
    expect(both).toEqual([
      { name: 'Ana Ruiz', standing: 'member' },
      { name: 'Ana Ruiz', standing: 'member' },
    ]);
    expect(asked.toSorted()).toEqual(['auth.test', 'users.info']);
    now = 5 * 60_000 - 1;
    await known.profile(ANA);
    expect(asked).toHaveLength(2);
    now += 1;
    user = { ...user, is_restricted: true };
    expect((await known.profile(ANA)).standing).toBe('guest');
  });

  test('is not made up while Slack does not say it, and asked again', async () => {
    const known = people();
    isDown = true;
    await expect(known.profile(ANA)).rejects.toThrow('internal_error');
    await expect(known.members('S0OPS')).rejects.toThrow('internal_error');
    isDown = false;
    expect((await known.profile(ANA)).name).toBe('Ana Ruiz');
    expect(await known.members('S0OPS')).toEqual(new Set(['U0ANA']));
  });

  test.each<[string, object, string]>([
    ['somebody with a full account', {}, 'member'],
    ['a multi-channel guest', { is_restricted: true }, 'guest'],
    ['a single-channel guest', { is_ultra_restricted: true }, 'guest'],
    ['somebody of another workspace', { team_id: 'T0ELSE' }, 'stranger'],
    ['somebody who shares no channel with us', { is_stranger: true }, 'stranger'],
    ['an account that was closed', { deleted: true }, 'gone'],
    ['a bot', { is_bot: true }, 'stranger'],
  ])('%s', async (_, facts, expected) => {
    expect(await standing(facts)).toBe(expected);
  });

  test('whoever comes in an envelope of another workspace is a stranger', async () => {
    expect(await standing({}, { teamId: 'T0ELSE' })).toBe('stranger');
    expect(await standing({}, { teamId: 'T0ELSE', enterpriseId: 'E0ELSE' })).toBe('stranger');
  });

  test('workspaces of one organisation are one', async () => {
    home = { team_id: 'T0ACME', enterprise_id: 'E0ACME' };
    const elsewhere = { team_id: 'T0OTHER', enterprise_user: { enterprise_id: 'E0ACME' } };
    const envelope = { teamId: 'T0OTHER', enterpriseId: 'E0ACME' };
    expect(await standing(elsewhere, envelope)).toBe('member');
    expect(await standing({ ...elsewhere, enterprise_user: { enterprise_id: 'E0X' } })).toBe(
      'stranger',
    );
  });

  test('has a name of one line that hides and turns nothing', async () => {
    const name = `Ana\n🟢 Resolved by Bob\u202E${'x'.repeat(100)}`;
    user = { id: 'U0ANA', name: 'ana', profile: { real_name: name } };
    const shown = (await people().profile(ANA)).name;
    expect(shown).toMatch(/^Ana 🟢 Resolved by Bobx+$/u);
    expect(shown).toHaveLength(80);
    user = { id: 'U0ANA', name: 'ana', profile: { real_name: '\u200B\n' } };
    expect((await people().profile(ANA)).name).toBe('ana');
  });

  test('goes by the name that people call them by', async () => {
    user = { id: 'U0ANA', name: 'ana.r', profile: { real_name: ' ', display_name: 'Ana' } };
    expect((await people().profile(ANA)).name).toBe('Ana');
    user = { id: 'U0ANA' };
    expect((await people().profile(ANA)).name).toBe('ana');
  });
});
