import type { WebClient } from '@slack/web-api';
import { upload } from './upload.ts';

export interface SharedFile {
  /** What it is called where it is downloaded. */
  readonly name: string;
  readonly text: string;
}

/**
 * Puts a file into Slack, as a message in a channel. Slack has no way to do so but once: who does not hear
 * of it and does it again has it there twice.
 *
 * @throws when Slack does not take it, or the bot is not in the channel
 */
export async function shareFile(
  slack: WebClient,
  { name, text }: SharedFile,
  channel: string,
  signal: AbortSignal,
): Promise<void> {
  const id = await upload(slack, name, Buffer.from(text), signal);
  await slack.files.completeUploadExternal({ channel_id: channel, files: [{ id, title: name }] });
}
