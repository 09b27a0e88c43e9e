import { z } from 'zod';
import type { Json } from '../../src/delivery/slack/limits/problem.ts';

const answerSchema = z.looseObject({ ok: z.boolean(), error: z.string().optional() });

const channelSchema = z.looseObject({ id: z.string(), name: z.string().optional() });

const messageSchema = z.looseObject({ ts: z.string(), user: z.string().optional() });

export type UpstreamAnswer = z.infer<typeof answerSchema>;
export type UpstreamChannel = z.infer<typeof channelSchema>;
export type UpstreamMessage = z.infer<typeof messageSchema>;

/** The local Slack behind the proxy, which believes everything it is told. */
export interface Upstream {
  readonly call: (method: string, args: Json) => Promise<UpstreamAnswer>;
  /** Passes a body on as it came. */
  readonly pass: (
    path: string,
    body: Buffer,
    contentType: string | undefined,
  ) => Promise<UpstreamAnswer>;
  readonly channels: () => Promise<readonly UpstreamChannel[]>;
  readonly channel: (id: string) => Promise<UpstreamChannel | undefined>;
  readonly members: (id: string) => Promise<readonly string[]>;
  /** Messages of `conversations.history` or `.replies`. */
  readonly read: (method: string, args: Json) => Promise<readonly UpstreamMessage[]>;
  /** The message with that `ts`, a reply or not. */
  readonly message: (channel: string, ts: string) => Promise<UpstreamMessage | undefined>;
}

/** A client of the local Slack's Web API at `apiUrl` (`http://127.0.0.1:…/api/`). */
export function connectUpstream(apiUrl: string): Upstream {
  const pass: Upstream['pass'] = async (path, body, contentType) => {
    const response = await fetch(new URL(path, apiUrl), {
      method: 'POST',
      body: new Uint8Array(body),
      headers: contentType === undefined ? {} : { 'content-type': contentType },
    });
    return answerSchema.parse(await response.json());
  };
  const call: Upstream['call'] = (method, args) =>
    pass(method, Buffer.from(JSON.stringify(args)), 'application/json');
  return {
    call,
    pass,
    channels: async () =>
      z.array(channelSchema).parse((await call('conversations.list', {})).channels),
    channel: async (id) => {
      const answer = await call('conversations.info', { channel: id });
      return answer.ok ? channelSchema.parse(answer.channel) : undefined;
    },
    members: async (id) => {
      const { members } = await call('conversations.members', { channel: id });
      return z.array(z.string()).catch([]).parse(members);
    },
    read: async (method, args) => z.array(messageSchema).parse((await call(method, args)).messages),
    message: async (channel, ts) => {
      const response = await fetch(new URL(`/_control/messages/${channel}`, apiUrl));
      const { messages } = z
        .object({ messages: z.array(messageSchema) })
        .parse(await response.json());
      return messages.find((message) => message.ts === ts);
    },
  };
}
