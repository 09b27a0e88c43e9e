import {
  StoreUnavailable,
  type Acceptance,
  type DeadLetter,
  type Inbox,
} from '../../../src/engine/ports/inbox.ts';

/** An inbox that can be taken away. */
export class MemoryInbox implements Inbox {
  readonly accepted: Acceptance[] = [];
  readonly deadLetters: DeadLetter[] = [];
  isDown = false;

  accept(acceptance: Acceptance): Promise<boolean> {
    if (this.isDown) return Promise.reject(new StoreUnavailable('no connection'));
    const isNew = this.accepted.every(({ messageId }) => messageId !== acceptance.messageId);
    if (isNew) this.accepted.push(acceptance);
    return Promise.resolve(isNew);
  }

  deadLetter(letter: DeadLetter): Promise<void> {
    if (this.isDown) return Promise.reject(new StoreUnavailable('no connection'));
    this.deadLetters.push(letter);
    return Promise.resolve();
  }
}
