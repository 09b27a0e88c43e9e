import { z } from 'zod';
import type { MessageContext } from '../formats/format.ts';
import { anyId, anyText, anything } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { Problem } from './problem.ts';

const project = z
  .object({ slug: anyText, name: anyText })
  .catch({ slug: undefined, name: undefined });

const issueSchema = z.object({
  action: z.string(),
  data: z.object({
    issue: z.object({
      id: anyId,
      shortId: anyText,
      title: z.string().trim().min(1),
      culprit: anyText,
      level: anyText,
      substatus: anyText,
      project,
      web_url: anyText,
      permalink: anyText,
      firstSeen: anything,
      lastSeen: anything,
      count: anyId.optional().catch(undefined),
      userCount: anyId.optional().catch(undefined),
    }),
  }),
});

type Issue = z.infer<typeof issueSchema>['data']['issue'];

type News = Pick<Problem, 'status' | 'happened'> | 'nothing';

/** What an action means for the alert. */
const NEWS: Readonly<Record<string, (issue: Issue) => News | undefined>> = {
  created: () => ({ status: 'firing', happened: 'New error' }),
  unresolved: ({ substatus }) => openedAgain(substatus),
  resolved: () => ({ status: 'resolved', happened: 'Resolved' }),
  // Somebody decided that it needs no attention; `ignored` is its name of old.
  archived: () => ({ status: 'resolved', happened: 'Archived' }),
  ignored: () => ({ status: 'resolved', happened: 'Archived' }),
  // Whose it is changes nothing about it.
  assigned: () => 'nothing',
};

/** A person, or the passing of a week, makes an issue `ongoing`: that is nobody's alarm. */
function openedAgain(substatus = 'regressed'): News | undefined {
  if (substatus === 'regressed') return { status: 'firing', happened: 'Resolved error came back' };
  if (substatus === 'escalating') return { status: 'firing', happened: 'Error is escalating' };
  return substatus === 'ongoing' || substatus === 'new' ? 'nothing' : undefined;
}

/**
 * Reads an issue's change of state. Source: Sentry, "Integration platform: webhooks: issues".
 *
 * @returns undefined when it is none, or one that nobody knows; `nothing` when it opens and closes nothing.
 */
export function readIssue(
  value: unknown,
  context: MessageContext,
): Problem | 'nothing' | undefined {
  const parsed = issueSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { action, data } = parsed.data;
  const { issue } = data;
  const news = Object.hasOwn(NEWS, action) ? NEWS[action]?.(issue) : undefined;
  if (news === undefined || news === 'nothing') return news;
  const firstSeen = parseTime(issue.firstSeen);
  const startsAt = action === 'unresolved' ? parseTime(issue.lastSeen) : firstSeen;
  return {
    ...news,
    issue: issue.id,
    title: issue.title,
    project: issue.project.slug ?? issue.project.name,
    level: issue.level,
    annotations: [
      ['description', issue.culprit],
      ['issue', issue.shortId],
      ['events', issue.count],
      ['users', issue.userCount],
    ],
    link: issue.web_url ?? issue.permalink,
    startsAt,
    // It can be created only once, so a late word of that must not undo what came after.
    changedAt: (action === 'created' ? firstSeen : undefined) ?? context.sentAt,
  };
}
