import {
  HELD_UP,
  LEASE_MS,
  LeaseLost,
  RELAY_AGAIN_AFTER,
  type DeliveryStore,
  type Target,
} from '../../engine/ports/delivery-store.ts';
import { targetId } from '../target-id.ts';
import { append, type MemoryState } from './state.ts';

/** Carrying effects out, in memory. */
export function createMemoryDeliveryStore(state: MemoryState, now: () => number): DeliveryStore {
  function holds(target: Target, token: string): boolean {
    const lease = state.leases.get(targetId(target));
    return lease !== undefined && lease.token === token && lease.until > now();
  }

  return {
    async claimEffects(max) {
      const due = [...state.outbox].filter(([, one]) => one.due <= now());
      const inOrder = due.toSorted(([, a], [, b]) => a.due - b.due);
      return inOrder.slice(0, max).map(([id, { effect }]) => {
        state.outbox.set(id, { effect, due: now() + RELAY_AGAIN_AFTER });
        return effect;
      });
    },
    async putOff(effects, ms) {
      for (const target of effects) {
        const waits = state.outbox.get(targetId(target));
        if (waits) state.outbox.set(targetId(target), { ...waits, due: now() + ms });
      }
    },
    async begin(target, token) {
      const id = targetId(target);
      const isBusy = (state.leases.get(id)?.until ?? 0) > now();
      if (isBusy || state.finished.has(id)) return undefined;
      state.leases.set(id, { token, until: now() + LEASE_MS });
      return state.journals.get(id) ?? {};
    },
    async snapshot({ group: key, integration }) {
      const group = state.groups.get(key)?.value;
      if (group === undefined) return undefined;
      const told = state.told.get(key)?.get(integration);
      const members = new Map(state.members.get(key));
      return { now: now(), group, members, ...(told !== undefined && { told }) };
    },
    alerts: async (fingerprints) =>
      fingerprints
        .map((fingerprint) => state.alerts.get(fingerprint)?.value)
        .filter((alert) => alert !== undefined),
    async note(target, token, step, value) {
      if (!holds(target, token)) throw new LeaseLost(targetId(target));
      const id = targetId(target);
      state.journals.set(id, { ...state.journals.get(id), [step]: value });
    },
    async holdUp(target, token, event) {
      const id = targetId(target);
      const journal = state.journals.get(id);
      if (!holds(target, token) || journal?.[HELD_UP] !== undefined) return;
      state.journals.set(id, { ...journal, [HELD_UP]: { begunAt: event.since } });
      append(state, event, now());
    },
    async finish(target, token, outcome) {
      if (!holds(target, token)) return false;
      state.finished.add(targetId(target));
      append(state, outcome, now());
      return true;
    },
    async renew(target, token) {
      if (!holds(target, token)) return;
      state.leases.set(targetId(target), { token, until: now() + LEASE_MS });
    },
    async release(target, token) {
      if (holds(target, token)) state.leases.delete(targetId(target));
    },
  };
}
