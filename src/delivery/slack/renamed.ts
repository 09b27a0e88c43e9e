import { z } from 'zod';
import type { Diagnosis } from '../../engine/ports/troubles.ts';
import type { Retry, Steps } from '../adapter.ts';
import type { DeliveryView } from '../view.ts';
import { postOnce, type Post, type PostTools } from './post-once.ts';
import type { Posted } from './settle.ts';

const infoSchema = z.object({ channel: z.object({ name: z.string() }) });

/**
 * Posts to the channel that last had a name which no channel has any more: it was renamed, and an id
 * survives that. Undefined where nobody knows such a channel, or it is gone itself.
 */
export async function postRenamed(
  tools: PostTools,
  view: DeliveryView,
  post: Post,
  steps: Steps,
): Promise<Posted | Retry | undefined> {
  if (!post.channel.startsWith('#')) return undefined;
  const id = await tools.lookup.lastIdOf(post.channel);
  if (id === undefined) return undefined;
  // The call by the name has used up the turn of that.
  const bucket = { ...post.bucket, key: `slack/post/${id}` };
  const posted = await postOnce(tools, view, { ...post, channel: id, bucket }, steps);
  return posted.outcome === 'refused' ? undefined : posted;
}

/** What is to be said of a channel that was written to by its id alone. */
export async function renamed(
  { client }: Pick<PostTools, 'client'>,
  id: string,
): Promise<Diagnosis> {
  const info = await client.conversations.info({ channel: id }).catch(() => undefined);
  const name = infoSchema.safeParse(info).data?.channel.name;
  const to = name === undefined ? '' : ` to #${name}`;
  return {
    concerns: 'address',
    problem: `the channel was renamed${to}; it is still written to, by its id`,
    remedy: `Write its new name, or its id ${id}, into the config: an id survives renames.`,
    isReached: true,
  };
}
