import { z } from 'zod';
import { SEVERITIES } from '../../alert/severity.ts';

/** How one queue is shown. */
export interface ShownQueue {
  readonly about: string;
  /**
   * What is shown of its jobs' data. Whatever is not named here is not shown: texts that people typed,
   * messages, and what Slack lets answers through with.
   */
  readonly shows: z.ZodType;
}

const text = z.string().optional();
const number = z.number().optional();

const request = z.object({
  type: text,
  command: text,
  actionId: text,
  traceId: text,
  at: number,
  person: z.object({ id: text, name: text }).optional(),
  channelId: text,
});

/** Every queue of the bot, by its name. */
export const SHOWN_QUEUES: Readonly<Record<string, ShownQueue>> = {
  deliveries: {
    about: 'Messages out that have to wait: one job for a group and an integration.',
    shows: z.object({ group: text, integration: text }),
  },
  chat: {
    about: 'What people ask for in Slack, until it is answered.',
    shows: request,
  },
  slow: {
    about: 'What people asked for that takes its time.',
    shows: z.object({
      request: request.optional(),
      asker: z.object({ id: text, name: text, role: text }).optional(),
      message: z.object({ channel: text, ts: text }).optional(),
      failures: number,
      result: z.object({ outcome: text, at: number }).optional(),
    }),
  },
  graphs: {
    about: 'Graphs for the messages of alerts.',
    shows: z.object({
      group: text,
      integration: text,
      episode: number,
      severity: z.enum(SEVERITIES).optional(),
      traceId: text,
      alert: text,
    }),
  },
  changes: {
    about: 'Deployments, on their way to PagerDuty.',
    shows: z.object({
      id: text,
      service: text,
      deployment: z.object({ summary: text, outcome: text, at: number }).optional(),
    }),
  },
  actions: {
    about: 'Actions that can be brought on: what becomes of them stands in the audit trail.',
    shows: z.object({ id: text }),
  },
  incidents: {
    about: 'Incidents of which there is something to tell in Slack.',
    shows: z.object({ id: text }),
  },
  walks: {
    about: 'Walks through runbooks that are to be shown as they are.',
    shows: z.object({ id: text }),
  },
  checklists: {
    about: 'Checklists of which there is something to tell in Slack.',
    shows: z.object({ id: text }),
  },
};
