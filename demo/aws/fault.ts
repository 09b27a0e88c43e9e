import { setTimeout as delay } from 'node:timers/promises';
import { Refusal, type AwsAnswer } from './service.ts';

/**
 * What a call comes to in place of its answer. An error comes without the effect, or `after` it; `lost` has it and
 * `unheard` has not, and neither is ever answered; `late` is the right answer, so many milliseconds later.
 */
export type AwsFault =
  | {
      readonly status: number;
      readonly code: string;
      readonly message?: string;
      readonly after?: true;
    }
  | { readonly late: number }
  | 'lost'
  | 'unheard';

/**
 * What is answered where the fault meets a call; undefined for nothing, ever.
 *
 * @throws Refusal
 */
export async function answerWith(
  fault: AwsFault | undefined,
  act: () => AwsAnswer,
): Promise<AwsAnswer | undefined> {
  if (fault === 'unheard') return undefined;
  if (fault === undefined) return act();
  if (fault === 'lost') {
    act();
    return undefined;
  }
  if ('late' in fault) {
    await delay(fault.late, undefined, { ref: false });
    return act();
  }
  if (fault.after) act();
  throw new Refusal(fault.code, fault.message ?? '', fault.status);
}
