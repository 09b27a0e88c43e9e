import { CHAT_ROLES, isAtLeast, type ChatRole } from '../../alert/chat-role.ts';
import type { ChatPerson } from '../request.ts';
import type { People, Standing } from './people.ts';

/** Who may do what, as the config says it. */
export interface AccessRules extends Readonly<Record<ChatRole, readonly string[]>> {
  /** Of the members of the workspace that are not named; the roles name users (`U…`, `W…`) and user groups (`S…`). */
  readonly default: ChatRole | 'none';
}

/** Somebody, and what they may do. */
export interface Asker {
  readonly id: string;
  /** What people call them. */
  readonly name: string;
  /** As the audit trail names them: `slack:U0ABC`. */
  readonly actor: string;
  /** An IANA zone: whose clock is meant where they name a time; absent where Slack does not say. */
  readonly timeZone?: string;
  /** Absent for who may do nothing. */
  readonly role?: ChatRole;
  /** Why they have that role, or none: to be read after "because". */
  readonly why: string;
}

export interface AccessTools {
  readonly people: People;
  /** Told that Slack did not say who somebody is, or who is in a user group. */
  readonly onUnknown: (error: unknown, what: string) => void;
}

/**
 * Who somebody is and what they may do: the highest role they are named for; members of the workspace
 * that are not named have the default. A guest, or somebody of another workspace, has a role only if
 * named by their own id: who is in a user group is decided by too many. An account that was closed has none
 * at all. What can't be read grants nothing.
 */
export async function askerOf(
  person: ChatPerson,
  access: AccessRules,
  { people, onUnknown }: AccessTools,
): Promise<Asker> {
  const known = await people.profile(person).catch((error: unknown) => {
    onUnknown(error, person.id);
    return { name: person.name, standing: 'unknown' as const };
  });
  const asker = {
    id: person.id,
    name: known.name,
    actor: `slack:${person.id}`,
    ...('timeZone' in known && { timeZone: known.timeZone }),
  };
  if (known.standing === 'gone') return { ...asker, why: OUTSIDE.gone };
  const named = highest((role) => access[role].includes(person.id));
  if (named !== undefined) return { ...asker, role: named, why: `access.${named} names you` };
  if (known.standing !== 'member') return { ...asker, why: OUTSIDE[known.standing] };
  const groups = await groupsOf(person.id, access, { people, onUnknown });
  const byGroup = highest((role) => access[role].some((id) => groups.has(id)));
  if (byGroup !== undefined) {
    const why = `access.${byGroup} names a user group that you are in`;
    return { ...asker, role: byGroup, why };
  }
  const why = 'access.default is for everybody in the workspace who is not named';
  return access.default === 'none'
    ? { ...asker, why: `${why}, and it is none` }
    : { ...asker, role: access.default, why };
}

const OUTSIDE: Readonly<Record<Exclude<Standing, 'member'> | 'unknown', string>> = {
  guest: 'guests may do nothing unless `access` names them by their id',
  stranger: 'people of other workspaces may do nothing unless `access` names them by their id',
  gone: 'an account that was closed may do nothing, also where `access` names it',
  unknown: 'Slack does not say who you are at the moment; try again soon',
};

/** Those of the user groups with a role that somebody is in. */
async function groupsOf(
  id: string,
  access: AccessRules,
  { people, onUnknown }: AccessTools,
): Promise<ReadonlySet<string>> {
  const groups = [...new Set(CHAT_ROLES.flatMap((role) => access[role]).filter(isUserGroup))];
  const found = await Promise.all(
    groups.map(async (group) => {
      try {
        return (await people.members(group)).has(id) ? [group] : [];
      } catch (error) {
        onUnknown(error, group);
        return [];
      }
    }),
  );
  return new Set(found.flat());
}

function isUserGroup(id: string): boolean {
  return id.startsWith('S');
}

function highest(has: (role: ChatRole) => boolean): ChatRole | undefined {
  return CHAT_ROLES.findLast(has);
}

/** So many of those who may do something are named. */
const MOST_NAMED = 10;

/** What is said to who may not do something: what it takes, and who has it. Ids come from the config. */
export function refusal(asker: Asker, needed: ChatRole, access: AccessRules): string {
  const enough = CHAT_ROLES.filter((role) => isAtLeast(role, needed));
  const ids = [...new Set(enough.flatMap((role) => access[role]))];
  const named = ids.map((id) => (isUserGroup(id) ? `<!subteam^${id}>` : `<@${id}>`));
  const isDefault = access.default !== 'none' && isAtLeast(access.default, needed);
  const more = named.length - MOST_NAMED;
  const some = more > 0 ? [...named.slice(0, MOST_NAMED), `${more} more`] : named;
  const who = [...some, ...(isDefault ? ['every member of the workspace'] : [])];
  const has =
    who.length === 0
      ? `Nobody has it: write \`access: { ${needed}: [U0ABC] }\` into the config, with the ids of those who are to have it`
      : `It is had by ${who.join(', ')}`;
  const yours = asker.role === undefined ? 'you have none' : `yours is *${asker.role}*`;
  return `That takes the role *${needed}*, and ${yours}: ${asker.why}. ${has}.`;
}
