import { Mistake } from '../config/mistake.ts';
import type { Answer } from './answer.ts';
import { listAnswer } from './list.ts';
import type { ChatRequest } from './request.ts';
import { sentence } from './words.ts';

/** What can become of what somebody asked for; `queued` is slow work that is still to be done. */
export const OUTCOMES = [
  'done',
  'queued',
  'refused',
  'mistake',
  'failed',
  'too late',
  'cancelled',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** What went wrong, for who asked and for the log. */
export interface Failed {
  readonly outcome: 'mistake' | 'failed';
  readonly answer: Answer;
  /** Where it is a fault of ours or of a service. */
  readonly error?: unknown;
}

/** What somebody is told whose request went wrong: how to mend it, or what to look for in the log. */
export function failedWith(error: unknown, { traceId }: Pick<ChatRequest, 'traceId'>): Failed {
  if (error instanceof Mistake) {
    return { outcome: 'mistake', answer: listAnswer(`${sentence(error.message)}: ${error.hint}.`) };
  }
  const text = `Something went wrong, and it may not be done. The log says more of \`${traceId}\`.`;
  return { outcome: 'failed', error, answer: { text } };
}
