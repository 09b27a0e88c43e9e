import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLookup } from '../../../src/delivery/slack/lookup.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import type { Carried } from '../../../src/engine/ports/job-in-hand.ts';
import { Mistake } from '../../../src/config/mistake.ts';
import type { Answer } from '../../../src/handlers/answer.ts';
import type { ChatReport } from '../../../src/handlers/carry-out.ts';
import { slowVerb } from '../../../src/handlers/commands/command.ts';
import { TryAgain, type Job } from '../../../src/handlers/jobs/job.ts';
import type { JobParts } from '../../../src/handlers/jobs/parts.ts';
import { runJob } from '../../../src/handlers/jobs/run-job.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { noTools } from '../../support/no-tools.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { until } from '../../support/wait.ts';

const ASKED_AT = 1_767_000_000_000;
const ID = 'sabc';
const WIDE = { capacity: 1_000, perSecond: 1_000 };
const DEED = { actor: 'slack:U0BEN', action: 'job-cancelled', object: '/slow' } as const;

let slack: SlackStandIn;
let store: MemoryStore;
let now: number;
let record: object;
let works: Job[];
let reports: ChatReport[];
/** What the command does. */
let work: (job: Job) => Promise<Answer>;
let stopping: AbortController;
let parts: JobParts;

beforeEach(async () => {
  slack = await startSlackStandIn();
  now = ASKED_AT;
  store = createMemoryStore(() => now);
  works = [];
  reports = [];
  work = async () => ({ text: 'all is well' });
  stopping = new AbortController();
  record = asked('');
  const client = createSlackClient('xoxb-1', slack.apiUrl);
  const { limiter } = store;
  parts = {
    registry: { commands: [SLOW], actions: [], views: [] },
    tools: noTools(() => now, slack.apiUrl),
    line: store.jobs,
    screen: {
      slack: client,
      limiter,
      lookup: createLookup(client, store, { list: WIDE, read: WIDE }),
      updates: { key: 'updates', ...WIDE },
      posts: (channel) => ({ key: channel, ...WIDE }),
      now: () => now,
    },
    pace: { look: 5, show: 0, showAgain: 0 },
    stopping: stopping.signal,
    onDone: (report) => reports.push(report),
  };
});
afterEach(() => slack.stop());

const SLOW = {
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
      work: async (_, __, job) => {
        works.push(job);
        return work(job);
      },
    }),
  ],
};

function asked(text: string): object {
  const request = {
    type: 'command',
    id: 'trigger',
    traceId: 'abc123',
    at: ASKED_AT,
    person: { id: 'U0ANA', name: 'ana' },
    command: '/slow',
    text,
    channelId: 'C0OPS',
    responseUrl: slack.responseUrl,
    triggerId: 'trigger',
  };
  const asker = { id: 'U0ANA', name: 'Ana *Ruiz*', actor: 'slack:U0ANA', role: 'viewer', why: '' };
  return { request, asker };
}

/** Hands the job over once, as the queue does. */
function handOver(interruptions = 0, token = 'a'): Promise<Carried> {
  const data: unknown = JSON.parse(JSON.stringify(record));
  const keep = async (next: object) => void (record = next);
  return runJob({ id: ID, data, at: ASKED_AT, token, interruptions, keep }, parts);
}

/** Work that goes on until it is stopped. */
function endless({ signal, progress }: Job): Promise<Answer> {
  progress('reading 6 January', 0.42);
  const { promise, reject } = Promise.withResolvers<Answer>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return promise;
}

function shown(): string {
  return slack.messages.map(({ text, blocks }) => text + blocks).join('\n');
}

function called(method: string): number {
  return slack.calls.filter((call) => call.method === method).length;
}

const GRAPH: Answer = {
  text: 'latest 240 ms',
  blocks: [
    { type: 'section', text: { type: 'plain_text', text: 'latest 240 ms' } },
    { type: 'image', slack_file: { id: 'F0GRAPH12' }, alt_text: 'a graph' },
  ],
};

describe('slow work that answers with a graph', () => {
  beforeEach(() => {
    work = async () => GRAPH;
    parts = { ...parts, pace: { look: 5, show: 60_000, showAgain: 0 } };
  });

  test('is answered in a message of the channel, also when it is done soon', async () => {
    record = asked('--public');
    expect(await handOver()).toBe('over');
    expect(slack.messages).toMatchObject([{ channel: 'C0OPS', text: 'latest 240 ms' }]);
    expect(shown()).toContain('"slack_file":{"id":"F0GRAPH12"}');
    expect(shown()).not.toContain('job:cancel');
    expect(called('hook')).toBe(0);
  });

  test('is answered in a direct message where the bot may not post, and says so', async () => {
    record = asked('--public');
    slack.faults.set('chat.postMessage', { error: 'not_in_channel' });
    expect(await handOver()).toBe('over');
    expect(slack.messages).toMatchObject([{ channel: 'DU0ANA', text: 'latest 240 ms' }]);
    const said = slack.calls.find(({ method }) => method === 'hook')?.args.get('body');
    expect(said).toContain(
      'The bot is not in this channel: the answer is in <https://slack.example',
    );
  });

  test('is told without its graph where no message can be posted at all', async () => {
    slack.faults.set('chat.postMessage', { error: 'invalid_blocks' });
    expect(await handOver()).toEqual({ again: 1_000 });
    expect(await handOver()).toBe('over');
    const said = slack.calls.find(({ method }) => method === 'hook')?.args.get('body') ?? '';
    expect(said).toContain('latest 240 ms');
    expect(said).not.toContain('slack_file');
  });

  test('whose post was cut off is not posted twice', async () => {
    record = asked('--public');
    slack.faults.set('chat.postMessage', { error: 'fatal_error', isDone: true });
    expect(await handOver()).toMatchObject({ again: expect.any(Number) });
    now += 10_000;
    expect(await handOver()).toBe('over');
    expect(slack.messages).toHaveLength(1);
    expect(shown()).toContain('F0GRAPH12');
  });
});

describe('slow work', () => {
  test('that is done soon is answered as any command is, and shows no progress', async () => {
    parts = { ...parts, pace: { look: 5, show: 60_000, showAgain: 0 } };
    expect(await handOver()).toBe('over');
    expect(slack.calls.map(({ method }) => method)).toEqual(['hook']);
    expect(slack.calls[0]?.args.get('body')).toContain('all is well');
    expect(reports).toMatchObject([{ outcome: 'done', asker: { id: 'U0ANA' } }]);
  });

  test('shows what, how far, for whom and since when, to who asked; then its answer, in one message', async () => {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    work = ({ progress }) => {
      progress('reading 6 January', 0.42);
      return promise;
    };
    record = asked('orders <!channel>');
    const over = handOver();
    await until('it shows', () => called('hook') > 0);
    const [message, ...others] = slack.messages;
    expect(others).toEqual([]);
    expect(message?.channel).toBe('DU0ANA');
    expect(message?.blocks).toContain('▓▓▓▓░░░░░░ 42 % · reading 6 January');
    expect(message?.blocks).toContain('"plain_text","text":"⏳ /slow orders <!channel>"');
    expect(message?.blocks).toContain('"plain_text","text":"asked by Ana *Ruiz*"');
    expect(message?.blocks).toContain(`<!date^${ASKED_AT / 1000}^{time} ({ago})`);
    expect(message?.blocks).toContain('"job:cancel"');
    expect(message?.text).not.toContain('<!channel>');
    expect(slack.calls.at(-1)?.args.get('body')).toContain('https://slack.example/message');
    now += 65_000;
    resolve({ text: 'all is well' });
    expect(await over).toBe('over');
    expect(slack.messages).toHaveLength(1);
    expect(shown()).toContain('all is well');
    expect(shown()).toContain('took 1 min');
    expect(shown()).not.toContain('job:cancel');
  });

  test('with --public shows all of that in the channel, or where the bot may not post, to who asked', async () => {
    for (const [error, channel] of [
      [undefined, 'C0OPS'],
      ['not_in_channel', 'DU0ANA'],
    ]) {
      slack.messages.length = 0;
      record = asked('--public');
      if (error !== undefined) slack.faults.set('chat.postMessage', { error });
      const { promise, resolve } = Promise.withResolvers<Answer>();
      work = () => promise;
      const over = handOver();
      await until('it shows', () => slack.messages.length > 0);
      resolve({ text: 'all is well' });
      await over;
      expect(slack.messages).toMatchObject([{ channel, text: 'all is well' }]);
    }
  });

  /** Work whose progress is another at each look; it ends when told. */
  function restless(): { readonly end: () => Promise<Carried> } {
    let look = 0;
    const line = {
      ...store.jobs,
      renew: async (id: string, token: string) => {
        works.at(-1)?.progress(`look ${(look += 1)}`);
        return store.jobs.renew(id, token);
      },
    };
    parts = { ...parts, line };
    const { promise, resolve } = Promise.withResolvers<Answer>();
    work = () => promise;
    const over = handOver();
    return {
      async end() {
        await until('it was looked after for a while', () => look > 20);
        resolve({ text: 'all is well' });
        return over;
      },
    };
  }

  test('edits its message now and then, however often it says how far it is', async () => {
    parts = { ...parts, pace: { ...parts.pace, showAgain: 60_000 } };
    expect(await restless().end()).toBe('over');
    expect([called('chat.postMessage'), called('chat.update')]).toEqual([1, 1]);
    parts = { ...parts, pace: { ...parts.pace, showAgain: 0 } };
    record = asked('');
    expect(await restless().end()).toBe('over');
    expect(called('chat.update')).toBeGreaterThan(3);
  });

  test('makes no edit that others may need, but that of its result', async () => {
    const updates = { key: 'updates', capacity: 1, perSecond: 0.001 };
    parts = { ...parts, screen: { ...parts.screen, updates } };
    expect(await restless().end()).toBe('over');
    expect([called('chat.postMessage'), called('chat.update')]).toEqual([1, 1]);
    expect(shown()).toContain('all is well');
  });

  test('stops when somebody cancels it, and the message says who did', async () => {
    work = endless;
    const over = handOver();
    await until('it shows', () => slack.messages.length > 0);
    await store.jobs.cancel(ID, 'Ben <!here>', DEED);
    expect(await over).toBe('over');
    expect(works[0]?.signal.aborted).toBe(true);
    expect(slack.messages).toHaveLength(1);
    expect(shown()).toContain('🚫 Cancelled by Ben <!here>');
    expect(slack.messages[0]?.text).not.toContain('<!here>');
    expect(reports).toMatchObject([{ outcome: 'cancelled' }]);
  });

  test('that is cancelled while it waits is never begun', async () => {
    await store.jobs.cancel(ID, 'Ben', DEED);
    expect(await handOver()).toBe('over');
    expect(works).toEqual([]);
    expect(slack.calls.map(({ method }) => method)).toEqual(['hook']);
  });

  test('says in words what it waits for', async () => {
    for (const [index, person] of ['ben', 'cleo', 'dan', 'eve', 'flo', 'gus'].entries()) {
      await store.jobs.take({ id: `j${index}`, person, at: index }, 'b');
    }
    expect(await handOver()).toEqual({ again: 1_000 });
    expect(slack.messages).toHaveLength(0);
    now += 5_000;
    expect(await handOver()).toEqual({ again: 1_000 });
    expect(shown()).toContain('Waits: third in the queue');
    await store.jobs.leave('j0');
    await store.jobs.take({ id: 'j4', person: 'flo', at: 4 }, 'b');
    expect(await handOver()).toEqual({ again: 1_000 });
    expect(shown()).toContain('Waits: second in the queue');
    for (const id of ['j1', 'j2', 'j3', 'j4', 'j5']) await store.jobs.leave(id);
    expect(await handOver()).toBe('over');
    expect(slack.messages).toHaveLength(1);
    expect(shown()).toContain('all is well');
  });

  test('of somebody with enough under way waits for their own', async () => {
    for (const id of ['j1', 'j2']) await store.jobs.take({ id, person: 'U0ANA', at: 1 }, 'b');
    now += 5_000;
    expect(await handOver()).toEqual({ again: 1_000 });
    expect(shown()).toContain('Waits for others of yours to be over');
  });

  test('fails in a way that may pass: it is tried again with pauses, and given up in words', async () => {
    work = async () => {
      throw new TryAgain('CloudWatch does not answer');
    };
    for (const failures of [1, 2, 3]) {
      expect(await handOver()).toEqual({ failures });
      expect(shown()).toContain(`CloudWatch does not answer. Tried ${failures} of 4 times`);
      // Nobody waits for it meanwhile.
      expect(store.state.jobs.size).toBe(0);
    }
    expect(await handOver()).toBe('over');
    expect(shown()).toContain('CloudWatch does not answer, though it was tried 4 times.');
    expect(slack.messages).toHaveLength(1);
    expect(reports).toMatchObject([{ outcome: 'failed', error: { name: 'TryAgain' } }]);
  });

  test('fails otherwise: it is not tried again', async () => {
    work = async () => {
      throw new Error('the disk is on fire');
    };
    expect(await handOver()).toBe('over');
    expect(slack.calls[0]?.args.get('body')).toContain('`abc123`');
    work = async () => {
      throw new Mistake('there is no such metric', 'write another');
    };
    record = asked('');
    expect(await handOver()).toBe('over');
    expect(slack.calls[1]?.args.get('body')).toContain('There is no such metric: write another.');
    expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'mistake']);
  });

  test('goes on elsewhere when its process is to end: in the same message', async () => {
    work = endless;
    const first = handOver();
    await until('it shows', () => slack.messages.length > 0);
    stopping.abort();
    expect(await first).toEqual({ again: 0 });
    expect(works[0]?.signal.aborted).toBe(true);
    parts = { ...parts, stopping: new AbortController().signal };
    work = async () => ({ text: 'all is well' });
    expect(await handOver(0, 'b')).toBe('over');
    expect(slack.messages).toMatchObject([{ text: 'all is well' }]);
  });

  test('stops in a process that lost it to another, and shows nothing more there', async () => {
    work = endless;
    const first = handOver();
    await until('it shows', () => slack.messages.length > 0);
    await store.jobs.take({ id: ID, person: 'U0ANA', at: ASKED_AT }, 'b');
    expect(await first).toEqual({ again: 1_000 });
    expect(works[0]?.signal.aborted).toBe(true);
    expect(called('chat.update')).toBe(0);
  });

  test('that was begun and cut off too often, or is too old, is not begun again; that is said', async () => {
    expect(await handOver(4)).toBe('over');
    expect(slack.calls[0]?.args.get('body')).toContain('interrupted 4 times');
    record = asked('');
    now += 61 * 60_000;
    expect(await handOver()).toBe('over');
    expect(slack.calls[1]?.args.get('body')).toContain('not done within an hour');
    expect(works).toEqual([]);
  });

  test('is done once, however long Slack does not take its result', async () => {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    work = () => promise;
    const over = handOver();
    await until('it shows', () => slack.messages.length > 0);
    slack.faults.set('chat.update', { error: 'service_unavailable' });
    resolve({ text: 'all is well' });
    expect(await over).toEqual({ failures: 1 });
    expect(store.state.jobs.size).toBe(0);
    slack.faults.set('chat.update', { error: 'fatal_error' });
    expect(await handOver()).toEqual({ failures: 2 });
    expect(await handOver()).toBe('over');
    expect(slack.messages).toMatchObject([{ text: 'all is well' }]);
    expect(works).toHaveLength(1);
  });

  test('whose message is gone is answered where it was asked', async () => {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    work = () => promise;
    const over = handOver();
    await until('it shows', () => called('hook') > 0);
    slack.messages.length = 0;
    resolve({ text: 'all is well' });
    expect(await over).toEqual({ again: 0 });
    expect(await handOver()).toBe('over');
    expect(slack.calls.at(-1)?.args.get('body')).toContain('all is well');
  });

  test('whose message may have been posted looks for it, and leaves none behind', async () => {
    work = endless;
    slack.faults.set('chat.postMessage', { error: 'fatal_error', isDone: true });
    const first = handOver();
    await until('it was posted', () => slack.messages.length > 0);
    stopping.abort();
    expect(await first).toEqual({ again: 0 });
    parts = { ...parts, stopping: new AbortController().signal };
    work = async () => ({ text: 'all is well' });
    expect(await handOver(0, 'b')).toEqual({ again: 5_000 });
    now += 5_000;
    expect(await handOver(0, 'b')).toBe('over');
    expect(slack.messages).toMatchObject([{ text: 'all is well' }]);
  });

  test('is shown to who asked also where the app lacks the scope to open a talk', async () => {
    slack.faults.set('conversations.open', { error: 'missing_scope' });
    work = endless;
    const over = handOver();
    await until('it shows', () => slack.messages.length > 0);
    expect(slack.messages[0]?.channel).toBe('U0ANA');
    stopping.abort();
    await over;
  });

  test('that can be shown nowhere is done all the same', async () => {
    slack.faults.set('chat.postMessage', { error: 'messages_tab_disabled' });
    const { promise, resolve } = Promise.withResolvers<Answer>();
    work = () => promise;
    const over = handOver();
    await until('Slack refused', () => called('chat.postMessage') > 0);
    resolve({ text: 'all is well' });
    expect(await over).toBe('over');
    expect(called('chat.postMessage')).toBe(1);
    expect(slack.calls.at(-1)?.args.get('body')).toContain('all is well');
  });
});
