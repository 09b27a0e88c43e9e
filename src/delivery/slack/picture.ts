import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { upload } from './upload.ts';

export interface SlackPicture {
  readonly png: Uint8Array;
  /** What it is called where it is downloaded, without what follows the dot. */
  readonly name: string;
  /** What it shows, for those who can't see it: at most 2,000 characters. */
  readonly alt: string;
}

const infoSchema = z.object({ file: z.object({ mimetype: z.string().default('') }) });

/** How long it is waited, in milliseconds, until it is asked again whether Slack has looked at it. */
const LOOKS = [100, 200, 400, 800, 1_500, 3_000, 4_000];

/** Puts a picture into Slack and gives the block that shows it. @throws as `uploadFile` does */
export async function uploadPicture(
  slack: WebClient,
  picture: SlackPicture,
  signal: AbortSignal,
): Promise<ImageBlock> {
  const id = await uploadFile(slack, picture, signal);
  return { type: 'image', slack_file: { id }, alt_text: picture.alt };
}

/**
 * Puts a picture into Slack and gives its id, to be shown in blocks. Until a message with that block is posted
 * nobody but the bot can see it.
 *
 * A block whose file Slack has not looked through yet is refused as `invalid_blocks`. That it has is told
 * by nothing but its type, which is empty before.
 *
 * @see https://docs.slack.dev/messaging/working-with-files/
 * @throws when Slack does not take it, or takes too long
 */
export async function uploadFile(
  slack: WebClient,
  { png, name }: Pick<SlackPicture, 'png' | 'name'>,
  signal: AbortSignal,
): Promise<string> {
  const id = await upload(slack, `${name}.png`, png, signal);
  await slack.files.completeUploadExternal({ files: [{ id, title: name }] });
  for (const pause of LOOKS) {
    const { file } = infoSchema.parse(await slack.files.info({ file: id }));
    if (file.mimetype !== '') return id;
    await sleep(pause, undefined, { signal });
  }
  throw new Error('Slack has not looked through the picture yet');
}
