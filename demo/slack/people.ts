import { asObject, type Json } from '../../src/delivery/slack/limits/problem.ts';
import { SlackRefusal, type Call } from './call.ts';
import type { Reader } from './dates.ts';
import type { Upstream } from './upstream.ts';

/** What Slack knows of people and the local one does not. */
export interface People {
  /** Adds to what `users.info` tells of somebody: `{ is_restricted: true }` for a guest. */
  readonly mark: (user: string, facts: Json) => void;
  /** Says who is in a user group. */
  readonly group: (id: string, users: readonly string[]) => void;
  /** Gives somebody an e-mail address. */
  readonly email: (user: string, address: string) => void;
}

export interface PeopleBook extends People {
  readonly factsOf: (user: string) => Json;
  readonly members: (group: string) => readonly string[] | undefined;
  readonly withEmail: (address: string) => string | undefined;
}

export function createPeopleBook(): PeopleBook {
  const facts = new Map<string, Json>();
  const groups = new Map<string, readonly string[]>();
  const emails = new Map<string, string>();
  return {
    mark: (user, more) => void facts.set(user, { ...facts.get(user), ...more }),
    group: (id, users) => void groups.set(id, users),
    email: (user, address) => void emails.set(address.toLowerCase(), user),
    factsOf: (user) => facts.get(user) ?? {},
    members: (group) => groups.get(group),
    withEmail: (address) => emails.get(address.toLowerCase()),
  };
}

interface PeopleOf {
  readonly upstream: Upstream;
  readonly people: PeopleBook;
  readonly reader: () => Pick<Reader, 'timeZone'>;
}

/**
 * People are where the page's times are from, unless they are marked otherwise.
 * Source: https://docs.slack.dev/reference/methods/users.info
 */
export async function userInfo(
  { upstream, people, reader }: PeopleOf,
  { args }: Call,
): Promise<Json> {
  const answer = await upstream.call('users.info', args);
  const user = asObject(answer.user);
  if (user === undefined) return answer;
  return {
    ...answer,
    user: { ...user, tz: reader().timeZone, ...people.factsOf(String(args.user)) },
  };
}

/** Source: https://docs.slack.dev/reference/methods/usergroups.users.list */
export async function userGroupMembers({ people }: PeopleOf, { args }: Call): Promise<Json> {
  const users = people.members(String(args.usergroup));
  if (users === undefined) throw new SlackRefusal('no_such_subteam');
  return { ok: true, users };
}

/**
 * Who was deactivated is not found.
 * Source: https://docs.slack.dev/reference/methods/users.lookupByEmail
 */
export async function userByEmail(slack: PeopleOf, call: Call): Promise<Json> {
  const user = slack.people.withEmail(String(call.args.email));
  const isGone = user === undefined || slack.people.factsOf(user).deleted === true;
  if (isGone) throw new SlackRefusal('users_not_found');
  return userInfo(slack, { ...call, args: { user } });
}

/** The local Slack opens one with anybody. Source: https://docs.slack.dev/reference/methods/conversations.open */
export async function openDirectMessage(slack: PeopleOf, call: Call): Promise<Json> {
  const { users } = call.args;
  const user = asObject((await userInfo(slack, { ...call, args: { user: users } })).user);
  if (user === undefined) throw new SlackRefusal('user_not_found');
  if (user.deleted === true) throw new SlackRefusal('user_disabled');
  return slack.upstream.call('conversations.open', { users });
}
