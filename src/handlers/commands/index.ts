import type { App } from '@slack/bolt';
import { tocsinCommand, type TocsinDeps } from './tocsin.ts';

/** Binds the slash commands. */
export function bindCommands(app: App, deps: TocsinDeps): void {
  app.command('/tocsin', async ({ command, ack }) => {
    await ack({
      response_type: 'ephemeral',
      text: await tocsinCommand({ text: command.text, userId: command.user_id }, deps),
    });
  });
}
