import { shareFile, type SharedFile } from '../delivery/slack/share-file.ts';
import type { CommandHandling } from './commands/command.ts';

/** Who asked, when and where, and whether everybody there is to see what comes of it. */
export interface Seen extends Pick<CommandHandling, 'slack' | 'asker' | 'isPublic'> {
  readonly request: { readonly at: number; readonly channelId?: string | undefined };
}

/**
 * Puts a file where the answer to a command is seen: in the channel, or in the talk with who asked.
 *
 * @returns where that is, in words
 */
export async function shareWhereSeen(
  written: Omit<SharedFile, 'since'>,
  { slack, request, asker, isPublic }: Seen,
  signal: AbortSignal,
): Promise<string> {
  const file = { ...written, since: request.at };
  try {
    if (isPublic && request.channelId !== undefined) {
      try {
        await shareFile(slack, file, request.channelId, signal);
        return 'all of it is in the file in this channel';
      } catch {
        // The bot is not in the channel: who asked gets it.
        signal.throwIfAborted();
      }
    }
    const { channel } = await slack.conversations.open({ users: asker.id });
    await shareFile(slack, file, channel?.id ?? asker.id, signal);
    return 'all of it is in the file in our direct messages';
  } catch {
    signal.throwIfAborted();
    return 'all of it would be in a file, which Slack did not take: does the app have the scope files:write?';
  }
}
