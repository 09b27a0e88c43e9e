import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../../demo/listen.ts';
import { readBody } from '../../demo/request-body.ts';

/** A message as the stand-in keeps it. */
export interface StandInMessage {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: string;
  readonly metadata: string;
}

/** The methods of Slack that one message and its pictures live by, and a `response_url`, for who needs no more of it. */
export interface SlackStandIn {
  readonly apiUrl: string;
  readonly responseUrl: string;
  readonly messages: StandInMessage[];
  /** What was called, oldest first; what was said at the `response_url` is `hook`. */
  readonly calls: { readonly method: string; readonly args: URLSearchParams }[];
  readonly uploads: Buffer[];
  /** Files that were shared in a channel. */
  readonly files: { readonly channel: string; readonly name: string; readonly text: string }[];
  /** How often Slack says of what was uploaded that it has not looked at it yet. */
  unseen: number;
  /** What a method answers next, and whether it does what it is asked all the same; by method. */
  readonly faults: Map<string, { readonly error: string; readonly isDone?: boolean }>;
  readonly stop: () => Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

/** Starts it. A talk with somebody has the id `D` and theirs. */
export async function startSlackStandIn(): Promise<SlackStandIn> {
  const messages: StandInMessage[] = [];
  const calls: SlackStandIn['calls'] = [];
  const files: SlackStandIn['files'] = [];
  const faults: SlackStandIn['faults'] = new Map();
  const uploads: Buffer[] = [];

  function written(args: URLSearchParams, ts: string): StandInMessage {
    const [channel, text, blocks, metadata] = ['channel', 'text', 'blocks', 'metadata'].map(
      (name) => args.get(name) ?? '',
    );
    return {
      channel: channel ?? '',
      ts,
      text: text ?? '',
      blocks: blocks ?? '',
      metadata: metadata ?? '',
    };
  }

  function act(method: string, args: URLSearchParams): Json {
    switch (method) {
      case 'conversations.open':
        return { ok: true, channel: { id: `D${args.get('users')}` } };
      case 'chat.postMessage': {
        const message = written(args, `${messages.length + 1}.000`);
        messages.push(message);
        return { ok: true, channel: message.channel, ts: message.ts };
      }
      case 'chat.update': {
        const index = messages.findIndex(({ ts }) => ts === args.get('ts'));
        if (index < 0) return { ok: false, error: 'message_not_found' };
        const { metadata = '' } = messages[index] ?? {};
        // Slack keeps the metadata of a message that is updated without any.
        const next = written(args, args.get('ts') ?? '');
        messages[index] = { ...next, metadata: next.metadata || metadata };
        return { ok: true };
      }
      case 'conversations.history': {
        const found = messages.filter(({ channel }) => channel === args.get('channel'));
        const shown = found.map(({ ts, metadata }) => ({ ts, metadata: JSON.parse(metadata) }));
        return { ok: true, messages: shown };
      }
      case 'files.getUploadURLExternal':
        return { ok: true, upload_url: `${url}/upload`, file_id: 'F0GRAPH' };
      case 'files.info': {
        standIn.unseen -= 1;
        return {
          ok: true,
          file: { id: 'F0GRAPH', mimetype: standIn.unseen < 0 ? 'image/png' : '' },
        };
      }
      case 'files.list':
        return { ok: true, files: files.filter(({ channel }) => channel === args.get('channel')) };
      case 'chat.getPermalink':
        return { ok: true, permalink: 'https://slack.example/message' };
      case 'files.completeUploadExternal': {
        const channel = args.get('channel_id');
        const name = /"title":"([^"]*)"/u.exec(args.get('files') ?? '')?.[1] ?? '';
        const text = uploads.at(-1)?.toString() ?? '';
        if (channel !== null) files.push({ channel, name, text });
        return { ok: true };
      }
      default:
        return { ok: true };
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.url?.split('/').at(-1) ?? '';
    const raw = await readBody(request, 1_000_000);
    if (method === 'upload') uploads.push(raw);
    const body = method === 'upload' ? '' : raw.toString();
    const args = new URLSearchParams(method === 'hook' ? { body } : body);
    calls.push({ method, args });
    const fault = faults.get(method);
    faults.delete(method);
    const answer = fault === undefined || fault.isDone === true ? act(method, args) : {};
    const said = fault === undefined ? answer : { ok: false, error: fault.error };
    response.writeHead(['hook', 'upload'].includes(method) && fault !== undefined ? 404 : 200);
    response.end(JSON.stringify(said));
  }

  const { port, stop } = await listen(createServer((...both) => void handle(...both)));
  const url = `http://127.0.0.1:${port}`;
  const addresses = { apiUrl: `${url}/api/`, responseUrl: `${url}/hook` };
  const standIn: SlackStandIn = {
    ...addresses,
    messages,
    calls,
    files,
    uploads,
    unseen: 0,
    faults,
    stop,
  };
  return standIn;
}
