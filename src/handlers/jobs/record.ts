import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { CHAT_ROLES } from '../../alert/chat-role.ts';
import { refuseBlocks } from '../../delivery/slack/limits/blocks.ts';
import type { JobInHand } from '../../engine/ports/job-in-hand.ts';
import { OUTCOMES } from '../outcome.ts';
import { requestSchema, type ChatRequest } from '../request.ts';

/** Slow work as it is kept until it is over. What is not there yet is still to come. */
const recordSchema = z.object({
  request: requestSchema,
  /** Who asked, and what they might do then. */
  asker: z.object({
    id: z.string(),
    name: z.string(),
    actor: z.string(),
    role: z.enum(CHAT_ROLES).exactOptional(),
    why: z.string(),
    timeZone: z.string().exactOptional(),
  }),
  /** The message that shows how it stands. */
  message: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
  /** A message is being posted: where, and since when, epoch milliseconds. */
  posting: z
    .object({ channel: z.string(), threadTs: z.string().exactOptional(), since: z.number() })
    .exactOptional(),
  /** Slack has no place where it could be shown. */
  isHidden: z.literal(true).exactOptional(),
  /** How often in a row the work failed, or Slack did not take its result. */
  failures: z.int().default(0),
  /** What came of it, and when, epoch milliseconds. */
  result: z
    .object({
      outcome: z.enum(OUTCOMES),
      at: z.number(),
      text: z.string(),
      blocks: z.custom<KnownBlock[]>((blocks) => refuseBlocks(blocks) === undefined),
      isPublic: z.boolean(),
    })
    .exactOptional(),
});

export type JobRecord = z.output<typeof recordSchema>;

/** A job's record, as it is now. */
export interface OpenRecord extends Pick<JobInHand, 'id' | 'at'> {
  readonly now: () => JobRecord;
  /** Keeps the next one, durably. */
  readonly keep: (next: JobRecord) => Promise<void>;
}

/** Opens the record of a job. @throws for one that no version of ours wrote */
export function openRecord({ id, at, data, keep }: JobInHand): OpenRecord {
  let record = recordSchema.parse(data);
  return {
    id,
    at,
    now: () => record,
    async keep(next) {
      await keep(next);
      record = next;
    },
  };
}

/** What was asked for, by the record of a job; undefined where there is none. */
export function requestIn(data: unknown): ChatRequest | undefined {
  return data === undefined ? undefined : recordSchema.parse(data).request;
}
