import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../listen.ts';
import type { Json } from '../../src/delivery/slack/limits/problem.ts';
import { readCall, SlackRefusal } from './call.ts';
import { createMessages } from './small/messages.ts';
import { PAGE_HEADERS, renderPage } from './small/page.ts';
import { callMethod, writeAs, type Small } from './small/web-api.ts';
import {
  plannedFields,
  planWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from './workspace-plan.ts';

const PARTS: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  '/page.css': { type: 'text/css', text: readPart('page.css') },
  '/page.js': { type: 'text/javascript', text: readPart('page.js') },
};

/**
 * Starts a Slack of our own for platforms without the real local one: the Web API methods that the
 * bot uses, and a page to look at. It takes no Socket Mode, so no commands and no clicks.
 *
 * @throws Error when the port is taken.
 */
export async function startSmallWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const plan = planWorkspace(options);
  const watchers = new Set<ServerResponse>();
  const messages = createMessages(() => {
    for (const watcher of watchers) watcher.write('data: changed\n\n');
  }, Date.now);
  const small: Small = { plan, messages };

  const watch = (response: ServerResponse): void => {
    watchers.add(response);
    response.on('close', () => watchers.delete(response));
    // `retry` is in milliseconds: so soon does a page come back to a demo that was started anew.
    send(response, 'text/event-stream', 'retry: 1000\n\n', 'to be continued');
  };
  const server = createServer((request, response) => {
    const path = pathOf(request);
    const part = PARTS[path];
    if (path === '/') send(response, 'text/html', renderPage(small));
    else if (part !== undefined) send(response, part.type, part.text);
    else if (path === '/changes') watch(response);
    else void answerCall(small, request, response);
  });
  const { port, stop } = await listen(server, options.port);
  const fields = plannedFields(plan);
  const url = `http://127.0.0.1:${port}`;
  return {
    ...fields,
    kind: 'small',
    url,
    apiUrl: `${url}/api/`,
    appToken: '',
    signingSecret: '',
    messages: async (name) => [...messages.in(fields.channelId(name))],
    stop,
  };
}

async function answerCall(
  small: Small,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { method, args } = await readCall(request);
    const answer = method === '' ? control(small, request, args) : callMethod(small, method, args);
    send(response, 'application/json', JSON.stringify(answer));
  } catch (error) {
    const why = error instanceof SlackRefusal ? error.message : 'internal_error';
    send(response, 'application/json', JSON.stringify({ ok: false, error: why }));
  }
}

/** What the proxy and tests use beside the Web API: the same addresses as the real local Slack's. */
function control(small: Small, { url = '/', method }: IncomingMessage, args: Json): Json {
  const [, name, channel = ''] = /^\/_control\/(\w+)(?:\/(\w+))?$/.exec(url) ?? [];
  switch (`${method} ${name}`) {
    case 'GET messages':
      return { ok: true, messages: small.messages.in(channel) };
    case 'POST message':
      return writeAs(small, args);
    case 'POST reset':
      small.messages.clear();
      return { ok: true };
    default:
      return { ok: false, error: 'not_found' };
  }
}

function send(
  response: ServerResponse,
  type: string,
  text: string,
  more: 'complete' | 'to be continued' = 'complete',
): void {
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': `${type}; charset=utf-8` });
  if (more === 'complete') response.end(text);
  else response.write(text);
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return URL.parse(url, 'http://127.0.0.1')?.pathname ?? '';
}

function readPart(name: string): string {
  return readFileSync(new URL(`small/${name}`, import.meta.url), 'utf8');
}
