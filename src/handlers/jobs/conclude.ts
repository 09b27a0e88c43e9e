import { withinLimits } from '../../delivery/slack/limits/message.ts';
import type { Answer } from '../answer.ts';
import type { Outcome } from '../outcome.ts';
import type { JobParts } from './parts.ts';
import type { OpenRecord } from './record.ts';

/** What came of a job. */
export interface Conclusion {
  readonly outcome: Outcome;
  readonly answer: Answer;
  /** What went wrong, where that is a fault of ours or of a service. */
  readonly error?: unknown;
}

/** Keeps what came of a job, and lets the next have its turn: from then on it only has to be told. */
export async function conclude(
  record: OpenRecord,
  { answer, ...report }: Conclusion,
  { line, screen, onDone }: Pick<JobParts, 'line' | 'screen' | 'onDone'>,
): Promise<undefined> {
  const { text, blocks = [], isPublic = false } = answer;
  const { outcome } = report;
  const result = {
    outcome,
    at: screen.now(),
    isPublic,
    ...withinLimits({ text, blocks: [...blocks] }),
  };
  await record.keep({ ...record.now(), failures: 0, result });
  await line.leave(record.id);
  const { request, asker } = record.now();
  onDone({ request, asker, ...report });
}
