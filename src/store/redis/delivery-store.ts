import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Alert } from '../../alert/alert.ts';
import type { OutcomeEvent } from '../../engine/event.ts';
import {
  LEASE_MS,
  LeaseLost,
  RELAY_AGAIN_AFTER,
  type DeliveryStore,
  type GroupSnapshot,
  type Journal,
  type JournalStep,
  type Target,
} from '../../engine/ports/delivery-store.ts';
import { targetId } from '../target-id.ts';
import type { ActivePolicy } from './active-policy.ts';
import * as scripts from './delivery-scripts.ts';
import type { Keys } from './keys.ts';
import { createKnown, type Known } from './known.ts';
import { readGroups } from './read-groups.ts';
import { toMilliseconds } from './record.ts';
import { together } from './together.ts';

/** Targets in one call. */
const AT_ONCE = 64;
/** Of those that are read with what they consist of. */
const GROUPS_AT_ONCE = 16;
/** Whoever asks for more alerts than this is answered alone. */
const FEW_ALERTS = 200;

const textsSchema = z.array(z.string());
const journalsSchema = z.array(textsSchema.nullable());
const heldSchema = z.array(z.literal([0, 1]));

/**
 * Carrying effects out, on Redis. What many deliveries do at once goes together.
 *
 * @param known what this process knows, where it is known from elsewhere, too
 */
export function createRedisDeliveryStore(
  redis: Redis,
  keys: Keys,
  policy: ActivePolicy,
  known: Known = createKnown(),
): DeliveryStore {
  const held = (target: Target) => [keys.lease(target), keys.journal(target)];

  const begin = together(AT_ONCE, async (some: readonly { target: Target; token: string }[]) => {
    const answer = await scripts.begin(
      redis,
      [keys.policy, ...some.flatMap(({ target }) => held(target))],
      [policy.digest, LEASE_MS, ...some.map(({ token }) => token)],
    );
    return journalsSchema
      .parse(answer)
      .map((flat) => (flat === null ? undefined : toJournal(flat)));
  });

  const snapshot = together(GROUPS_AT_ONCE, async (targets: readonly Target[]) => {
    const wanted = new Set(targets.map(({ group }) => group));
    const [time, { groups, contents }] = await Promise.all([
      redis.time(),
      readGroups(redis, keys, wanted, wanted, known.groups),
    ]);
    const now = toMilliseconds(time);
    return targets.map(({ group: key, integration }): GroupSnapshot | undefined => {
      const group = groups.get(key)?.value;
      const { members, told } = contents.get(key) ?? {};
      if (group === undefined || members === undefined) return undefined;
      const said = told?.get(integration);
      return { now, group, members, ...(said !== undefined && { told: said }) };
    });
  });

  /** What is unknown is left out. */
  async function readAlerts(fingerprints: readonly string[]): Promise<ReadonlyMap<string, Alert>> {
    const texts = await redis.mget(fingerprints.map(keys.alert));
    const found = new Map<string, Alert>();
    for (const [index, fingerprint] of fingerprints.entries()) {
      const { value } = known.alerts.read(fingerprint, texts[index]);
      if (value !== undefined) found.set(fingerprint, value);
    }
    return found;
  }

  const fewAlerts = together(GROUPS_AT_ONCE, async (wanted: readonly (readonly string[])[]) => {
    const found = await readAlerts(wanted.flat());
    return wanted.map((some) => some.flatMap((one) => found.get(one) ?? []));
  });

  const note = together(AT_ONCE, async (some: readonly Noted[]) => {
    const answer = await scripts.note(
      redis,
      some.flatMap(({ target }) => held(target)),
      some.flatMap(({ token, step, value }) => [token, step, JSON.stringify(value)]),
    );
    return heldSchema.parse(answer);
  });

  const finish = together(AT_ONCE, async (some: readonly Finished[]) => {
    const answer = await scripts.finish(
      redis,
      [keys.inbox, ...some.flatMap(({ target }) => held(target))],
      some.flatMap(({ token, outcome }) => [token, JSON.stringify(outcome)]),
    );
    return heldSchema.parse(answer);
  });

  return {
    async claimEffects(max) {
      const now = toMilliseconds(await redis.time());
      const answer = await scripts.claim(
        redis,
        [keys.outbox, keys.effects],
        [now, now + RELAY_AGAIN_AFTER, max],
      );
      return textsSchema.parse(answer).map((text) => JSON.parse(text));
    },

    async putOff(effects, ms) {
      const due = toMilliseconds(await redis.time()) + ms;
      const scores = effects.flatMap((target) => [due, targetId(target)]);
      await redis.zadd(keys.outbox, 'XX', ...scores);
    },

    begin: (target, token) => begin({ target, token }),

    snapshot,

    async alerts(fingerprints) {
      if (fingerprints.length === 0) return [];
      if (fingerprints.length <= FEW_ALERTS) return fewAlerts(fingerprints);
      return [...(await readAlerts(fingerprints)).values()];
    },

    async note(target, token, step, value) {
      if ((await note({ target, token, step, value })) === 1) return;
      throw new LeaseLost(`${target.group} ${target.integration}`);
    },

    async holdUp(target, token, event) {
      await scripts.holdUp(
        redis,
        [...held(target), keys.inbox],
        [token, JSON.stringify({ begunAt: event.since }), JSON.stringify(event)],
      );
    },

    finish: async (target, token, outcome) => (await finish({ target, token, outcome })) === 1,

    async renew(target, token) {
      await scripts.renew(redis, [keys.lease(target)], [token, LEASE_MS]);
    },

    async release(target, token) {
      await scripts.release(redis, [keys.lease(target)], [token]);
    },
  };
}

interface Noted {
  readonly target: Target;
  readonly token: string;
  readonly step: string;
  readonly value: JournalStep;
}

interface Finished {
  readonly target: Target;
  readonly token: string;
  readonly outcome: OutcomeEvent;
}

function toJournal(flat: readonly string[]): Journal {
  const entries: [string, JournalStep][] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    entries.push([flat[index] ?? '', JSON.parse(flat[index + 1] ?? '')]);
  }
  return Object.fromEntries(entries);
}
