import { z } from 'zod';
import { parseTime } from '../time.ts';

const MAX_ID = 255;

const agentSchema = z.object({
  id: z.string().min(1).max(MAX_ID),
  type: z.string(),
  summary: z.string().nullish(),
});

const dataSchema = z.object({
  id: z.string().max(MAX_ID).optional(),
  incident_key: z.string().nullish().catch(undefined),
  status: z.string().optional().catch(undefined),
  /** Of a note, the incident that it is of. */
  incident: z
    .object({ id: z.string().max(MAX_ID) })
    .optional()
    .catch(undefined),
  content: z.string().optional().catch(undefined),
  assignees: z
    .array(z.object({ summary: z.string() }))
    .optional()
    .catch(undefined),
});

const messageSchema = z.object({
  event: z.object({
    id: z.string().min(1).max(MAX_ID),
    event_type: z.string(),
    occurred_at: z.string(),
    agent: agentSchema.nullish().catch(undefined),
    data: dataSchema.catch({}),
  }),
});

/** Something that happened in PagerDuty. */
export interface PagerDutyMessage {
  readonly id: string;
  /** For example `incident.acknowledged`. */
  readonly type: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The person who did it; of what a program or a timer did there is none. */
  readonly person?: { readonly id: string; readonly name: string };
  /** PagerDuty's id for the incident. */
  readonly incidentId?: string;
  /** The key under which the incident was opened. */
  readonly key?: string;
  /** `triggered`, `acknowledged` or `resolved`. */
  readonly status?: string;
  /** The names of those who have the incident to do. */
  readonly assignees: readonly string[];
  /** Of a note, what it says. */
  readonly note?: string;
}

/**
 * Reads what a v3 webhook posts; undefined when it is none.
 * Source: PagerDuty, "Webhooks overview", "Webhook payload".
 */
export function readPagerDutyMessage(value: unknown): PagerDutyMessage | undefined {
  const parsed = messageSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { id, event_type: type, occurred_at, agent, data } = parsed.data.event;
  const at = parseTime(occurred_at);
  if (at === undefined) return undefined;
  const { incident_key: key, status, content, incident, assignees = [] } = data;
  const incidentId = incident?.id ?? data.id;
  return {
    id,
    type,
    at,
    ...(agent?.type.startsWith('user') && {
      person: { id: agent.id, name: agent.summary?.trim() || agent.id },
    }),
    ...(incidentId !== undefined && { incidentId }),
    ...(typeof key === 'string' && key !== '' && { key }),
    ...(status !== undefined && { status }),
    assignees: assignees.map(({ summary }) => summary),
    ...(content !== undefined && { note: content }),
  };
}
