import type { Signal } from '../../src/alert/signal.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createEngine, type Engine, type EngineWatcher } from '../../src/engine/engine.ts';
import type { Acceptance } from '../../src/engine/ports/inbox.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { createActivePolicy } from '../../src/store/redis/active-policy.ts';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { keysOf, type Keys } from '../../src/store/redis/keys.ts';
import type { Rig } from './rig.ts';

/** One bot among the many that a measurement holds against each other, all on one Redis. */
export interface Installation {
  readonly keys: Keys;
  readonly engine: Engine;
  /** Makes some events durable, one message each. */
  accept(events: readonly Acceptance['event'][]): Promise<void>;
  /** Handles what is there. */
  settle(): Promise<void>;
  /** Lets the engine's waiting for news end. */
  close(): void;
}

/** @param config of the bot, to which a receiver is added */
export function policyOf(config: object): Policy {
  const receivers = [{ name: 'sink', webhook: [{ url: 'http://127.0.0.1:9/' }] }];
  const { policy, problems } = loadConfig({
    text: JSON.stringify({ ...config, receivers }),
    env: {},
  });
  if (policy === undefined) throw new Error(`the config is wrong: ${JSON.stringify(problems)}`);
  return policy;
}

export async function createInstallation(
  rig: Rig,
  name: string,
  policy: Policy,
  watcher: Partial<EngineWatcher> = {},
): Promise<Installation> {
  const keys = keysOf(name);
  const { redis, waiting } = rig.connect();
  const store = createRedisEventStore(redis, waiting, keys, createActivePolicy(redis, keys, 'one'));
  await store.open();
  const inbox = createRedisInbox(redis, keys, 24 * 60 * 60 * 1000);
  const engine = createEngine(store, () => policy, {
    onDecision: () => {},
    onEffects: () => {},
    onStanding: () => {},
    onError: (error) => {
      throw error;
    },
    ...watcher,
  });
  let messages = 0;
  return {
    keys,
    engine,
    async accept(events) {
      await Promise.all(
        events.map((event) => inbox.accept({ messageId: `${(messages += 1)}`, event })),
      );
    },
    async settle() {
      while ((await redis.xlen(keys.inbox)) > 0) await engine.turn();
    },
    close: () => store.close(),
  };
}

/** A signal of a webhook's alert, of which these labels are the identity. */
export function signalOf(labels: Signal['labels'], status: Signal['status'] = 'firing'): Signal {
  const now = Date.now();
  const name = Object.values(labels).join(' ');
  return {
    id: name,
    source: 'tocsin',
    nature: 'state',
    status,
    fingerprint: name,
    labels,
    annotations: { summary: `${name} answers slowly` },
    links: [{ title: 'Graph', url: 'https://graphs.example/d/1' }],
    defaultSeverity: 'warning',
    startsAt: now,
    changedAt: now,
    resends: false,
  };
}

/** As one message each. */
export function messagesOf(signals: readonly Signal[]): Acceptance['event'][] {
  return signals.map((signal) => bulkOf([signal]));
}

/** As one message. */
export function bulkOf(signals: readonly Signal[]): Acceptance['event'] {
  return { type: 'signals', traceId: '0'.repeat(32), signals };
}
