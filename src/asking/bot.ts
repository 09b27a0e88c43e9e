import type { Silence } from '../alert/silence.ts';

import type { WholeGroup } from '../engine/ports/groups.ts';
import type { IntentEvent } from '../rules/event.ts';
import type { FiringAlert } from '../rules/firing.ts';

/** The bot, for who asks something of it: from the command line, or in the chat. */
export interface Bot {
  readonly groups: () => AsyncIterable<WholeGroup>;
  readonly group: (key: string) => Promise<WholeGroup | undefined>;
  /** The alerts that fire now. */
  readonly firing: () => Promise<readonly FiringAlert[]>;
  readonly silences: () => Promise<readonly Silence[]>;
  /**
   * Has the rules do something; resolves when it is done.
   *
   * @param id the same for the same wish: it is done once, however often it is asked
   * @throws Error when nobody took it up
   */
  readonly ask: (event: IntentEvent, id?: string) => Promise<void>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}
