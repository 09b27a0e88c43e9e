import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { visibleName } from '../../alert/visible.ts';
import type { ChatPerson } from '../request.ts';
import { remembered } from '../../delivery/slack/remembered.ts';

/** What somebody is to the workspace that the bot is installed in. */
export type Standing = 'member' | 'guest' | 'stranger' | 'gone';

/** Somebody, as Slack knows them. */
export interface Profile {
  /** What people call them. */
  readonly name: string;
  readonly standing: Standing;
  /** An IANA zone; absent where Slack names none that this machine knows. */
  readonly timeZone?: string;
}

export interface People {
  /** @throws when Slack does not say */
  profile(person: ChatPerson): Promise<Profile>;
  /** The members of a user group. @throws when Slack does not say */
  members(userGroup: string): Promise<ReadonlySet<string>>;
}

/** Somebody who was made a guest, or left a user group, is treated so after this, in milliseconds. */
const KEPT = 5 * 60_000;
const MOST_PEOPLE = 10_000;
const MOST_GROUPS = 1_000;

/** @see https://docs.slack.dev/reference/objects/user-object/ */
const userSchema = z.object({
  name: z.string().default(''),
  real_name: z.string().nullish(),
  team_id: z.string().nullish(),
  tz: z.string().nullish(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  enterprise_user: z.object({ enterprise_id: z.string().nullish() }).nullish(),
  profile: z
    .object({ display_name: z.string().nullish(), real_name: z.string().nullish() })
    .default({}),
});

type User = z.output<typeof userSchema>;

/** Where the bot is installed. */
interface Home {
  readonly team: string;
  readonly enterprise: string | undefined;
}

const homeSchema = z.object({ team_id: z.string(), enterprise_id: z.string().nullish() });

/** People and user groups as Slack's Web API tells them, remembered for a while. */
export function createPeople(slack: WebClient, now: () => number): People {
  const kept = { keptFor: KEPT, now };
  const user = remembered(
    async (id) => userSchema.parse((await slack.users.info({ user: id })).user),
    { ...kept, most: MOST_PEOPLE },
  );
  const members = remembered(
    async (usergroup): Promise<ReadonlySet<string>> =>
      new Set((await slack.usergroups.users.list({ usergroup })).users),
    { ...kept, most: MOST_GROUPS },
  );
  const home = remembered(
    async (): Promise<Home> => {
      const { team_id, enterprise_id } = homeSchema.parse(await slack.auth.test());
      return { team: team_id, enterprise: enterprise_id ?? undefined };
    },
    { keptFor: Number.POSITIVE_INFINITY, now, most: 1 },
  );
  return {
    async profile(person) {
      const [known, at] = await Promise.all([user(person.id), home('')]);
      return {
        name: nameOf(known, person),
        standing: standingOf(known, person, at),
        ...zoneOf(known),
      };
    },
    members,
  };
}

function nameOf({ profile, real_name: realName, name }: User, person: ChatPerson): string {
  const names = [profile.real_name, realName, profile.display_name, name, person.name];
  return names.map((one) => visibleName(one ?? '')).find((one) => one !== '') ?? person.id;
}

/** A zone that is not known here would be an error wherever a time is read. */
function zoneOf({ tz }: User): { readonly timeZone?: string } {
  const zones = Intl.supportedValuesOf('timeZone');
  return tz && (tz === 'UTC' || zones.includes(tz)) ? { timeZone: tz } : {};
}

/** Both must say so that somebody is one of us: Slack's record of them, and the envelope they came in. */
function standingOf(user: User, person: ChatPerson, home: Home): Standing {
  const enterprise = user.enterprise_user?.enterprise_id ?? undefined;
  if (user.deleted) return 'gone';
  if (user.is_stranger || user.is_bot) return 'stranger';
  if (!isHere(user.team_id ?? undefined, enterprise, home)) return 'stranger';
  if (!isHere(person.teamId, person.enterpriseId ?? enterprise, home)) return 'stranger';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

/** Whether a workspace is the one that the bot is in, or of the same organisation. */
function isHere(team: string | undefined, enterprise: string | undefined, home: Home): boolean {
  if (team === undefined || team === home.team) return true;
  return enterprise !== undefined && enterprise === home.enterprise;
}
