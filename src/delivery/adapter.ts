import type { Handle, IncidentState } from '../alert/group.ts';
import type { OutcomeEvent } from '../engine/event.ts';
import type { Journal, JournalStep, Said } from '../engine/ports/delivery-store.ts';
import type { Diagnosis } from '../engine/ports/troubles.ts';
import type { DeliveryView } from './view.ts';

/**
 * What a service made of a delivery.
 *
 * - `delivered`: it was accepted (or there was nothing to say: then it was `unasked`); with `said` not what
 *   was to be told now, but what an earlier attempt told, whose answer was lost; `remark` says whom it did
 *   not reach; with `incident` how a service in which people act takes the group from then on
 * - `retry`: not now
 * - `reject`: asking again would not help
 */
export type DeliveryResult =
  | {
      readonly outcome: 'delivered';
      readonly handle?: Handle;
      readonly said?: Said;
      /** Where it was told by a way that may not last. */
      readonly diagnosis?: Diagnosis;
      /** True where the service was not called, so nobody knows whether it answers. */
      readonly unasked?: true;
      readonly remark?: string;
      readonly incident?: IncidentState;
      /** Whom it called that was to call the next, or why nobody. */
      readonly called?: OutcomeEvent['called'];
    }
  | Retry
  | {
      readonly outcome: 'reject';
      readonly why: string;
      /** Where it is known what that means. */
      readonly diagnosis?: Diagnosis;
    };

/** A delivery that is not tried again. */
export type Settled = Exclude<DeliveryResult, Retry>;

export interface Retry {
  readonly outcome: 'retry';
  /**
   * When to ask again, in milliseconds, where somebody knows: the service said so, or it is our turn
   * then. Without it the call just failed, and the pauses grow from failure to failure.
   */
  readonly afterMs?: number;
  /** True where some of those it is for have it: who is left is tried again, and nobody stands in. */
  readonly isPartly?: true;
  readonly why: string;
  /** Where it is known what that means, and that it is not the service that does not answer. */
  readonly diagnosis?: Diagnosis;
}

/** Why a delivery waits when the service's limit, as we keep it, is used up. */
export const OWN_LIMIT = 'own rate limit';

/** What is written down as the result of a step by which certainly nobody was told. */
export const REFUSED = { refused: 'true' } as const;

/** Whether a step that was begun certainly told nobody. */
export function isRefused({ result }: JournalStep): boolean {
  return result?.['refused'] !== undefined;
}

/** What was begun before, and where to write down what is begun now. */
export interface Steps {
  readonly journal: Journal;
  /** Durable before it resolves. */
  readonly note: (step: string, value: JournalStep) => Promise<void>;
  /** Epoch milliseconds by the store's clock. */
  readonly now: number;
}

/** Tells one service about a group. Classifies failures; never retries by itself. */
export interface Adapter {
  /** How many alerts it wants to see in full, worst first. */
  readonly detail: number;
  deliver(view: DeliveryView, steps: Steps): Promise<DeliveryResult>;
}
