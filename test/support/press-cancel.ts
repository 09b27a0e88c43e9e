import type { WorkspaceMessage } from '../../demo/slack/workspace-plan.ts';
import { CANCEL } from '../../src/handlers/jobs/words.ts';
import { pressButton } from './press-button.ts';
import type { SlackUser } from './slack-user.ts';
import type { World } from './world.ts';

/** Presses Cancel at a message that shows how far something is. */
export async function pressCancel(
  world: World,
  { id }: SlackUser,
  message: WorkspaceMessage,
): Promise<void> {
  await pressButton(world, id, message, CANCEL);
}
