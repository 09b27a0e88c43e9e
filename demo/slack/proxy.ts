import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answer, createFaults, type Answer, type Faults } from '../faults.ts';
import { listen } from '../listen.ts';
import type { Json } from '../../src/delivery/slack/limits/problem.ts';
import { methodOf, readCall, SlackRefusal, type Call } from './call.ts';
import type { Reader } from './dates.ts';
import { FILES, giveFile } from './files.ts';
import { createDirectory } from './directory.ts';
import { asSlackSends } from './envelopes.ts';
import { createMessageMemory } from './message-memory.ts';
import { METHODS, type Slack } from './methods.ts';
import { createPeopleBook, type People } from './people.ts';
import { createRateLimiter, type RateLimits } from './rate-limits.ts';
import { createResponseDoors } from './response-doors.ts';
import { createSocketRelay } from './socket-relay.ts';
import { connectUpstream } from './upstream.ts';
import { createViewBook } from './views.ts';

/** One call the proxy got. Its last four fields are filled in as the call goes on. */
export interface SlackCall {
  /** Milliseconds. */
  readonly at: number;
  /** `response_url` for an answer at such an address. */
  readonly method: string;
  /** As sent, those that are JSON parsed, without the token. */
  readonly args: Json;
  /** The id of the channel it names, if there is one. */
  readonly channel: string | undefined;
  /** `pending`, `ok`, Slack's error code, or the kind of the fault that met it. */
  outcome: string;
  /** Whether Slack did what was asked, whatever the caller was told. */
  accepted: boolean;
  /** The `ts` of the message it wrote. */
  ts: string | undefined;
  /** Whether the caller waits no more: it was answered, or has hung up. */
  isOver: boolean;
}

/** What a fault can be narrowed to. A channel may be an id or a name. */
export interface SlackFaultTarget {
  readonly method: string;
  readonly channel: string;
}

/** A Web API that refuses what Slack refuses, in front of a local Slack that takes anything. */
export interface SlackProxy {
  /** What the bot is given as `slack.api_url`. */
  readonly apiUrl: string;
  /** Every call since the start, oldest first. */
  readonly calls: readonly SlackCall[];
  readonly faults: Faults<SlackFaultTarget>;
  /** Channels' states: what Slack has and the local one has not. Names or ids. */
  readonly channels: {
    readonly archive: (channel: string) => void;
    readonly unarchive: (channel: string) => void;
    /** Gives it another name, without `#`. */
    readonly rename: (channel: string, name: string) => void;
    /** Takes the bot out of a channel, or in again. */
    readonly leave: (channel: string) => void;
    readonly join: (channel: string) => void;
  };
  readonly people: People;
  readonly tokens: {
    /** Takes another bot token, too. */
    readonly issue: (token: string) => void;
    readonly revoke: (token: string) => void;
  };
  readonly stop: () => Promise<void>;
}

/** Starts the proxy. `upstream` is the local Slack's Web API; faults and limits are off. */
export async function startSlackProxy(options: {
  upstream: string;
  botToken: string;
  appToken: string;
  /** Whose names faults and states may use. Default: those there are at the start. */
  channels?: readonly { readonly id: string; readonly name: string }[];
  /** Default: a free one. */
  port?: number;
  /** Default: none. `SLACK_RATE_LIMITS` are Slack's. */
  rateLimits?: RateLimits;
  /** In which people see times. Default: this machine's. */
  timeZone?: string;
  /** Milliseconds. */
  now?: () => number;
}): Promise<SlackProxy> {
  const { now = Date.now } = options;
  const timeZone = options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const upstream = connectUpstream(options.upstream);
  const botUserId = String((await upstream.call('auth.test', {})).user_id);
  const named = options.channels ?? (await upstream.channels());
  const directory = createDirectory(upstream, botUserId);
  const people = createPeopleBook();
  const tokens: Tokens = { bot: new Set([options.botToken]), revoked: new Set() };
  const views = createViewBook();
  const server = createServer((request, response) => {
    const id =
      request.url?.startsWith(FILES) === true ? request.url.slice(FILES.length) : undefined;
    if (id === undefined) void handle(request, response);
    else void giveFile(id, { apiUrl: options.upstream, token: options.botToken }, response);
  });
  const reader = (): Reader => ({
    timeZone,
    now: now(),
    files: `http://127.0.0.1:${port}${FILES}`,
  });
  const doors = createResponseDoors(reader);
  const relay = createSocketRelay(server, (envelope) =>
    doors.through(asSlackSends(envelope, views, now()), `127.0.0.1:${port}`),
  );
  const slack: Slack = {
    upstream,
    directory,
    memory: createMessageMemory(),
    people,
    views,
    botUserId,
    reader,
    through: (socket) => relay.through(socket, `127.0.0.1:${port}`),
  };
  const retryAfter = createRateLimiter(options.rateLimits ?? {}, now);
  const faults = createFaults<{ method: string; channel: string | undefined }>([
    'method',
    'channel',
  ]);
  const calls: SlackCall[] = [];

  const idOf = (channel: string): string => {
    const bare = channel.replace(/^#/, '');
    return named.find(({ name }) => name === bare)?.id ?? channel;
  };

  const act = async (call: Call, entry: SlackCall): Promise<Answer> => {
    try {
      authorize(call, options.appToken, tokens);
      const wait = retryAfter(call.method, entry.channel);
      if (wait !== undefined) {
        entry.outcome = 'ratelimited';
        return rateLimited(wait);
      }
      const method = Object.hasOwn(METHODS, call.method) ? METHODS[call.method] : undefined;
      const result: Json =
        method === undefined
          ? await upstream.pass(call.raw.path, call.raw.body, call.raw.contentType)
          : await method(slack, call);
      entry.accepted = result.ok === true;
      entry.outcome = result.ok === true ? 'ok' : String(result.error);
      if (typeof result.ts === 'string') entry.ts = result.ts;
      return { status: 200, body: JSON.stringify(result) };
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      entry.outcome = error.message;
      return refused(error);
    }
  };

  const respond = async (
    request: IncomingMessage,
    response: ServerResponse,
    behind: string,
    at: number,
  ): Promise<void> => {
    const { args, outcome, answer: said } = await doors.pass(request, behind);
    const [channel, ts] = [undefined, undefined];
    const accepted = outcome === 'ok';
    calls.push({ at, method: 'response_url', args, channel, outcome, accepted, ts, isOver: true });
    return answer(response, undefined, async () => said, WORDS);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = now();
    const behind = doors.behind(request.url);
    if (behind !== undefined) return respond(request, response, behind, at);
    let call: Call;
    try {
      call = await readCall(request);
    } catch (error) {
      const refusal = error instanceof SlackRefusal ? error : new SlackRefusal('internal_error');
      const outcome = refusal.message;
      const method = methodOf(request);
      calls.push({
        at,
        method,
        args: {},
        channel: undefined,
        outcome,
        accepted: false,
        ts: undefined,
        isOver: true,
      });
      return answer(response, undefined, async () => refused(refusal), WORDS);
    }
    const { method, args } = call;
    const channel = typeof args.channel === 'string' ? idOf(args.channel) : undefined;
    const entry: SlackCall = {
      at,
      method,
      args,
      channel,
      outcome: 'pending',
      accepted: false,
      ts: undefined,
      isOver: false,
    };
    calls.push(entry);
    response.once('close', () => (entry.isOver = true));
    const fault = faults.take({ method, channel });
    try {
      await answer(response, fault, () => act(call, entry), WORDS);
    } catch (error) {
      // The local Slack is gone or answers nonsense.
      entry.outcome = `internal_error: ${error instanceof Error ? error.message : String(error)}`;
      return answer(response, undefined, async () => WORDS.failed(500), WORDS);
    }
    if (fault !== undefined && fault.kind !== 'slow') entry.outcome = fault.kind;
  };

  const { port, stop } = await listen(server, options.port);
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    calls,
    faults: {
      ...faults,
      next: ({ channel, ...fault }) =>
        faults.next(channel === undefined ? fault : { ...fault, channel: idOf(channel) }),
    },
    channels: {
      archive: (channel) => directory.archive(idOf(channel)),
      unarchive: (channel) => directory.unarchive(idOf(channel)),
      rename: (channel, name) => directory.rename(idOf(channel), name),
      leave: (channel) => directory.leave(idOf(channel)),
      join: (channel) => directory.join(idOf(channel)),
    },
    people,
    tokens: {
      issue: (token) => void tokens.bot.add(token),
      revoke: (token) => void tokens.revoked.add(token),
    },
    async stop() {
      relay.stop();
      await stop();
    },
  };
}

interface Tokens {
  readonly bot: Set<string>;
  readonly revoked: Set<string>;
}

/** Source: https://docs.slack.dev/reference/methods/auth.test#errors */
function authorize({ method, token }: Call, appToken: string, { bot, revoked }: Tokens): void {
  if (!/^[a-z]+(\.[A-Za-z]+)+$/.test(method)) throw new SlackRefusal('unknown_method');
  if (method === 'api.test') return;
  if (token === undefined) throw new SlackRefusal('not_authed');
  if (revoked.has(token)) throw new SlackRefusal('token_revoked');
  const isApp = token === appToken;
  const isBot = bot.has(token);
  if (method === 'apps.connections.open' ? isApp : isBot) return;
  throw new SlackRefusal(isApp || isBot ? 'not_allowed_token_type' : 'invalid_auth');
}

/** Errors come with status 200. Source: https://docs.slack.dev/apis/web-api/#responses */
function refused({ message, messages }: SlackRefusal): Answer {
  const details =
    messages.length === 0
      ? {}
      : {
          errors: messages.map((one) => one.replace('[ERROR] ', '')),
          response_metadata: { messages },
        };
  return { status: 200, body: JSON.stringify({ ok: false, error: message, ...details }) };
}

/** Source: https://docs.slack.dev/apis/web-api/rate-limits */
function rateLimited(seconds: number): Answer {
  return {
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: JSON.stringify({ ok: false, error: 'ratelimited' }),
  };
}

const WORDS = {
  rateLimited,
  failed: (status: number): Answer => ({
    status,
    body: JSON.stringify({ ok: false, error: 'internal_error' }),
  }),
};
