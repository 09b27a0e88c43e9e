import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ActionRequest, CommandRequest, HomeRequest, ViewRequest } from './request.ts';

/**
 * What Slack sends, of which only what is used is read.
 *
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands/
 * @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload/
 * @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload/
 * @see https://docs.slack.dev/reference/events/app_home_opened/
 */
const commandBody = z.object({
  command: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
  response_url: z.string(),
  user_id: z.string(),
  user_name: z.string().default(''),
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  channel_id: z.string(),
});

const interaction = {
  user: z.object({
    id: z.string(),
    username: z.string().optional(),
    name: z.string().optional(),
    team_id: z.string().nullish(),
  }),
  team: z.object({ id: z.string() }).nullish(),
  enterprise: z.object({ id: z.string() }).nullish(),
};

const viewBody = z.object({
  id: z.string(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  state: z
    .object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .default({ values: {} }),
});

const actionBody = z.object({
  ...interaction,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).nullish(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).nullish(),
  view: viewBody.nullish(),
  /** One, as far as Slack sends any. */
  actions: z.tuple([
    z.object({
      action_id: z.string(),
      block_id: z.string().nullish(),
      value: z.string().nullish(),
      selected_option: z.object({ value: z.string() }).nullish(),
    }),
  ]),
});

const submissionBody = z.object({
  ...interaction,
  trigger_id: z.string().optional(),
  view: viewBody.extend({ hash: z.string().default('') }),
});

const homeBody = z.object({
  event_id: z.string(),
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  event: z.object({ user: z.string() }),
});

/** Reads a slash command. @throws when it is none */
export function readCommand(body: unknown): CommandRequest {
  const read = commandBody.parse(body);
  const { command, text, channel_id: channelId, response_url: responseUrl } = read;
  const who = { id: read.user_id, name: read.user_name };
  return {
    type: 'command',
    ...arrival(read.trigger_id),
    person: personOf(who, read.team_id, read.enterprise_id),
    command,
    text,
    channelId,
    responseUrl,
    triggerId: read.trigger_id,
  };
}

/** Reads a click. @throws when it is none */
export function readAction(body: unknown): ActionRequest {
  const read = actionBody.parse(body);
  const { trigger_id: triggerId, response_url: responseUrl, message, view } = read;
  const [action] = read.actions;
  const value = action.value ?? action.selected_option?.value;
  return {
    type: 'action',
    ...arrival(triggerId),
    person: personIn(read),
    actionId: action.action_id,
    blockId: action.block_id ?? '',
    ...(value !== undefined && { value }),
    triggerId,
    ...(responseUrl !== undefined && { responseUrl }),
    ...(read.channel && { channelId: read.channel.id }),
    ...(message && {
      message: {
        ts: message.ts,
        ...(message.thread_ts !== undefined && { threadTs: message.thread_ts }),
      },
    }),
    ...(view && { view: viewOf(view) }),
  };
}

/** Reads a view that was submitted. @throws when it is none */
export function readSubmission(body: unknown): ViewRequest {
  const read = submissionBody.parse(body);
  const { view, trigger_id: triggerId } = read;
  return {
    type: 'view',
    ...arrival(triggerId ?? `${view.id} ${view.hash}`),
    person: personIn(read),
    ...(triggerId !== undefined && { triggerId }),
    view: viewOf(view),
  };
}

/** Reads that somebody opened the app's home. @throws when it is something else */
export function readHome(body: unknown): HomeRequest {
  const read = homeBody.parse(body);
  const who = { id: read.event.user, name: '' };
  return {
    type: 'home',
    ...arrival(read.event_id),
    person: personOf(who, read.team_id, read.enterprise_id),
  };
}

function arrival(id: string) {
  return { id, traceId: randomBytes(16).toString('hex'), at: Date.now() };
}

function viewOf({ id, callback_id, private_metadata, state }: z.output<typeof viewBody>) {
  const { values } = state;
  return { id, callbackId: callback_id, privateMetadata: private_metadata, values };
}

type Interaction = z.output<z.ZodObject<typeof interaction>>;

function personIn({ user, team, enterprise }: Interaction) {
  const who = { id: user.id, name: user.username ?? user.name ?? '' };
  return personOf(who, user.team_id ?? team?.id, enterprise?.id);
}

function personOf(
  { id, name }: { readonly id: string; readonly name: string },
  teamId: string | null | undefined,
  enterpriseId: string | null | undefined,
) {
  return {
    id,
    name: name === '' ? id : name,
    ...(teamId && { teamId }),
    ...(enterpriseId && { enterpriseId }),
  };
}
