import { expect } from 'vitest';
import { refuseBlocks } from '../../src/delivery/slack/limits/blocks.ts';
import type { Answer } from '../../src/handlers/answer.ts';
import type { Step, Tools } from '../../src/handlers/handling.ts';
import { REGISTRY } from '../../src/handlers/index.ts';
import { stepOf } from '../../src/handlers/step-of.ts';

/** What somebody types. */
export interface Typed {
  readonly command: string;
  readonly text: string;
  readonly tools: Tools;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly role?: 'viewer' | 'admin';
  /** Another one is another wish. */
  readonly traceId?: string;
}

/** What is done for a command that Ana types into a channel. */
export function stepFor({
  command,
  text,
  tools,
  at,
  role = 'viewer',
  traceId = 'abc123',
}: Typed): Promise<Step> {
  const request = {
    type: 'command',
    id: 'trigger',
    traceId,
    at,
    person: { id: 'U0ANA', name: 'ana' },
    command,
    text,
    channelId: 'C0OPS',
    responseUrl: '',
    triggerId: 'trigger',
  } as const;
  const asker = { id: 'U0ANA', name: 'Ana', actor: 'slack:U0ANA', role, why: '' } as const;
  return stepOf(request, asker, { registry: REGISTRY, tools });
}

/** The answer of a step, slow or not, which Slack would take. */
export async function answerOf(
  step: Step,
  progress: (far: string) => void = () => {},
): Promise<Answer> {
  const { signal } = new AbortController();
  const answer = 'work' in step ? await step.work({ signal, progress }) : await step.run();
  if (answer === undefined) throw new Error('there is no answer');
  expect(refuseBlocks(answer.blocks ?? [])).toBeUndefined();
  return answer;
}
