import { z } from 'zod';
import { asObject, type Json } from '../../src/delivery/slack/limits/problem.ts';
import { LONGEST_TEXT, refuseBlocks } from '../../src/delivery/slack/limits/blocks.ts';
import { SlackRefusal } from './call.ts';

/** Source: https://docs.slack.dev/messaging/message-metadata */
const metadataSchema = z.strictObject({
  event_type: z.string().min(1),
  event_payload: z.record(z.string(), z.unknown()),
});

/** Slack documents the error, not the size: this much is known to pass. */
const LARGEST_METADATA = 8192;

/**
 * Refuses the text, blocks, attachments and metadata of a message as Slack does.
 *
 * Sources: https://docs.slack.dev/reference/methods/chat.postMessage#errors,
 * https://docs.slack.dev/reference/methods/chat.update#errors
 *
 * @throws SlackRefusal with Slack's error code.
 */
export function checkContent(args: Json, longestText = LONGEST_TEXT): void {
  const { text, blocks, attachments, metadata } = args;
  if (metadata !== undefined) checkMetadata(metadata);
  if (blocks !== undefined) {
    const refusal = refuseBlocks(blocks);
    if (refusal !== undefined) throw new SlackRefusal(refusal.error, refusal.messages);
  }
  if (attachments !== undefined && !Array.isArray(attachments)) {
    throw new SlackRefusal('invalid_attachments');
  }
  if (text !== undefined && typeof text !== 'string') {
    throw new SlackRefusal('invalid_arguments', ['[ERROR] must be a string [json-pointer:/text]']);
  }
  if ((text ?? '') === '' && isEmpty(blocks) && isEmpty(attachments)) {
    throw new SlackRefusal('no_text');
  }
  if ((text ?? '').length > longestText) throw new SlackRefusal('msg_too_long');
}

/** An empty object takes the metadata of an updated message away. */
export function isNoMetadata(metadata: unknown): boolean {
  const object = asObject(metadata);
  return object !== undefined && Object.keys(object).length === 0;
}

function checkMetadata(metadata: unknown): void {
  if (isNoMetadata(metadata)) return;
  if (!metadataSchema.safeParse(metadata).success)
    throw new SlackRefusal('invalid_metadata_format');
  if (JSON.stringify(metadata).length > LARGEST_METADATA) {
    throw new SlackRefusal('metadata_too_large');
  }
}

function isEmpty(list: unknown): boolean {
  return !Array.isArray(list) || list.length === 0;
}
