import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { errorsConfig, startSentry, type SentryStandIn } from '../../../demo/sentry.ts';
import { madeUpErrors } from '../../../demo/sentry-errors.ts';
import { errorsAtHand } from '../../../src/app/metrics/errors-at-hand.ts';
import { createSlowWork, type SlowWork } from '../../../src/app/slow-work.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import type { Asker } from '../../../src/handlers/access/access.ts';
import { ERROR_BUTTONS } from '../../../src/handlers/actions/error.ts';
import { errorsCommand } from '../../../src/handlers/commands/errors.ts';
import type { Tools } from '../../../src/handlers/handling.ts';
import type { ActionRequest, ChatRequest, CommandRequest } from '../../../src/handlers/request.ts';
import { stepOf } from '../../../src/handlers/step-of.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { noTools } from '../../support/no-tools.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { until } from '../../support/wait.ts';

const NOW = Date.now();

let redis: TestRedis;
let slack: SlackStandIn;
let sentry: SentryStandIn;
let store: ReturnType<typeof createMemoryStore>;
let slow: SlowWork;
let tools: () => Tools;

const registry = { commands: [errorsCommand], actions: ERROR_BUTTONS, views: [] };

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

beforeEach(async () => {
  await redis.client.flushall();
  slack = await startSlackStandIn();
  sentry = await startSentry(madeUpErrors(NOW));
  const { config } = loadConfig({ text: errorsConfig(sentry.url), env: {} });
  if (config === undefined) throw new Error('the config is wrong');
  store = createMemoryStore(() => NOW);
  const errors = errorsAtHand(config, { ...store, now: () => NOW });
  if (errors === undefined) throw new Error('the config names a Sentry');
  tools = () => ({ ...noTools(() => NOW, slack.apiUrl), jobs: slow.jobs, errors });
  slow = createSlowWork(
    {
      redis: redis.client,
      log: createLog({ level: 'error', secrets: [], destination: { write: () => {} } }),
      address: { url: redis.url },
      trouble: () => {},
    },
    { slack: createSlackClient('xoxb-1', slack.apiUrl), registry, tools, onDone: () => {} },
  );
  slow.run();
});
afterEach(async () => {
  await slow.close();
  await Promise.all([slack.stop(), sentry.stop()]);
});

const ANA: Asker = { id: 'U0ANA', name: 'Ana', actor: 'slack:U0ANA', role: 'responder', why: '' };
const BEN: Asker = { id: 'U0BEN', name: 'Ben', actor: 'slack:U0BEN', role: 'responder', why: '' };

let asked = 0;

function common({ id }: Asker) {
  asked += 1;
  const traceId = String(asked).padStart(32, '0');
  return { id: `r${asked}`, traceId, at: Date.now(), person: { id, name: id }, triggerId: 't' };
}

function commandOf(text: string, asker = ANA): CommandRequest {
  const { responseUrl } = slack;
  return {
    ...common(asker),
    type: 'command',
    command: '/errors',
    text,
    channelId: 'C0OPS',
    responseUrl,
  };
}

function pressOf(actionId: string, value: string, asker = ANA): ActionRequest {
  const place = { channelId: 'C0OPS', responseUrl: slack.responseUrl };
  return { ...common(asker), type: 'action', actionId, blockId: 'b', value, ...place };
}

interface Said {
  readonly response_type: string;
  readonly text: string;
  readonly blocks: Parameters<typeof refuseBlocks>[0];
}

/** What is said next, to whom. */
async function said(request: ChatRequest, asker = ANA): Promise<Said> {
  const hooks = () => slack.calls.filter(({ method }) => method === 'hook');
  const before = hooks().length;
  await slow.jobs.submit(request, asker);
  const body = await until('it is answered', () => hooks()[before]?.args.get('body') ?? undefined);
  return JSON.parse(body);
}

const stepFor = (request: ChatRequest, asker = ANA) =>
  stepOf(request, asker, { registry, tools: tools() });

test('/errors shows only who asked how often errors came, and how that went', async () => {
  const { response_type, text, blocks } = await said(commandOf('7d'));
  expect(response_type).toBe('ephemeral');
  expect(text).toContain('4 unresolved errors over 7 d');
  expect(text).toContain('🟠 TypeError: Cannot read properties of undefined');
  expect(refuseBlocks(blocks)).toBeUndefined();
  const shown = JSON.stringify(blocks);
  expect(shown).toMatch(/24 h [▁-█]{8} 7 d [▁-█]{7} 30 d [▁-█]{10}/u);
  expect(shown).toContain('412 users');
  expect(shown).toContain('release shop@4.1.0');
  expect(shown).toContain('production, staging');
  expect(shown).toContain('Left out as expected: 1 error');
  expect(shown).toContain('<https://shop.sentry.io/issues/5101/|Sentry (shop.sentry.io)>');
  expect(shown).toContain('Should it come again, Sentry opens it again.');
});

test('text from outside is shown as it is, whatever stands in it, within what Slack takes', async () => {
  const evil = `<!channel> *bold* <https://evil.example|x> ${'long '.repeat(2_000)}`;
  const [first] = sentry.errors;
  if (first === undefined) throw new Error('there are errors');
  const places = Array.from({ length: 40 }, (_, at) => `${evil}${at}`);
  sentry.errors.splice(
    0,
    9,
    ...Array.from({ length: 30 }, (_, at) => ({
      ...first,
      id: `${at}`,
      shortId: `WEB-${at}`,
      type: `${evil}${at}`,
      message: evil,
      release: evil,
      environments: places,
    })),
  );
  const { text, blocks } = await said(commandOf(''));
  expect(refuseBlocks(blocks)).toBeUndefined();
  expect(text).not.toContain('<!channel>');
  for (const [, mrkdwn = ''] of JSON.stringify(blocks).matchAll(/"mrkdwn","text":"([^"]*)"/gu)) {
    expect(mrkdwn).not.toContain('channel');
    expect(mrkdwn).not.toContain('evil');
  }
  expect(JSON.stringify(blocks)).toContain('more: write project=');
});

test('Resolve at an error resolves it; everybody sees who did, and may take it back', async () => {
  const { blocks } = await said(commandOf(''));
  const [button] =
    JSON.stringify(blocks).match(/"action_id":"error:resolve","value":"[^"]*"/u) ?? [];
  expect(button).toContain('/errors resolve WEB-1A');
  const done = await said(pressOf('error:resolve', '/errors resolve WEB-1A'));
  expect(done.response_type).toBe('in_channel');
  expect(done.text).toContain('✅ Ana resolved WEB-1A');
  expect(refuseBlocks(done.blocks)).toBeUndefined();
  expect(JSON.stringify(done.blocks)).toContain('"value":"/errors reopen WEB-1A"');
  expect(sentry.errors[0]?.status).toBe('resolved');
  expect((await said(commandOf(''))).text).toContain('3 unresolved errors');

  const back = await said(pressOf('error:reopen', '/errors reopen WEB-1A', BEN), BEN);
  expect(back).toMatchObject({ response_type: 'in_channel' });
  expect(back.text).toContain('↩️ Ben reopened WEB-1A');
  expect(sentry.errors[0]?.status).toBe('unresolved');
  const deeds: string[] = [];
  for await (const { actor, action } of store.audit.list()) deeds.push(`${actor} ${action}`);
  expect(deeds).toEqual(['slack:U0ANA error-resolved', 'slack:U0BEN error-reopened']);
});

test('of two who resolve the same the second hears, alone, who was first', async () => {
  await said(commandOf('resolve web-1a'));
  const second = await said(commandOf('resolve WEB-1A', BEN), BEN);
  expect(second.response_type).toBe('ephemeral');
  expect(second.text).toContain('Ana resolved WEB-1A already');
  expect(sentry.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
});

test('what is wrong at Sentry only who asked hears, with what to do next', async () => {
  sentry.instead = ({ method }) => (method === 'PUT' ? { status: 403, body: '{}' } : undefined);
  const { response_type, text } = await said(commandOf('resolve WEB-1A'));
  expect(response_type).toBe('ephemeral');
  expect(text).toContain('Give it the scope event:write');
  expect((await said(commandOf('resolve WEB-ZZ'))).text).toContain('no error "WEB-ZZ"');
});

test('looking takes a viewer, resolving a responder; mistakes are said before anything is asked', async () => {
  expect(await stepFor(commandOf('7d sort=new'))).toMatchObject({ role: 'viewer' });
  for (const request of [
    commandOf('resolve WEB-1A'),
    pressOf('error:reopen', '/errors reopen WEB-1A'),
  ]) {
    expect(await stepFor(request)).toMatchObject({ role: 'responder', isPublic: true });
  }
  await expect(stepFor(commandOf('resolve'))).rejects.toThrow('nobody says which error');
  await expect(stepFor(commandOf('sort=newest'))).rejects.toThrow('not sorted by "newest"');
  await expect(stepFor(pressOf('error:resolve', 'x'))).rejects.toThrow('"x" is no error');
  expect(sentry.calls).toEqual([]);
});

test('where no Sentry is configured that is said', async () => {
  const none = { registry, tools: noTools(() => NOW) };
  await expect(stepOf(commandOf(''), ANA, none)).rejects.toThrow('the bot knows no Sentry');
});
