import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

const uploadSchema = z.object({ upload_url: z.url(), file_id: z.string() });

/** So long, in milliseconds, an upload may take. */
const UPLOAD_TIMEOUT = 20_000;

/**
 * Brings a file to Slack, which keeps it once somebody says where it belongs (`files.completeUploadExternal`).
 *
 * @param name what it is called where it is downloaded
 * @returns its id
 * @see https://docs.slack.dev/messaging/working-with-files/
 * @throws when Slack does not take it, or takes too long
 */
export async function upload(
  slack: WebClient,
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<string> {
  const { upload_url: address, file_id: id } = uploadSchema.parse(
    await slack.files.getUploadURLExternal({ filename: name, length: bytes.byteLength }),
  );
  const response = await fetch(address, {
    method: 'POST',
    redirect: 'error',
    body: new Uint8Array(bytes),
    signal: AbortSignal.any([signal, AbortSignal.timeout(UPLOAD_TIMEOUT)]),
  });
  await response.text();
  if (!response.ok) throw new Error(`Slack did not take the file: HTTP ${response.status}`);
  return id;
}
