import type { Action, Notification } from './notification.ts';

/** What people notice; the rest only keeps what they see true. */
const NOTICED: ReadonlySet<Action> = new Set<Action>(['post', 'thread', 'trigger', 'send']);

/** Whether a notification is one that people notice: an edit or a closed page is none. */
export function isNoticed({ action }: Notification): boolean {
  return NOTICED.has(action);
}

/** Counts by name. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, this.count(name) + 1);
  }

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  get total(): number {
    return this.#counts.values().reduce((sum, count) => sum + count, 0);
  }

  /** The largest first; of equal ones in the order of their names. */
  get ranked(): readonly (readonly [name: string, count: number])[] {
    return [...this.#counts].toSorted(
      ([name, count], [other, more]) => more - count || (name < other ? -1 : 1),
    );
  }
}
