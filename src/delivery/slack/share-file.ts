import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { upload } from './upload.ts';

export interface SharedFile {
  /** What it is called where it is downloaded; by it the file is known again. */
  readonly name: string;
  readonly text: string;
  /** Not shared before, in epoch milliseconds. */
  readonly since: number;
}

/** The clocks of the bot and of Slack may differ by so much, in seconds. */
const CLOCK_SLACK = 60;

/**
 * Puts a file into Slack, as a message in a channel, unless it is there: somebody who was cut off in this
 * may have done it. Where Slack does not say what is there it is shared: rather twice than never.
 *
 * @throws when Slack does not take it, or the bot is not in the channel
 */
export async function shareFile(
  slack: WebClient,
  file: SharedFile,
  channel: string,
  signal: AbortSignal,
): Promise<void> {
  if (await isShared(slack, file, channel)) return;
  const { name, text } = file;
  const id = await upload(slack, name, Buffer.from(text), signal);
  await slack.files.completeUploadExternal({ channel_id: channel, files: [{ id, title: name }] });
}

const listSchema = z.object({ files: z.array(z.object({ name: z.string().nullish() })) });

/** @see https://docs.slack.dev/reference/methods/files.list */
async function isShared(
  slack: WebClient,
  { name, since }: SharedFile,
  channel: string,
): Promise<boolean> {
  const from = String(Math.floor(since / 1000) - CLOCK_SLACK);
  try {
    const { files } = listSchema.parse(await slack.files.list({ channel, ts_from: from }));
    return files.some((one) => one.name === name);
  } catch {
    return false;
  }
}
