import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listen, type Listening } from '../../demo/listen.ts';
import { readBody } from '../../demo/request-body.ts';
import { Mistake } from '../../src/config/mistake.ts';
import { carryOut, type CarryOutParts, type ChatReport } from '../../src/handlers/carry-out.ts';
import { slowVerb, verb, type Command } from '../../src/handlers/commands/command.ts';
import type { CommandRequest } from '../../src/handlers/request.ts';
import { never, noTools } from '../support/no-tools.ts';

const NOW = 1_767_000_000_000;

/** Takes what is said: at `/hook` as a `response_url` does, elsewhere as the Web API. */
let slack: Listening;
let said: { path: string; body: string }[];
/** What `/hook` answers. */
let status: number;
let ran: string[];
let reports: ChatReport[];

beforeAll(async () => {
  slack = await listen(createServer((request, response) => void take(request, response)));
});
afterAll(() => slack.stop());
beforeEach(() => {
  said = [];
  status = 200;
  ran = [];
  reports = [];
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  said.push({ path, body: (await readBody(request, 100_000)).toString() });
  if (path === '/hook') response.writeHead(status).end();
  else response.end(JSON.stringify({ ok: true }));
}

const CASES: Command = {
  name: '/try',
  summary: 'does this and that',
  examples: [],
  verbs: [
    one('works', async () => ({ text: 'done' })),
    one('fails', () => Promise.reject(new Error('the disk is on fire'))),
    one('errs', () => Promise.reject(new Mistake('that is *none*', 'write another'))),
    one('admins', async () => ({ text: 'done' })),
    slowVerb({
      name: 'lasts',
      usage: '',
      summary: 'takes its time',
      options: {},
      role: 'responder',
      work: () => never(),
    }),
  ],
};

function one(name: string, run: () => Promise<{ text: string }>) {
  return verb({
    name,
    usage: '',
    summary: `it ${name}`,
    options: {},
    role: name === 'admins' ? 'admin' : 'viewer',
    run: () => {
      ran.push(name);
      return run();
    },
  });
}

async function ask(text: string, rest: Partial<CommandRequest> = {}, access = {}): Promise<string> {
  const url = `http://127.0.0.1:${slack.port}`;
  const request: CommandRequest = {
    type: 'command',
    id: 'trigger',
    traceId: 'abc123',
    at: NOW,
    person: { id: 'U0ANA', name: 'ana' },
    command: '/try',
    text,
    channelId: 'C0OPS',
    responseUrl: `${url}/hook`,
    triggerId: 'trigger',
    ...rest,
  };
  const tools = noTools(() => NOW, `${url}/api/`);
  const parts: CarryOutParts = {
    registry: { commands: [CASES], actions: [], views: [] },
    access: { default: 'viewer', viewer: [], responder: [], operator: [], admin: [], ...access },
    people: {
      profile: async () => ({ name: 'Ana Ruiz', standing: 'member' }),
      members: async () => new Set(),
    },
    onUnknown: () => {},
    onStale: () => {},
    onDone: (report) => reports.push(report),
    now: () => NOW,
    tools: {
      ...tools,
      jobs: {
        ...tools.jobs,
        submit: async (asked, { id }) => void ran.push(`${id} asks for ${asked.traceId}`),
      },
    },
  };
  await carryOut(request, parts);
  return said.at(-1)?.body ?? '';
}

describe('a request', () => {
  test('is carried out and answered where Slack said, to who asked alone', async () => {
    expect(JSON.parse(await ask('works'))).toEqual({
      text: 'done',
      response_type: 'ephemeral',
      replace_original: false,
    });
    expect(reports).toMatchObject([{ outcome: 'done', asker: { actor: 'slack:U0ANA' } }]);
  });

  test.each([
    ['another host', 'http://localhost:PORT/hook'],
    ['the service in which a cloud keeps its keys', 'http://169.254.169.254/latest/meta-data'],
    ['what only begins like Slack', 'https://hooks.slack.com.localhost:PORT/hook'],
    ['somebody’s credentials', 'http://slack:key@127.0.0.1:PORT/hook'],
    ['no address', 'hook'],
  ])('calls nobody but Slack, whatever the address is: %s', async (_, address) => {
    await ask('works', { responseUrl: address.replace('PORT', String(slack.port)) });
    expect(said.map(({ path }) => path)).toEqual(['/api/chat.postEphemeral']);
  });

  test('is answered through the Web API where that address does not work', async () => {
    status = 404;
    expect(await ask('works')).toContain('done');
    expect(said.map(({ path }) => path)).toEqual(['/hook', '/api/chat.postEphemeral']);
    expect(await ask('works --public')).toContain('done');
    expect(said.at(-1)?.path).toBe('/api/chat.postMessage');
  });

  test('that fails is answered with what to look for in the log', async () => {
    const answer = await ask('fails');
    expect(answer).toContain('`abc123`');
    expect(answer).not.toContain('fire');
    expect(reports).toMatchObject([
      {
        outcome: 'failed',
        request: { traceId: 'abc123' },
        error: new Error('the disk is on fire'),
      },
    ]);
  });

  test('with a mistake is answered with what to write, as plain text', async () => {
    const { blocks } = JSON.parse(await ask('errs'));
    expect(blocks).toEqual([
      {
        type: 'section',
        text: { type: 'plain_text', text: 'That is *none*: write another.', emoji: false },
      },
    ]);
    expect(reports).toMatchObject([{ outcome: 'mistake' }]);
  });

  test('that takes more than somebody may do is not begun', async () => {
    expect(await ask('admins')).toContain('That takes the role *admin*');
    expect(ran).toEqual([]);
    expect(reports).toMatchObject([{ outcome: 'refused' }]);
  });

  test('for slow work is queued, with who asked, and answered by who does it; if they may ask', async () => {
    expect(await ask('lasts')).toContain('That takes the role *responder*');
    expect(await ask('lasts --fast', {}, { responder: ['U0ANA'] })).toContain('no option');
    expect(ran).toEqual([]);
    await ask('lasts', {}, { responder: ['U0ANA'] });
    expect(ran).toEqual(['U0ANA asks for abc123']);
    expect(said).toHaveLength(2);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['refused', 'mistake', 'queued']);
  });

  test('of who may do nothing is refused before it is read', async () => {
    expect(await ask('"never ending', {}, { default: 'none' })).toContain('you have none');
    expect(await ask('help', {}, { default: 'none' })).toContain('you have none');
    expect(reports.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  });

  test('that is too old is not done, and that is said', async () => {
    status = 404;
    expect(await ask('works', { at: NOW - 31 * 60_000 })).toContain('did%20not%20do%20this');
    expect(ran).toEqual([]);
    expect(reports).toMatchObject([{ outcome: 'too late' }]);
  });

  test('that a newer version took is answered so', async () => {
    expect(await ask('', { command: '/later' })).toContain('does not know /later');
  });

  test.each(['', 'help', '?'])('"%s" is answered with help', async (text) => {
    expect(await ask(text)).toMatch(/\/try works.*it works.*\/try admins.*role admin/su);
  });
});
