import type { Group } from '../alert/group.ts';
import type { Adapter } from '../delivery/adapter.ts';
import type { Acceptance } from '../engine/ports/inbox.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { deliver, type Outlet } from '../jobs/deliver.ts';
import { Leases } from '../jobs/leases.ts';
import { listenerOf } from '../rules/integrations.ts';
import type { Integration, Policy } from '../rules/policy.ts';
import { createMemoryStore, type MemoryStore } from '../store/memory/store.ts';
import { createListener, type Ear } from './listeners.ts';

/** Effects that are taken from the outbox in one go. */
const EFFECTS = 1_000;

/** What is in the bot's process, and gone with it. */
interface Process {
  readonly engine: Engine;
  readonly outlets: Map<Integration, Adapter>;
}

/**
 * The bot's own engine, rules and deliveries, on a store in memory and on a clock that stands still
 * until it is told to go on. Only what the services would be asked to do is not done.
 */
export class Bot {
  readonly #policy: Policy;
  readonly #ear: Ear;
  readonly #store: MemoryStore;
  readonly #leases: Leases;
  #process: Process;

  /** @param ear its clock is the store's: epoch milliseconds */
  constructor(policy: Policy, ear: Ear) {
    this.#policy = policy;
    this.#ear = ear;
    this.#store = createMemoryStore(ear.now);
    this.#leases = new Leases(this.#store.deliveries);
    this.#process = this.#begin();
  }

  /** What it keeps, to look at. */
  get state(): MemoryStore['state'] {
    return this.#store.state;
  }

  async accept(acceptance: Acceptance): Promise<void> {
    await this.#store.inbox.accept(acceptance);
  }

  /** Throws away what is in the process: what goes on is what the store knows. */
  restart(): void {
    this.#process = this.#begin();
  }

  /** When something is due next, epoch milliseconds; Infinity when nothing is. */
  next(): number {
    const { timers, outbox } = this.#store.state;
    let next = timers.next() ?? Number.POSITIVE_INFINITY;
    for (const { due } of outbox.values()) next = Math.min(next, due);
    return next;
  }

  /** Does everything that can be done without time passing. */
  async settle(): Promise<void> {
    while (this.#isBusy()) {
      await this.#process.engine.turn();
      for (const effect of await this.#store.deliveries.claimEffects(EFFECTS)) {
        // Who is busy comes up again by the outbox, as after a crash.
        await deliver(effect, {
          store: this.#store.deliveries,
          leases: this.#leases,
          outletOf: (group, id) => this.#outletOf(group, id),
          troubles: this.#store.troubles,
          onReport: () => {},
        });
      }
    }
  }

  #isBusy(): boolean {
    return this.#store.state.inbox.size > 0 || this.next() <= this.#ear.now();
  }

  #begin(): Process {
    const engine = createEngine(this.#store.events, () => this.#policy, {
      onDecision: () => {},
      onEffects: () => {},
      onStanding: () => {},
      onError: (error) => {
        throw error;
      },
    });
    return { engine, outlets: new Map() };
  }

  #outletOf(group: Group, id: string): Outlet | undefined {
    const listener = listenerOf(group, id, this.#policy);
    if (listener === undefined) return undefined;
    const { integration, isFormer } = listener;
    return { adapter: this.#adapterOf(integration), isFormer };
  }

  #adapterOf(integration: Integration): Adapter {
    const { outlets } = this.#process;
    const known = outlets.get(integration);
    if (known !== undefined) return known;
    const adapter = createListener(integration, repages(integration, this.#policy), this.#ear);
    outlets.set(integration, adapter);
    return adapter;
  }
}

function repages({ receiver }: Integration, { routesById }: Policy): boolean {
  return routesById.values().some((route) => route.repage && route.receiver === receiver);
}
