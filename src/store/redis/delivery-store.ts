import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Alert } from '../../alert/alert.ts';
import type { Group, Member } from '../../alert/group.ts';
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
import type { ActivePolicy } from './active-policy.ts';
import * as scripts from './delivery-scripts.ts';
import type { Keys } from './keys.ts';
import { decode, toMilliseconds } from './record.ts';
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
const snapshotsSchema = z.tuple([
  z.tuple([z.string(), z.string()]),
  z.array(z.tuple([z.string().nullable(), textsSchema, z.string().nullable()])),
]);

/** Carrying effects out, on Redis. What many deliveries do at once goes together. */
export function createRedisDeliveryStore(
  redis: Redis,
  keys: Keys,
  policy: ActivePolicy,
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
    const answer = await scripts.snapshot(
      redis,
      targets.flatMap(({ group: key }) => [keys.group(key), keys.members(key), keys.told(key)]),
      targets.map(({ integration }) => integration),
    );
    const [time, all] = snapshotsSchema.parse(answer);
    const now = toMilliseconds(time);
    return all.map(([text, members, said]): GroupSnapshot | undefined => {
      const group = decode<Group>(text).value;
      if (group === undefined) return undefined;
      return {
        now,
        group,
        members: toMembers(members),
        ...(said !== null && { told: JSON.parse(said) }),
      };
    });
  });

  async function readAlerts(
    wanted: readonly (readonly string[])[],
  ): Promise<readonly (readonly Alert[])[]> {
    const texts = await redis.mget(wanted.flat().map(keys.alert));
    let from = 0;
    return wanted.map(({ length }) =>
      texts.slice(from, (from += length)).flatMap((text) => decode<Alert>(text).value ?? []),
    );
  }

  const fewAlerts = together(GROUPS_AT_ONCE, readAlerts);

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

    begin: (target, token) => begin({ target, token }),

    snapshot,

    async alerts(fingerprints) {
      if (fingerprints.length === 0) return [];
      if (fingerprints.length <= FEW_ALERTS) return fewAlerts(fingerprints);
      return (await readAlerts([fingerprints])).flat();
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
  const steps = pairsOf(flat).map(([step, text]): [string, JournalStep] => [
    step,
    JSON.parse(text),
  ]);
  return Object.fromEntries(steps);
}

function toMembers(flat: readonly string[]): GroupSnapshot['members'] {
  return new Map(pairsOf(flat).map(([one, text]): [string, Member] => [one, JSON.parse(text)]));
}

/** The fields of a hash as a script gives them back, each JSON: written by us alone, so trusted. */
function pairsOf(flat: readonly string[]): readonly (readonly [field: string, text: string])[] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    pairs.push([flat[index] ?? '', flat[index + 1] ?? '']);
  }
  return pairs;
}
