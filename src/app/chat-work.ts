import { createSlackClient } from '../delivery/slack/client.ts';
import { createPeople } from '../handlers/access/people.ts';
import { carryOut, type ChatReport } from '../handlers/carry-out.ts';
import type { Tools } from '../handlers/handling.ts';
import { REGISTRY } from '../handlers/index.ts';
import { createChatWorker } from '../jobs/chat-queue.ts';
import type { QueueWorker } from '../jobs/queue-worker.ts';
import type { ChartRenderer } from '../metrics/charts/renderer.ts';
import { startChatTools } from './chat-tools.ts';
import { queueOptionsOf } from './queue-options.ts';
import { createSlowWork } from './slow-work.ts';
import type { Wiring } from './wiring.ts';

export interface ChatWork extends QueueWorker {
  /** Goes over to another config. */
  change(next: Pick<Wiring, 'config' | 'policy'>): void;
}

/** Without a token nobody can ask for anything here. */
const NO_WORK: ChatWork = {
  run() {},
  pause() {},
  resume() {},
  change() {},
  close: async () => {},
};

/**
 * Carries out what people ask for in the chat. A part of who decides: with the config that decides, and
 * in a process of its own where the roles are shared out, so that no work keeps an acknowledgement waiting.
 */
export function createChatWork(wiring: Wiring, renderer: Pick<ChartRenderer, 'render'>): ChatWork {
  const { clock, log, registry = REGISTRY } = wiring;
  const { bot_token: token, api_url: apiUrl } = wiring.config.slack;
  if (token === '') return NO_WORK;
  const slack = createSlackClient(token, apiUrl);
  const chatLog = log.named('chat');
  const people = createPeople(slack, clock.now);
  const onUnknown = (error: unknown, what: string): void =>
    chatLog.warn({ error, what }, 'Slack does not say who it is');
  let { access } = wiring.config;
  const made = startChatTools(wiring, { slack, renderer, people, onUnknown });
  let tools = made.of(wiring.config, wiring.policy);
  const toolsNow = (): Tools => ({ ...tools, jobs: slow.jobs });
  const onDone = (report: ChatReport): void => reportChat(report, wiring);
  const slow = createSlowWork(wiring, { slack, registry, tools: toolsNow, onDone });
  const worker = createChatWorker(
    (request) =>
      carryOut(request, {
        registry,
        access,
        tools: toolsNow(),
        people,
        onUnknown,
        onStale: (error) => chatLog.warn({ error }, 'a home in Slack does not show what was done'),
        onDone,
        now: Date.now,
      }),
    {
      ...queueOptionsOf(wiring),
      onFailed: (error) => chatLog.error({ error }, 'what was asked for failed'),
    },
  );

  return {
    ...together(worker, slow),
    async close() {
      await Promise.all([worker.close(), slow.close()]);
      await made.close();
    },
    change({ config, policy }) {
      tools = made.of(config, policy);
      ({ access } = config);
    },
  };
}

/** Two workers as one. */
function together(one: QueueWorker, other: QueueWorker): Omit<QueueWorker, 'close'> {
  const both = [one, other];
  return {
    run: () => both.forEach((worker) => worker.run()),
    pause: () => both.forEach((worker) => worker.pause()),
    resume: () => both.forEach((worker) => worker.resume()),
  };
}

/** Logs and counts what became of what somebody asked for. */
function reportChat(
  { request, outcome, asker, error }: ChatReport,
  { log, metrics }: Pick<Wiring, 'log' | 'metrics'>,
): void {
  const { type, traceId: trace_id, person } = request;
  const what = request.type === 'command' ? request.command : type;
  metrics.asked({ what, outcome });
  const context = { trace_id, what, actor: asker?.actor ?? person.id, outcome };
  const chat = log.named('chat');
  if (outcome === 'failed') chat.error({ ...context, error }, 'what was asked for failed');
  else chat.info(context, 'was asked for');
}
