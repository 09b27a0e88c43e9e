import type { Arrival } from '../../../src/engine/event.ts';
import {
  StoreUnavailable,
  type Acceptance,
  type Accepted,
  type DeadLetter,
  type Inbox,
} from '../../../src/engine/ports/inbox.ts';

/** An inbox that can be taken away. */
export class MemoryInbox implements Inbox {
  readonly accepted: (Acceptance & { readonly event: Arrival })[] = [];
  readonly deadLetters: DeadLetter[] = [];
  isDown = false;

  accept(acceptance: Acceptance): Promise<Accepted> {
    if (this.isDown) return Promise.reject(new StoreUnavailable('no connection'));
    const { messageId, event } = acceptance;
    if (event.type !== 'signals') throw new Error('intake sends nothing but signals');
    const isNew = this.accepted.every((one) => one.messageId !== messageId);
    if (isNew) this.accepted.push({ messageId, event });
    return Promise.resolve({ isNew, untagged: [] });
  }

  deadLetter(letter: DeadLetter): Promise<void> {
    if (this.isDown) return Promise.reject(new StoreUnavailable('no connection'));
    this.deadLetters.push(letter);
    return Promise.resolve();
  }
}
