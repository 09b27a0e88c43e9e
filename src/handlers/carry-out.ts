import { isAtLeast } from '../alert/chat-role.ts';
import { Mistake } from '../config/mistake.ts';
import {
  askerOf,
  refusal,
  type AccessRules,
  type AccessTools,
  type Asker,
} from './access/access.ts';
import type { Answer } from './answer.ts';
import { answerTo } from './answering.ts';
import type { Step, Tools } from './handling.ts';
import { publishHome } from './home/publish.ts';
import { listAnswer } from './list.ts';
import type { Registry } from './registry.ts';
import { requestSchema, type ChatRequest } from './request.ts';
import { nameOf, stepOf } from './step-of.ts';
import { sentence } from './words.ts';

/** After so long, in milliseconds, nobody expects any more that it is done; nor is there a way to answer. */
const TOO_LATE = 30 * 60_000;

export interface CarryOutParts extends AccessTools {
  readonly registry: Registry;
  readonly access: AccessRules;
  readonly tools: Tools;
  readonly onDone: (report: ChatReport) => void;
  /** Told that somebody's home does not show what they did. */
  readonly onStale: (error: unknown) => void;
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
  const { registry, tools } = parts;
  const { outcome, answer, showsAtHome, ...rest } = await done(request, parts);
  let report: ChatReport = { request, outcome, ...rest };
  try {
    if (answer !== undefined) await answerTo(request, answer, { registry, slack: tools.slack });
  } catch (error) {
    report = { ...report, outcome: 'failed', error };
  }
  parts.onDone(report);
  const { asker } = rest;
  if (showsAtHome !== true || registry.home === undefined || asker === undefined) return;
  await publishHome(registry.home, { ...tools, request, asker }).catch(parts.onStale);
}

interface Done extends Omit<ChatReport, 'request'> {
  readonly answer?: Answer | undefined;
  readonly showsAtHome?: true | undefined;
}

async function done(request: ChatRequest, parts: CarryOutParts): Promise<Done> {
  if (parts.now() - request.at > TOO_LATE) {
    return {
      outcome: 'too late',
      answer: { text: `Tocsin was away, and did not do this: ${nameOf(request)}.` },
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
    const { role, showsAtHome } = step;
    return lacks(role) ?? { outcome: 'done', asker, answer: await step.run(), showsAtHome };
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
