import { isAtLeast } from '../alert/chat-role.ts';
import { Mistake } from '../config/mistake.ts';
import {
  askerOf,
  refusal,
  type AccessRules,
  type AccessTools,
  type Asker,
} from './access/access.ts';
import { say, type Answer } from './answer.ts';
import { prepareCommand } from './commands/prepare.ts';
import type { Step, Tools } from './handling.ts';
import { listAnswer } from './list.ts';
import type { Registry } from './registry.ts';
import { requestSchema, type ChatRequest } from './request.ts';

/** After so long, in milliseconds, nobody expects any more that it is done; nor is there a way to answer. */
const TOO_LATE = 30 * 60_000;

export interface CarryOutParts extends AccessTools {
  readonly registry: Registry;
  readonly access: AccessRules;
  readonly tools: Tools;
  readonly onDone: (report: ChatReport) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What those who watch the chat are told of each request. */
export interface ChatReport {
  readonly request: ChatRequest;
  readonly outcome: 'done' | 'refused' | 'mistake' | 'failed' | 'too late';
  readonly asker?: Asker;
  /** What went wrong, where that is a fault of ours or of a service. */
  readonly error?: unknown;
}

/**
 * Carries out what somebody asked for, and answers. Here and nowhere else it is looked whether they may.
 * What goes wrong is told to them, with what to look for in the log.
 */
export async function carryOut(data: unknown, parts: CarryOutParts): Promise<void> {
  const request = requestSchema.parse(data);
  const { outcome, answer, ...rest } = await done(request, parts);
  let report: ChatReport = { request, outcome, ...rest };
  try {
    if (answer !== undefined) await say(answer, placeOf(request), parts.tools.slack);
  } catch (error) {
    report = { ...report, outcome: 'failed', error };
  }
  parts.onDone(report);
}

type Done = Omit<ChatReport, 'request'> & { readonly answer?: Answer | undefined };

async function done(request: ChatRequest, parts: CarryOutParts): Promise<Done> {
  if (parts.now() - request.at > TOO_LATE) {
    return {
      outcome: 'too late',
      answer: { text: `Tocsin was away, and did not do this: ${named(request)}.` },
    };
  }
  let asker: Asker | undefined;
  try {
    asker = await askerOf(request.person, parts.access, parts);
    const lacks = (needed: Step['role']): Done | undefined =>
      isAtLeast(asker?.role, needed) || asker === undefined
        ? undefined
        : { outcome: 'refused', asker, answer: { text: refusal(asker, needed, parts.access) } };
    const nothing = lacks('viewer');
    if (nothing !== undefined) return nothing;
    const step = stepOf(request, asker, parts);
    return lacks(step.role) ?? { outcome: 'done', asker, answer: await step.run() };
  } catch (error) {
    const known = asker === undefined ? {} : { asker };
    if (error instanceof Mistake) {
      const answer = listAnswer(`${sentence(error.message)}: ${error.hint}.`);
      return { outcome: 'mistake', ...known, answer };
    }
    const text = `Something went wrong, and it may not be done. The log says more of \`${request.traceId}\`.`;
    return { outcome: 'failed', error, ...known, answer: { text } };
  }
}

/** @throws Mistake for what there is not, or can't be read */
function stepOf(request: ChatRequest, asker: Asker, { registry, tools }: CarryOutParts): Step {
  switch (request.type) {
    case 'command': {
      const command = registry.commands.find(({ name }) => name === request.command);
      if (command === undefined) throw unknown(request);
      return prepareCommand(command, { ...tools, request, asker });
    }
    case 'action': {
      const action = registry.actions.find(({ id }) => id === request.actionId);
      if (action === undefined) throw unknown(request);
      return { role: action.role, run: () => action.run({ ...tools, request, asker }) };
    }
    case 'view': {
      const view = registry.views.find(({ id }) => id === request.view.callbackId);
      if (view === undefined) throw unknown(request);
      return { role: view.role, run: () => view.run({ ...tools, request, asker }) };
    }
    case 'home': {
      const { home } = registry;
      if (home === undefined) throw unknown(request);
      return { role: home.role, run: () => home.run({ ...tools, request, asker }) };
    }
  }
}

/** A replica with another version took it, which knows what this one does not. */
function unknown(request: ChatRequest): Mistake {
  return new Mistake(`this version does not know ${named(request)}`, 'try again soon');
}

function named(request: ChatRequest): string {
  switch (request.type) {
    case 'command':
      return request.command;
    case 'action':
      return request.actionId;
    case 'view':
      return request.view.callbackId;
    case 'home':
      return 'the home';
  }
}

function placeOf(request: ChatRequest) {
  const personId = request.person.id;
  if (request.type === 'view' || request.type === 'home') return { personId };
  return { personId, responseUrl: request.responseUrl, channelId: request.channelId };
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
