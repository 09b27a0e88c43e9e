import { describe, expect, test } from 'vitest';
import { CHAT_ROLES, type ChatRole } from '../../../src/alert/chat-role.ts';
import { askerOf, refusal, type AccessRules } from '../../../src/handlers/access/access.ts';
import type { People, Standing } from '../../../src/handlers/access/people.ts';

const NOBODY: AccessRules = {
  default: 'responder',
  viewer: [],
  responder: [],
  operator: [],
  admin: [],
};
const ANA = { id: 'U0ANA', name: 'ana' };

function people(standing: Standing, groups: Readonly<Record<string, readonly string[]>> = {}) {
  return {
    profile: async () => ({ name: 'Ana Ruiz', standing }),
    members: async (group) => {
      const members = groups[group];
      if (members === undefined) throw new Error('no_such_subteam');
      return new Set(members);
    },
  } satisfies People;
}

async function roleOf(access: Partial<AccessRules>, known: People = people('member')) {
  const unknown: string[] = [];
  const tools = { people: known, onUnknown: (_: unknown, what: string) => unknown.push(what) };
  const asker = await askerOf(ANA, { ...NOBODY, ...access }, tools);
  return { role: asker.role, unknown, why: asker.why };
}

describe('the role of somebody', () => {
  test('is the default of members who are not named', async () => {
    expect((await roleOf({})).role).toBe('responder');
    expect((await roleOf({ default: 'none' })).role).toBeUndefined();
  });

  test.each(CHAT_ROLES)('is %s where that names them', async (role) => {
    expect((await roleOf({ [role]: ['U0BOB', 'U0ANA'] })).role).toBe(role);
  });

  test('is the highest that names them, also below the default', async () => {
    expect((await roleOf({ viewer: ['U0ANA'], admin: ['U0ANA'] })).role).toBe('admin');
    expect((await roleOf({ default: 'admin', viewer: ['U0ANA'] })).role).toBe('viewer');
  });

  test('is that of their user groups, where they are not named themselves', async () => {
    const known = people('member', { S0OPS: ['U0ANA'], S0ALL: ['U0ANA'], S0ROOT: [] });
    const access = { viewer: ['S0ALL'], operator: ['S0OPS'], admin: ['S0ROOT'] };
    expect((await roleOf(access, known)).role).toBe('operator');
  });

  test('does not come from a user group that can not be read', async () => {
    const known = people('member', { S0ALL: ['U0ANA'] });
    const { role, unknown } = await roleOf({ viewer: ['S0ALL'], admin: ['S0GONE'] }, known);
    expect([role, unknown]).toEqual(['viewer', ['S0GONE']]);
  });

  test('is none where the account was closed, also where it is named', async () => {
    const { role, why } = await roleOf({ admin: ['U0ANA'] }, people('gone'));
    expect([role, why]).toEqual([undefined, expect.stringContaining('was closed')]);
  });

  test.each(['guest', 'stranger'] as const)(
    'a %s has none but by their own id',
    async (standing) => {
      const known = people(standing, { S0OPS: ['U0ANA'] });
      expect((await roleOf({ default: 'admin', admin: ['S0OPS'] }, known)).role).toBeUndefined();
      expect((await roleOf({ viewer: ['U0ANA'] }, known)).role).toBe('viewer');
    },
  );

  test('is none while Slack does not say who they are, unless they are named', async () => {
    const silent: People = {
      ...people('member'),
      profile: () => Promise.reject(new Error('slack is down')),
    };
    const { role, why } = await roleOf({ default: 'admin' }, silent);
    expect([role, why]).toEqual([undefined, expect.stringContaining('does not say who you are')]);
    expect((await roleOf({ admin: ['U0ANA'] }, silent)).role).toBe('admin');
  });
});

describe('a refusal', () => {
  const bob = { id: 'U0BOB', name: 'Bob', actor: 'slack:U0BOB', why: 'so it is' };
  const refused = (role: ChatRole, needed: ChatRole, access: Partial<AccessRules>): string =>
    refusal({ ...bob, role }, needed, { ...NOBODY, ...access });

  test('names those who have the role, or a higher one', () => {
    const access = { responder: ['U0R'], operator: ['U0O', 'S0OPS'], admin: ['U0A'] };
    expect(refused('responder', 'operator', access)).toBe(
      'That takes the role *operator*, and yours is *responder*: so it is. It is had by <@U0O>, <!subteam^S0OPS>, <@U0A>.',
    );
  });

  test('names some where there are many', () => {
    const operator = Array.from({ length: 12 }, (_, index) => `U${index}`);
    expect(refused('viewer', 'operator', { operator })).toMatch(/, <@U9>, 2 more\.$/u);
  });

  test('says when everybody has it, or nobody', () => {
    expect(refused('viewer', 'responder', {})).toContain('every member of the workspace');
    expect(refused('responder', 'admin', {})).toContain(
      'Nobody has it: write `access: { admin: [U0ABC] }` into the config',
    );
  });
});
