import { beforeEach, describe, expect, test } from 'vitest';
import type { Group, Member } from '../../../src/alert/group.ts';
import type { ActionRun } from '../../../src/engine/ports/action-runs.ts';
import type { WholeGroup } from '../../../src/engine/ports/groups.ts';
import type { PastMoment } from '../../../src/engine/ports/history.ts';
import type { CheckResult } from '../../../src/runbooks/checks/check-result.ts';
import type { Binding } from '../../../src/runbooks/remediation/binding.ts';
import { createRemediation } from '../../../src/runbooks/remediation/look.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { ROLL_BACK, ROLL_BACK_RUN as RUN } from '../../support/roll-back.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = 1_800_000_000_000;

const { action: _, ...WITHOUT_ACTION } = ROLL_BACK;
const MANUAL: Binding = {
  ...WITHOUT_ACTION,
  name: 'the rest',
  matchers: [],
  after: 0,
};

/** A world in which alerts fire, people are told, and actions are done when they are approved. */
function world() {
  let at = START;
  const store = createMemoryStore(() => at);
  const groups = new Map<string, WholeGroup>();
  const moments: PastMoment[] = [];
  const runs = new Map<string, ActionRun>();
  const notes = new Map<string, string>();
  const check: { result: CheckResult | undefined; error?: Error; looks: number } = {
    result: undefined,
    looks: 0,
  };
  const broken = new Set<string>();
  const reads: string[] = [];
  const place = { isThere: true, isTheirs: false };
  const errors: unknown[] = [];
  /** Alerts that fire in another group by now. */
  const elsewhere = new Set<string>();
  const refusal: { why: string | undefined } = { why: undefined };
  let asked = 0;

  function remediation(bindings: readonly Binding[]) {
    return createRemediation({
      automation: store.automation,
      bindings,
      history: {
        async *between(since, until) {
          yield* moments.filter((one) => one.at >= since && one.at < until);
        },
      },
      async group(key) {
        reads.push(key);
        if (broken.has(key)) throw new Error(`${key} can not be read`);
        return groups.get(key);
      },
      isFiring: async ({ fingerprint }) => elsewhere.has(fingerprint),
      onError: (error) => void errors.push(error),
      runbookFor: async () => 'High error rate',
      async check() {
        check.looks += 1;
        if (check.error !== undefined) throw check.error;
        return check.result;
      },
      note: async (_, text, id) => void notes.set(id, text),
      now: () => at,
      doing: {
        async ask({ id, labels }) {
          if (refusal.why !== undefined) return { why: refusal.why };
          const key = `run-${id}`;
          if (!runs.has(key)) {
            asked += 1;
            const preview = { before: 'Version 41.', after: 'Version 40.' };
            runs.set(key, { ...RUN, key, about: labels['FunctionName'] ?? '', preview });
          }
          return { key };
        },
        find: async (key) => runs.get(`${key}-anew`) ?? runs.get(key),
        canAsk: async () => place.isThere,
        async approve(key) {
          if (place.isTheirs) return 'theirs';
          put(key, 'approved');
          return 'said';
        },
        withdraw: async (key) => put(key, 'expired'),
      },
    });
  }

  function put(key: string, state: ActionRun['state'], what = ''): void {
    const run = runs.get(key);
    if (run === undefined) throw new Error(`no run ${key}`);
    runs.set(key, { ...run, state, story: [...run.story, { at, state, what }] });
  }

  function fire(key: string, labels: Record<string, string>, own: Partial<Member> = {}): void {
    const member: Member = { severity: 'error', startsAt: at, labels, revision: 1, ...own };
    groups.set(key, {
      group: groupOf(key, at),
      members: new Map([['f1', member]]),
      told: new Map(),
    });
    tell(key);
  }

  function tell(group: string): void {
    const of = { group, integration: 'slack', severity: 'error', alarms: [] } as const;
    moments.push({ what: 'told', startedAt: at, at, ...of });
    // A look takes what was told before it.
    at += 1;
  }

  return {
    store,
    runs,
    notes,
    check,
    refusal,
    broken,
    reads,
    place,
    errors,
    elsewhere,
    groups,
    fire,
    tell,
    put,
    asked: () => asked,
    pass: (ms: number) => (at += ms),
    change(key: string, group: Partial<Group>, member: Partial<Member> = {}) {
      const whole = groups.get(key);
      if (whole === undefined) throw new Error(`no group ${key}`);
      const members = new Map([...whole.members].map(([id, one]) => [id, { ...one, ...member }]));
      groups.set(key, { ...whole, group: { ...whole.group, ...group }, members });
    },
    now: () => at,
    onlyRun(): ActionRun {
      const [run, ...more] = runs.values();
      if (run === undefined || more.length > 0) throw new Error(`${runs.size} runs`);
      return run;
    },
    async look(bindings: readonly Binding[] = [ROLL_BACK], times = 1) {
      for (let time = 0; time < times; time += 1) {
        await remediation(bindings)(new AbortController().signal);
      }
    },
    states: async () => (await store.automation.latest(10)).map(({ state }) => state),
  };
}

function groupOf(key: string, at: number): Group {
  const labels = { alertname: 'errors' };
  const deliveries = { slack: { wanted: 1, shown: 1, episode: at } };
  return { key, routeId: 'page', labels, createdAt: at, revision: 1, deliveries };
}

let w: ReturnType<typeof world>;
beforeEach(async () => {
  w = world();
  await w.look();
});

/** An alert that fires until the action was done, and its verification begins. */
async function done(bindings: readonly Binding[] = [ROLL_BACK]): Promise<void> {
  w.fire('page.1', { FunctionName: 'orders' });
  w.pass(2 * MINUTE);
  await w.look(bindings, 3);
  w.put(w.onlyRun().key, 'succeeded');
  await w.look(bindings);
}

describe('an alert that a binding answers', () => {
  test('is waited for, then has its action done once, and it is said that it helped', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    await w.look();
    expect(w.asked()).toBe(0);
    w.pass(2 * MINUTE);
    await w.look(undefined, 5);
    expect(w.asked()).toBe(1);
    expect(w.onlyRun().state).toBe('approved');
    w.put(w.onlyRun().key, 'succeeded');
    await w.look();
    expect(await w.states()).toEqual(['verifying']);
    w.pass(3 * MINUTE);
    w.change('page.1', {}, { endsAt: w.now() });
    await w.look(undefined, 3);
    expect(await w.states()).toEqual(['helped']);
    expect([...w.notes.values()].at(-1)).toBe(
      '“roll back” helped: the alert is over, 3 min after it was done.',
    );
  });

  test('of which the action is only suggested waits for somebody’s yes', async () => {
    const suggested = [{ ...ROLL_BACK, mode: 'suggest' as const }];
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look(suggested, 4);
    expect(w.onlyRun().state).toBe('asked');
    w.put(w.onlyRun().key, 'declined');
    await w.look(suggested, 2);
    expect(await w.states()).toEqual(['not done']);
    expect([...w.notes.values()].at(-1)).toContain('somebody declined');
  });

  test.each([
    ['outside of its hours', { mayAct: () => false }, {}],
    ['that somebody has on', {}, { acknowledged: { by: 'Ana', at: START, severity: 'error' } }],
  ] as const)('%s is answered by a question', async (_, binding, group) => {
    const bindings = [{ ...ROLL_BACK, ...binding }];
    w.fire('page.1', { FunctionName: 'orders' });
    w.change('page.1', group);
    w.pass(2 * MINUTE);
    await w.look(bindings, 4);
    expect(w.onlyRun().state).toBe('asked');
  });

  test('that somebody takes on before it is known what the action changes is theirs', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look();
    w.runs.set(w.onlyRun().key, { ...RUN, key: w.onlyRun().key });
    await w.look();
    w.change('page.1', { acknowledged: { by: 'Ana', at: w.now(), severity: 'error' } });
    w.runs.set(w.onlyRun().key, { ...w.onlyRun(), preview: { before: 'a', after: 'b' } });
    await w.look(undefined, 2);
    expect(w.onlyRun().state).toBe('asked');
  });

  test('whose action would change something else by then is asked anew, of people', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look();
    const { key } = w.onlyRun();
    w.put(key, 'expired');
    w.runs.set(`${key}-anew`, { ...w.onlyRun(), key: `${key}-anew`, state: 'asked' });
    await w.look(undefined, 4);
    expect([...w.runs.values()].map(({ state }) => state)).toEqual(['expired', 'asked']);
    expect(await w.states()).toEqual(['asked']);
  });

  test('has its action done once, also where others are told of it later', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look(undefined, 3);
    const slack = { wanted: 1, shown: 1, episode: START };
    const late = { wanted: 1, shown: 1, episode: w.now() };
    w.change('page.1', { deliveries: { slack, pagerduty: late } });
    w.tell('page.1');
    await w.look(undefined, 3);
    expect([w.asked(), (await w.states()).length]).toEqual([1, 1]);
  });

  test('that ends before its time has nothing done, and nothing said', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    await w.look();
    w.change('page.1', {}, { endsAt: w.now() });
    w.pass(2 * MINUTE);
    await w.look(undefined, 2);
    expect([w.asked(), w.notes.size, await w.states()]).toEqual([0, 0, ['not done']]);
  });

  test('that ends before anybody said yes has the question taken back', async () => {
    const suggested = [{ ...ROLL_BACK, mode: 'suggest' as const }];
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look(suggested, 2);
    w.change('page.1', {}, { endsAt: w.now() });
    await w.look(suggested);
    expect([w.onlyRun().state, await w.states()]).toEqual(['expired', ['not done']]);
  });

  test('that is muted is waited for', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    await w.look();
    w.change('page.1', {}, { muted: { by: 'silence', id: 's1' } });
    w.pass(2 * MINUTE);
    await w.look(undefined, 2);
    expect([w.asked(), await w.states()]).toEqual([0, ['waiting']]);
  });

  test('is answered by the first binding that matches, and by none where that is off', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look([{ ...ROLL_BACK, mode: 'off' }, MANUAL], 2);
    expect([w.asked(), w.notes.size]).toEqual([0, 0]);
  });

  test('needs people where nothing else is bound to it: that is said once', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    await w.look([MANUAL], 3);
    w.pass(20_000);
    await w.look([MANUAL], 3);
    expect([...w.notes.values()]).toEqual([
      'Manual intervention required. No automatic action answers this; the runbook for it is “High error rate”.',
    ]);
  });

  test('whose action can not be asked for is left to people, with why', async () => {
    w.refusal.why = 'the config does not allow it.';
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look(undefined, 2);
    expect(await w.states()).toEqual(['not done']);
    expect([...w.notes.values()].at(-1)).toBe(
      "“roll back” can't be done: the config does not allow it. Manual intervention required.",
    );
  });

  test('whose action would change nothing, or can not, is left to people: the binding goes on', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look(undefined, 3);
    w.put(w.onlyRun().key, 'failed', 'Nothing was done. There is no version before 1.');
    await w.look(undefined, 2);
    expect(await w.states()).toEqual(['not done']);
    expect((await w.store.automation.standing()).stopped.size).toBe(0);
    expect([...w.notes.values()].at(-1)).toContain('There is no version before 1.');
  });
});

describe('a binding whose action', () => {
  test('did not help stops itself, and the next alert is left to people', async () => {
    await done();
    w.pass(15 * MINUTE);
    await w.look(undefined, 2);
    expect(await w.states()).toEqual(['no help']);
    expect([...(await w.store.automation.standing()).stopped.keys()]).toEqual(['roll back']);
    expect([...w.notes.values()].at(-1)).toContain(
      'did not help within 15 min: the alert still fires. It stopped itself',
    );
    w.pass(2 * HOUR);
    w.fire('page.2', { FunctionName: 'checkout' });
    w.pass(2 * MINUTE);
    await w.look(undefined, 3);
    expect(w.asked()).toBe(1);
    expect([...w.notes.values()].at(-1)).toContain('“roll back” was stopped, and is not done.');
  });

  test.each(['failed', 'unknown'] as const)('came to “%s” stops itself', async (state) => {
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look(undefined, 3);
    w.runs.set(w.onlyRun().key, { ...w.onlyRun(), startedAt: w.now() });
    w.put(w.onlyRun().key, state, 'AWS refuses: no such alias.');
    await w.look(undefined, 2);
    expect(await w.states()).toEqual(['failed']);
    expect([...(await w.store.automation.standing()).stopped.keys()]).toEqual(['roll back']);
    expect([...w.notes.values()].at(-1)).toContain('AWS refuses: no such alias.');
  });

  test('is verified by figures looks only at what was measured after it was done', async () => {
    const over = 5 * MINUTE;
    const check = { metrics: {}, pass: 'errors < 1', over };
    const bindings = [{ ...ROLL_BACK, verify: { within: 15 * MINUTE, check } }];
    w.check.result = {
      condition: 'errors < 1',
      passes: true,
      figures: [],
      compared: [{ text: 'errors', comparison: '<', value: 0.4, against: 1, unit: '%' }],
    };
    await done(bindings);
    w.pass(over - 1);
    await w.look(bindings, 2);
    expect(await w.states()).toEqual(['verifying']);
    w.pass(1);
    await w.look(bindings);
    expect(await w.states()).toEqual(['helped']);
    expect([...w.notes.values()].at(-1)).toBe(
      '“roll back” helped: errors is 0.4 %, under 1 %, 5 min after it was done.',
    );
  });

  test('has not helped yet is looked at every half a minute, and at the very end', async () => {
    const check = { metrics: {}, pass: 'errors < 1', over: MINUTE };
    const bindings = [{ ...ROLL_BACK, verify: { within: 90_000, check } }];
    w.check.result = { condition: '', figures: [], compared: [], passes: false };
    await done(bindings);
    w.pass(MINUTE);
    await w.look(bindings, 5);
    expect(w.check.looks).toBe(1);
    w.pass(29_999);
    await w.look(bindings, 5);
    expect([w.check.looks, await w.states()]).toEqual([1, ['verifying']]);
    w.pass(1);
    await w.look(bindings, 5);
    expect([w.check.looks, await w.states()]).toEqual([2, ['no help']]);
  });

  test('can not be verified has not helped', async () => {
    const check = { metrics: {}, pass: 'errors < 1', over: MINUTE };
    const bindings = [{ ...ROLL_BACK, verify: { within: 15 * MINUTE, check } }];
    w.check.result = { condition: '', figures: [], compared: [], why: 'There is no data.' };
    await done(bindings);
    w.pass(15 * MINUTE);
    await w.look(bindings);
    expect(await w.states()).toEqual(['no help']);
  });

  test('goes first as a canary: the second alert is answered when the first was helped', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    w.fire('page.2', { FunctionName: 'checkout' });
    w.pass(2 * MINUTE);
    const bindings = [{ ...ROLL_BACK, pace: { ...ROLL_BACK.pace, cooldown: 0 } }];
    await w.look(bindings, 5);
    expect(w.asked()).toBe(1);
    w.put(w.onlyRun().key, 'succeeded');
    await w.look(bindings);
    w.change('page.1', {}, { endsAt: w.now() });
    await w.look(bindings, 3);
    expect(w.asked()).toBe(2);
  });

  test('was done lately is not done again: people hear why', async () => {
    await done();
    w.change('page.1', {}, { endsAt: w.now() });
    await w.look();
    w.fire('page.2', { FunctionName: 'checkout' });
    w.pass(2 * MINUTE);
    await w.look(undefined, 2);
    expect(w.asked()).toBe(1);
    expect([...w.notes.values()].at(-1)).toContain('had its turn less than 1 h ago');
  });
});

describe('an alert whose group changes while its action is verified', () => {
  test('and that fires on in another one was not helped', async () => {
    await done();
    w.elsewhere.add('f1');
    w.change('page.1', {}, { endsAt: w.now(), movedTo: 'page.9' });
    await w.look();
    expect(await w.states()).toEqual(['verifying']);
    w.groups.delete('page.1');
    w.pass(15 * MINUTE);
    await w.look();
    expect(await w.states()).toEqual(['no help']);
  });

  test('and that is over in the other one was helped', async () => {
    await done();
    w.change('page.1', {}, { endsAt: w.now(), movedTo: 'page.9' });
    await w.look();
    expect(await w.states()).toEqual(['helped']);
  });
});

test('a storm in one group is read once a look, and why the rest is not done is said once', async () => {
  w.fire('page.1', {});
  const whole = w.groups.get('page.1');
  if (whole === undefined) throw new Error('it is there');
  const member = (index: number): [string, Member] => {
    const labels = { FunctionName: `f${index}` };
    return [`f${index}`, { severity: 'error', startsAt: START, labels, revision: 1 }];
  };
  const members = new Map(Array.from({ length: 200 }, (_, index) => member(index)));
  w.groups.set('page.1', { ...whole, members });
  w.pass(2 * MINUTE);
  w.reads.length = 0;
  const bindings = [{ ...ROLL_BACK, pace: { ...ROLL_BACK.pace, isCanary: false } }];
  await w.look(bindings);
  expect(w.reads.length).toBeLessThan(5);
  expect([w.asked(), w.notes.size]).toEqual([1, 2]);
});

test('what the config wants somebody’s approval for waits for that: it is said, once', async () => {
  w.place.isTheirs = true;
  w.fire('page.1', { FunctionName: 'orders' });
  w.pass(2 * MINUTE);
  await w.look(undefined, 5);
  expect(w.onlyRun().state).toBe('asked');
  expect([...w.notes.values()].filter((text) => text.includes('wants somebody'))).toHaveLength(1);
});

test('what is only suggested where nobody can be asked is left to people, with why', async () => {
  const suggested = [{ ...ROLL_BACK, mode: 'suggest' as const, after: 0 }];
  w.place.isThere = false;
  w.fire('page.1', { FunctionName: 'orders' });
  await w.look(suggested);
  expect(await w.states()).toEqual(['waiting']);
  w.pass(MINUTE);
  await w.look(suggested);
  expect([w.asked(), await w.states()]).toEqual([0, ['not done']]);
  expect([...w.notes.values()].at(-1)).toContain('There is no message in Slack');
});

describe('what fails of one alert keeps no other waiting', () => {
  test('where its group can not be read', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look();
    w.broken.add('page.1');
    w.fire('page.2', { FunctionName: 'checkout' });
    const bindings = [MANUAL];
    await w.look([...bindings, ROLL_BACK], 2);
    expect([...w.notes.values()].at(-1)).toContain('Manual intervention required.');
    expect(w.errors).not.toEqual([]);
  });

  test('where its figures can not be read it has not helped, once its time is over', async () => {
    const check = { metrics: {}, pass: 'errors < 1', over: MINUTE };
    const bindings = [{ ...ROLL_BACK, verify: { within: 15 * MINUTE, check } }];
    await done(bindings);
    w.check.error = new Error('no answer');
    w.pass(15 * MINUTE);
    await w.look(bindings);
    expect(await w.states()).toEqual(['no help']);
    expect([...(await w.store.automation.standing()).stopped.keys()]).toEqual(['roll back']);
  });
});

describe('the switch', () => {
  const DEED = { actor: 'slack:U1', action: 'automation-off', object: 'automation' } as const;

  test('keeps from being begun what was approved and waits', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(2 * MINUTE);
    await w.look(undefined, 3);
    expect(w.onlyRun().state).toBe('approved');
    await w.store.automation.turn({ at: w.now(), by: 'Ana' }, DEED);
    await w.look();
    expect([w.onlyRun().state, await w.states()]).toEqual(['expired', ['not done']]);
  });

  test('keeps from being asked for what had its turn when the process died', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    const of = { binding: 'roll back', group: 'page.1', fingerprint: 'f1' };
    const at = w.now();
    const labels = { FunctionName: 'orders' };
    const turn = { state: 'asked', acts: true, revision: 1, what: '' } as const;
    await w.store.automation.add({ id: 'a1', ...of, labels, episode: at, at, ...turn });
    await w.store.automation.turn({ at: w.now(), by: 'Ana' }, DEED);
    await w.look(undefined, 3);
    expect([w.asked(), await w.states()]).toEqual([0, ['not done']]);
  });

  test('keeps what waits from being done, and takes back what is asked', async () => {
    w.fire('page.1', { FunctionName: 'orders' });
    await w.look();
    w.fire('page.2', { FunctionName: 'checkout' }, { startsAt: START - HOUR });
    const suggested = [{ ...ROLL_BACK, mode: 'suggest' as const }];
    await w.look(suggested);
    await w.store.automation.turn({ at: w.now(), by: 'Ana' }, DEED);
    w.pass(2 * MINUTE);
    await w.look(suggested, 2);
    expect(w.onlyRun().state).toBe('expired');
    expect(await w.states()).toEqual(['not done', 'not done']);
  });

  test('leaves to people what they were told while it was off, also when it is on again', async () => {
    await w.look();
    await w.store.automation.turn({ at: w.now(), by: 'Ana' }, DEED);
    w.fire('page.1', { FunctionName: 'orders' });
    w.pass(10_000);
    await w.look();
    await w.store.automation.turn(undefined, { ...DEED, action: 'automation-on' });
    w.pass(10 * MINUTE);
    await w.look(undefined, 3);
    expect([w.asked(), await w.states()]).toEqual([0, []]);
  });
});

test('of two processes, and after a crash at any write, an action is asked for once', async () => {
  w.fire('page.1', { FunctionName: 'orders' });
  w.pass(2 * MINUTE);
  await Promise.all([w.look(), w.look(), w.look()]);
  await Promise.all([w.look(), w.look()]);
  expect(w.asked()).toBe(1);
  expect(w.onlyRun().state).toBe('approved');
});

test('an attempt whose binding the config has no more is ended, and its question taken back', async () => {
  const suggested = [{ ...ROLL_BACK, mode: 'suggest' as const }];
  w.fire('page.1', { FunctionName: 'orders' });
  w.pass(2 * MINUTE);
  await w.look(suggested, 2);
  await w.look([]);
  expect([w.onlyRun().state, await w.states()]).toEqual(['expired', ['not done']]);
});

test('what waited for its time while nobody looked for long is left to people', async () => {
  w.fire('page.1', { FunctionName: 'orders' });
  await w.look();
  w.pass(16 * MINUTE);
  await w.look(undefined, 3);
  expect([w.asked(), await w.states()]).toEqual([0, ['not done']]);
  expect([...w.notes.values()].at(-1)).toContain('the bot was away when it was its time');
});

test('what was asked for in vain says why, and not that nobody said yes', async () => {
  w.fire('page.1', { FunctionName: 'orders' });
  w.pass(2 * MINUTE);
  await w.look(undefined, 3);
  w.put(w.onlyRun().key, 'expired', 'The config does not allow it any more.');
  await w.look(undefined, 2);
  expect([...w.notes.values()].at(-1)).toBe(
    '“roll back” is not done: The config does not allow it any more. Manual intervention required.',
  );
});

test('what was told long before, while nobody looked, is left to people', async () => {
  w.fire('page.1', { FunctionName: 'orders' });
  w.pass(16 * MINUTE);
  await w.look(undefined, 2);
  expect(await w.states()).toEqual([]);
});
