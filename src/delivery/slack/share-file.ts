import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

export interface SharedFile {
  /** What it is called where it is downloaded. */
  readonly name: string;
  readonly text: string;
}

const uploadSchema = z.object({ upload_url: z.url(), file_id: z.string() });

/** So long, in milliseconds, an upload may take. */
const UPLOAD_TIMEOUT = 30_000;

/**
 * Puts a file into Slack, as a message in a channel. Slack has no way to do so but once: who does not hear
 * of it and does it again has it there twice.
 *
 * @see https://docs.slack.dev/messaging/working-with-files/
 * @throws when Slack does not take it, or the bot is not in the channel
 */
export async function shareFile(
  slack: WebClient,
  { name, text }: SharedFile,
  channel: string,
  signal: AbortSignal,
): Promise<void> {
  const bytes = Buffer.from(text);
  const { upload_url: address, file_id: id } = uploadSchema.parse(
    await slack.files.getUploadURLExternal({ filename: name, length: bytes.byteLength }),
  );
  const response = await fetch(address, {
    method: 'POST',
    redirect: 'error',
    body: bytes,
    signal: AbortSignal.any([signal, AbortSignal.timeout(UPLOAD_TIMEOUT)]),
  });
  await response.text();
  if (!response.ok) throw new Error(`Slack did not take the file: HTTP ${response.status}`);
  await slack.files.completeUploadExternal({ channel_id: channel, files: [{ id, title: name }] });
}
