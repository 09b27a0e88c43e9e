import type { DeliveryStore, Target } from '../engine/ports/delivery-store.ts';

/** How often leases are renewed while their deliveries go on, in milliseconds. */
const RENEW_EVERY = 4_000;

/** Keeps the leases of deliveries that go on, with one timer for all that does not keep the process alive. */
export class Leases {
  readonly #store: Pick<DeliveryStore, 'renew'>;
  readonly #held = new Map<string, Target>();
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Pick<DeliveryStore, 'renew'>) {
    this.#store = store;
  }

  /** Has a lease renewed until it is let go. */
  keep(target: Target, token: string): void {
    this.#held.set(token, target);
    this.#timer ??= setInterval(() => this.#renew(), RENEW_EVERY).unref();
  }

  /** The timer ends when it comes up and finds none. */
  letGo(token: string): void {
    this.#held.delete(token);
  }

  #renew(): void {
    if (this.#held.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    for (const [token, target] of this.#held) void this.#store.renew(target, token).catch(() => {});
  }
}
