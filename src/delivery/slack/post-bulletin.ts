import type { Bulletin } from '../../alert/bulletin.ts';
import { renderBulletin } from './bulletin.ts';
import type { PostTools } from './post-once.ts';
import { postUnlessThere, type LonePost } from './post-unless-there.ts';
import type { SlackLimits } from './slack-limits.ts';

/** A bulletin and where it goes. */
export interface BulletinPost extends Omit<LonePost, 'message'> {
  readonly bulletin: Bulletin;
}

/** Posts a bulletin unless it is there. @throws as `postUnlessThere` does */
export async function postBulletin(
  tools: PostTools,
  { bulletin, ...post }: BulletinPost,
  limits: SlackLimits,
): Promise<void> {
  const message = async () => renderBulletin(bulletin);
  await postUnlessThere(tools, { ...post, message }, limits);
}
