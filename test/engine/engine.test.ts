import { describe, expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import { compileCondition } from '../../src/config/condition.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { EventStore } from '../../src/engine/ports/event-store.ts';
import type { Arrival } from '../../src/engine/event.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { policyOf, route, signal } from '../rules/make.ts';

const policy = policyOf(route({ groupInterval: 10_000 }));

/** A store in memory with a clock to turn, and any number of engines on it. */
function setUp() {
  let now = 1_000_000;
  let sent = 0;
  const store = createMemoryStore(() => now);
  const errors: unknown[] = [];
  const decisions: string[] = [];
  return {
    store,
    errors,
    decisions,
    pass: (ms: number) => void (now += ms),
    send: (event: Arrival) => {
      sent += 1;
      return store.inbox.accept({ messageId: String(sent), event });
    },
    engineOn: (events: EventStore, rules: Policy = policy): Engine =>
      createEngine(events, () => rules, {
        onDecision: (_, reasons) => decisions.push(...reasons.map(({ reason }) => reason)),
        onEffects: () => {},
        onStanding: () => {},
        onError: (error) => errors.push(error),
      }),
  };
}

function fires(...names: readonly string[]): Arrival {
  const signals = names.map((name) => signal(name, { startsAt: 1_000_000, changedAt: 1_000_000 }));
  return { type: 'signals', traceId: names.join(), signals };
}

describe('an engine', () => {
  test('handles what is there, and says how much that was', async () => {
    const { store, send, engineOn, decisions } = setUp();
    const engine = engineOn(store.events);
    await send(fires('a'));
    await send(fires('b'));
    expect(await engine.turn()).toBe(2);
    expect(await engine.turn()).toBe(0);
    expect(decisions).toEqual(['fired', 'fired']);
    expect(store.state.alerts.size).toBe(2);
    expect(store.state.groups.size).toBe(1);
  });

  test('flushes what is due, and leaves what is not', async () => {
    const { store, send, engineOn, pass } = setUp();
    const engine = engineOn(store.events);
    await send(fires('a'));
    await engine.turn();
    pass(999);
    expect(await engine.turn()).toBe(0);
    pass(1);
    expect(await engine.turn()).toBe(1);
    expect(await store.deliveries.claimEffects(10)).toHaveLength(1);
  });

  test('decides again when somebody else changed what it had read', async () => {
    const { store, send, engineOn, decisions, errors } = setUp();
    const other = engineOn(store.events);
    let interfered = false;
    const engine = engineOn({
      ...store.events,
      async commit(commits) {
        if (!interfered) {
          interfered = true;
          await send(fires('b'));
          await other.turn();
        }
        return store.events.commit(commits);
      },
    });
    await send(fires('a'));
    await send(fires('a'));
    await send(fires('a'));
    await engine.turn();

    const [[key, group] = []] = [...store.state.groups];
    expect([...(store.state.members.get(key ?? '')?.keys() ?? [])].toSorted()).toEqual(['a', 'b']);
    expect(group?.value?.revision).toBe(2);
    expect(store.state.alerts.get('a')?.value?.occurrences).toBe(3);
    expect(decisions.toSorted()).toEqual(['fired', 'fired', 'repeated', 'repeated']);
    expect(errors).toEqual([]);
  });

  test('an event that the rules can not read is kept for people, and holds up no other', async () => {
    const { store, send, engineOn, errors } = setUp();
    const engine = engineOn(store.events);
    await send(fires('a'));
    await send(JSON.parse('{"type":"signals","traceId":"x","signals":null}'));
    await send(fires('b'));
    await engine.turn();
    expect([...store.state.alerts.keys()]).toEqual(['a', 'b']);
    expect(store.state.deadLetters.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('the rules failed'),
    ]);
    expect(store.state.inbox.size).toBe(0);
    expect(errors).toHaveLength(1);
  });

  test('what somebody asks for and the rules can not do puts off no flush that was to come', async () => {
    const { store, send, engineOn, pass, errors } = setUp();
    const engine = engineOn(store.events);
    await send(fires('a'));
    await engine.turn();
    pass(1_000);
    await engine.turn();
    pass(5_000);
    await send(fires('b'));
    await engine.turn();
    const [[group, flushAt] = ['', 0]] = [...store.state.groups].map(
      ([key, { value }]) => [key, value?.flushAt] as const,
    );
    const failing = new Proxy(policy.integrationsByReceiver, {
      get() {
        throw new TypeError('a defect');
      },
    });
    await store.inbox.accept({
      messageId: 'ack',
      event: { type: 'acknowledge', traceId: 't', group, by: 'ana' },
    });
    await engineOn(store.events, { ...policy, integrationsByReceiver: failing }).turn();
    expect(errors).toHaveLength(1);
    expect(flushAt).toBe(1_011_000);
    expect(store.state.groups.get(group)?.value?.flushAt).toBe(flushAt);
  });

  test('an alert on which a rule fails is told by the root route, with a note', async () => {
    const { store, send, engineOn, errors, pass } = setUp();
    const touchy = {
      matchers: [matcher('alertname', '=', 'poison')],
      when: compileCondition('double(labels.latency) > 1.5'),
      labels: { team: 'ml' },
    };
    const team = route({ id: 'ml', matchers: [matcher('team', '=', 'ml')], receiver: 'ml' });
    const rules = policyOf(
      route({ routes: [team] }),
      { hook: { hook: {} }, ml: { ml: {} } },
      { classify: [touchy] },
    );
    const engine = engineOn(store.events, rules);
    await send(fires('poison'));
    await engine.turn();
    pass(1_000);
    await engine.turn();
    expect(await store.deliveries.claimEffects(10)).toMatchObject([{ integration: 'hook' }]);
    expect(store.state.alerts.get('poison')?.value?.annotations.tocsin_note).toMatch(
      /^classify\[0\] failed and was passed over: double\(\) type error/,
    );
    expect(store.state.deadLetters).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('an event whose commit failed is taken over later, and done once', async () => {
    const { store, send, engineOn, pass } = setUp();
    let isDown = true;
    const engine = engineOn({
      ...store.events,
      async commit(commits) {
        if (isDown) throw new Error('no connection');
        return store.events.commit(commits);
      },
    });
    await send(fires('a'));
    await expect(engine.turn()).rejects.toThrow('no connection');
    isDown = false;
    expect(await engine.turn()).toBe(0);
    pass(5_000);
    expect(await engine.turn()).toBe(1);
    expect(store.state.alerts.get('a')?.value?.occurrences).toBe(1);
  });

  test('an event that was committed, though nobody heard so, is not done again', async () => {
    const { store, send, engineOn, pass } = setUp();
    let isDeaf = true;
    const engine = engineOn({
      ...store.events,
      async commit(commits) {
        const results = await store.events.commit(commits);
        if (isDeaf) throw new Error('the answer was lost');
        return results;
      },
    });
    await send(fires('a'));
    await expect(engine.turn()).rejects.toThrow('the answer was lost');
    isDeaf = false;
    pass(5_000);
    await engine.turn();
    expect(store.state.alerts.get('a')?.value?.occurrences).toBe(1);
  });

  test('a flush that two engines see is done by one', async () => {
    const { store, send, engineOn, decisions, pass } = setUp();
    const other = engineOn(store.events);
    let interferes = false;
    const engine = engineOn({
      ...store.events,
      async commit(commits) {
        if (interferes) await other.turn();
        return store.events.commit(commits);
      },
    });
    await send(fires('a'));
    await engine.turn();
    pass(1_000);
    interferes = true;
    await engine.turn();
    expect(decisions).toEqual(['fired', 'first notification']);
  });

  test('reads the group that an alert is in by old routes, and ends it there', async () => {
    const { store, send, engineOn } = setUp();
    const byTeam = policyOf(
      route({ routes: [route({ id: 'red', matchers: [matcher('team', '=', 'red')] })] }),
    );
    const times = { startsAt: 1_000_000, changedAt: 1_000_000 };
    const inTeam = signal('a', { ...times, labels: { team: 'red' } });
    await send({ ...fires('a'), signals: [inTeam] });
    await engineOn(store.events, byTeam).turn();
    await send({ ...fires('a'), signals: [signal('a', { ...times, status: 'resolved' })] });
    await engineOn(store.events).turn();
    const [[key, members] = []] = [...store.state.members];
    expect(key).toMatch(/^red\./);
    expect(members?.get('a')).toMatchObject({ ended: true });
    expect(store.state.groups.size).toBe(1);
  });
});
