import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { visibleName } from '../../alert/visible.ts';
import type { Diagnosis } from '../../engine/ports/troubles.ts';
import { classifyFailure } from './failure.ts';

const infoSchema = z.object({
  user: z.object({ deleted: z.boolean().default(false), real_name: z.string().default('') }),
});

/**
 * What is to be said of people whom a message mentions and whose account is closed: Slack takes the
 * message, and calls nobody. Undefined where all are there, and where Slack does not say.
 */
export async function mentionsNobody(
  client: WebClient,
  mention = '',
): Promise<Diagnosis | undefined> {
  const ids = [...mention.matchAll(/<@([UW][A-Z0-9]+)/gu)].map(([, id = '']) => id);
  const gone = (await Promise.all(ids.map((id) => nameIfGone(client, id)))).filter(
    (name) => name !== undefined,
  );
  if (gone.length === 0) return undefined;
  return {
    concerns: 'address',
    problem: `${gone.join(', ')} is mentioned there and has no account any more, so nobody is called`,
    remedy: 'Mention somebody else, or a user group, in the config.',
    isReached: true,
  };
}

/** @see https://docs.slack.dev/reference/methods/users.info */
async function nameIfGone(client: WebClient, id: string): Promise<string | undefined> {
  try {
    const { user } = infoSchema.parse(await client.users.info({ user: id }));
    const name = visibleName(user.real_name);
    if (!user.deleted) return undefined;
    return name === '' ? id : `${name} (${id})`;
  } catch (error) {
    const failure = classifyFailure(error);
    return failure.kind === 'refused' && failure.error === 'user_not_found' ? id : undefined;
  }
}
