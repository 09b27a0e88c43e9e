import { isAtLeast } from '../alert/chat-role.ts';
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
import { nameOf } from './name-of.ts';
import { failedWith, type Outcome } from './outcome.ts';
import type { Registry } from './registry.ts';
import { requestSchema, type ChatRequest } from './request.ts';
import { stepOf } from './step-of.ts';

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
  readonly outcome: Outcome;
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
    const step = await stepOf(request, asker, parts);
    const refused = lacks(step.role);
    if (refused !== undefined) return refused;
    if ('work' in step) {
      await parts.tools.jobs.submit(request, asker);
      return { outcome: 'queued', asker };
    }
    const { showsAtHome } = step;
    return { outcome: 'done', asker, answer: await step.run(), showsAtHome };
  } catch (error) {
    return { ...failedWith(error, request), ...(asker !== undefined && { asker }) };
  }
}
