import { z } from 'zod';

/** Who asked, as Slack's envelope says it. */
const person = z.object({
  id: z.string(),
  /** The account's short name: what people are called by until more is known of them. */
  name: z.string(),
  teamId: z.string().optional(),
  enterpriseId: z.string().optional(),
});

const common = {
  /** The same for a redelivery of the same thing. */
  id: z.string(),
  /** 32 hexadecimal digits: ties log lines and the answer to what was asked. */
  traceId: z.string(),
  /** When it came in, epoch milliseconds by the clock of who took it. */
  at: z.number(),
  person,
};

const view = z.object({
  id: z.string(),
  callbackId: z.string(),
  privateMetadata: z.string(),
  /** By block id, then by action id, as Slack sends it. */
  values: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const commandRequest = z.object({
  ...common,
  type: z.literal('command'),
  /** With its slash. */
  command: z.string(),
  text: z.string(),
  channelId: z.string(),
  responseUrl: z.string(),
  triggerId: z.string(),
});

const actionRequest = z.object({
  ...common,
  type: z.literal('action'),
  actionId: z.string(),
  blockId: z.string(),
  /** Of a button its value, of a menu that of the option that was chosen. */
  value: z.string().optional(),
  triggerId: z.string(),
  /** Absent where the click was in a view. */
  responseUrl: z.string().optional(),
  channelId: z.string().optional(),
  message: z.object({ ts: z.string(), threadTs: z.string().optional() }).optional(),
  view: view.optional(),
});

const viewRequest = z.object({
  ...common,
  type: z.literal('view'),
  triggerId: z.string().optional(),
  view,
});

const homeRequest = z.object({ ...common, type: z.literal('home') });

/** Something that somebody did in Slack: as it is kept until it is carried out. */
export const requestSchema = z.discriminatedUnion('type', [
  commandRequest,
  actionRequest,
  viewRequest,
  homeRequest,
]);

export type ChatRequest = z.output<typeof requestSchema>;
export type CommandRequest = z.output<typeof commandRequest>;
export type ActionRequest = z.output<typeof actionRequest>;
export type ViewRequest = z.output<typeof viewRequest>;
export type HomeRequest = z.output<typeof homeRequest>;
export type ChatPerson = ChatRequest['person'];
