import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSlowWork, type SlowWork } from '../../src/app/slow-work.ts';
import { KEYS } from '../../src/app/wiring.ts';
import { createSlackClient } from '../../src/delivery/slack/client.ts';
import type { ChatReport } from '../../src/handlers/carry-out.ts';
import type { Answer } from '../../src/handlers/answer.ts';
import { slowVerb } from '../../src/handlers/commands/command.ts';
import { TryAgain, type Job } from '../../src/handlers/jobs/job.ts';
import { slowJobId } from '../../src/jobs/slow-queue.ts';
import type { Asker } from '../../src/handlers/access/access.ts';
import type { ChatRequest } from '../../src/handlers/request.ts';
import { createRedisAudit } from '../../src/store/redis/audit.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { noTools } from '../support/no-tools.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { startSlackStandIn, type SlackStandIn } from '../support/slack-stand-in.ts';
import { until } from '../support/wait.ts';

let redis: TestRedis;
let slack: SlackStandIn;
let works: { readonly replica: string; readonly job: Job }[];
let reports: ChatReport[];
let running: SlowWork[];
/** What the command does, by what was written behind it. */
let work: (what: string, job: Job) => Promise<Answer>;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

beforeEach(async () => {
  await redis.client.flushall();
  slack = await startSlackStandIn();
  works = [];
  reports = [];
  running = [];
});
afterEach(async () => {
  for (const one of running) await one.close();
  await slack.stop();
});

/** One of the replicas. */
function replica(name: string): SlowWork {
  const client = createSlackClient('xoxb-1', slack.apiUrl);
  const command = {
    name: '/slow',
    summary: 'takes its time',
    examples: [],
    verbs: [
      slowVerb({
        name: '',
        usage: '',
        summary: 'takes its time',
        role: 'viewer',
        options: {},
        work: async ({ words }, _, job) => {
          works.push({ replica: name, job });
          return work(words[0]?.text ?? '', job);
        },
      }),
    ],
  };
  const one: SlowWork = createSlowWork(
    {
      redis: redis.client,
      log: createLog({ level: 'debug', secrets: [], destination: { write: () => {} } }),
      address: { url: redis.url },
      trouble: () => {},
    },
    {
      slack: client,
      registry: { commands: [command], actions: [], views: [] },
      tools: () => ({ ...noTools(Date.now, slack.apiUrl), jobs: one.jobs }),
      onDone: (report) => reports.push(report),
    },
  );
  running.push(one);
  one.run();
  return one;
}

/** Has something done for somebody. */
async function ask(one: SlowWork, text: string, person = 'U0ANA'): Promise<string> {
  const request: ChatRequest = {
    type: 'command',
    id: `${person} ${text}`,
    traceId: 'abc123',
    at: Date.now(),
    person: { id: person, name: 'ana' },
    command: '/slow',
    text,
    channelId: 'C0OPS',
    responseUrl: slack.responseUrl,
    triggerId: 'trigger',
  };
  const asker: Asker = {
    id: person,
    name: 'Ana',
    actor: `slack:${person}`,
    role: 'viewer',
    why: '',
  };
  await one.jobs.submit(request, asker);
  return slowJobId(request.id);
}

/** Work that goes on until it is stopped. */
function endless(_: string, { signal, progress }: Job): Promise<Answer> {
  progress('reading 6 January', 0.42);
  const { promise, reject } = Promise.withResolvers<Answer>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return promise;
}

describe('slow work on Redis', () => {
  test('is cancelled through any replica, and once: it stops where it is done', async () => {
    work = endless;
    const doing = replica('doing');
    const id = await ask(doing, 'a');
    await until('it shows', () => slack.messages.length > 0);
    const other = replica('other');
    expect(await other.jobs.find(id)).toMatchObject({ command: '/slow', person: { id: 'U0ANA' } });
    const deed = { actor: 'slack:U0BEN', action: 'job-cancelled', object: '/slow a' } as const;
    expect(await other.jobs.cancel(id, 'Ben', deed)).toBe(true);
    expect(await other.jobs.cancel(id, 'Ben', deed)).toBe(false);
    await until('its message says so', () =>
      slack.messages[0]?.blocks.includes('Cancelled by Ben'),
    );
    expect(works.map(({ replica, job }) => [replica, job.signal.aborted])).toEqual([
      ['doing', true],
    ]);
    await until('it is over', async () => (await other.jobs.find(id)) === undefined);
    expect(slack.messages).toHaveLength(1);
    const deeds = [];
    for await (const { actor, action } of createRedisAudit(redis.client, KEYS).list()) {
      deeds.push({ actor, action });
    }
    expect(deeds).toEqual([{ actor: 'slack:U0BEN', action: 'job-cancelled' }]);
  });

  test('goes on in another replica when its own ends: in the same message', async () => {
    work = endless;
    const doing = replica('doing');
    await ask(doing, 'a');
    await until('it shows', () => slack.messages.length > 0);
    work = async () => ({ text: 'all is well' });
    replica('other');
    await doing.close();
    await until('it is told', () => slack.messages[0]?.text === 'all is well');
    expect(slack.messages).toHaveLength(1);
    expect(works.map(({ replica }) => replica)).toEqual(['doing', 'other']);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['done']);
  });

  test('is begun again after a failure that may pass, and a redelivery asks for nothing new', async () => {
    work = async () => {
      if (works.length === 1) throw new TryAgain('the history can not be read');
      return { text: 'all is well' };
    };
    const one = replica('one');
    await ask(one, 'a');
    await until('it waits', () => slack.messages[0]?.blocks.includes('Tried 1 of 4 times'));
    await ask(one, 'a');
    await until('it is told', () => slack.messages[0]?.text === 'all is well');
    await ask(one, 'a');
    expect(works).toHaveLength(2);
  });

  test('is done four at a time, of one person two; who has five is refused', async () => {
    const ends: (() => void)[] = [];
    let most = 0;
    let atOnce = 0;
    work = async (what) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      const { promise, resolve } = Promise.withResolvers<void>();
      ends.push(resolve);
      await promise;
      atOnce -= 1;
      return { text: `done ${what}` };
    };
    const replicas = [replica('one'), replica('two')] as const;
    for (const [index, text] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      await ask(replicas[index % 2 === 0 ? 0 : 1], text);
    }
    await expect(ask(replicas[0], 'f')).rejects.toThrow('you have 5 of these under way already');
    for (const person of ['U1', 'U2', 'U3']) await ask(replicas[1], 'x', person);
    await until('four are done', () => works.length === 4);
    const waiting = () => slack.messages.filter(({ blocks }) => blocks.includes('Waits'));
    await until('the others wait', () => waiting().length === 4);
    expect(most).toBe(4);
    expect(waiting().filter(({ blocks }) => blocks.includes('others of yours'))).toHaveLength(3);
    await until('all are told', () => {
      for (const end of ends.splice(0)) end();
      return reports.length === 8;
    });
    expect(most).toBe(4);
    expect(works).toHaveLength(8);
  });
});
