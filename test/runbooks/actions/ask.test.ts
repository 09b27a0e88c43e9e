import { beforeEach, describe, expect, test } from 'vitest';
import type { ActionRun } from '../../../src/engine/ports/action-runs.ts';
import type { AllowRule } from '../../../src/runbooks/actions/allow.ts';
import type { Wanted } from '../../../src/runbooks/actions/ask.ts';
import { actionsAtHand } from '../../../src/runbooks/actions/at-hand.ts';
import { createCarrier } from '../../../src/runbooks/actions/carry-on.ts';
import { overBounds } from '../../../src/runbooks/actions/demands.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { createDials, type Dials } from '../../support/dial.ts';

const T0 = Date.parse('2026-10-01T06:00:00Z');
const MINUTE = 60_000;
const ANA = { actor: 'slack:U0ANA', name: 'Ana Ruiz' };
const BEN = { actor: 'slack:U0BEN', name: 'Ben Oko' };
const RULE: AllowRule = { action: 'dial', targets: ['ord*'], least: 1, secondPerson: false };

let now: number;
let store: MemoryStore;
let dials: Dials;
let rules: readonly AllowRule[];
let asked: number;
beforeEach(() => {
  now = T0;
  store = createMemoryStore(() => now);
  dials = createDials();
  rules = [RULE];
  asked = 0;
});

const actionOf = async (name: string) => (name === 'dial' ? dials.action : undefined);
const limits = { perHour: 100, perTarget: 3 };

/** As the config has it by now. */
function atHand() {
  return actionsAtHand({
    runs: store.actions,
    now: () => now,
    hurry: async () => {},
    onDecided: () => {},
    actionOf,
    actionNames: ['dial'],
    allowed: { rules, limits },
    elsewhere: () => undefined,
  });
}

function wanted(own: Partial<Wanted> = {}): Wanted {
  asked += 1;
  const params = { name: 'orders', to: 8 };
  return { action: 'dial', params, by: ANA, id: `wish ${asked}`, why: ['It is slow.'], ...own };
}

/** Brings a run on as often as told. */
async function carry(key: string, times = 1): Promise<ActionRun> {
  const carryOn = createCarrier({
    runs: store.actions,
    actionOf,
    now: () => now,
    onState: () => {},
    overBounds: (run, action, was) => overBounds(run, action, was, rules),
  });
  let run: ActionRun | undefined;
  for (let left = times; left > 0; left -= 1) {
    run = await carryOn(key, new AbortController().signal);
  }
  if (run === undefined) throw new Error('there is no run');
  return run;
}

async function ask(own: Partial<Wanted> = {}): Promise<string> {
  const { key, inTheWay } = await atHand().ask(wanted(own));
  if (inTheWay !== undefined) throw new Error(`in the way: ${inTheWay.kind}`);
  return key;
}

const last = ({ story }: ActionRun) => story.at(-1)?.what;
const NO_ONE = 'no other one was asked for';
const latest = async () => (await store.actions.latest('dial orders')).run?.key ?? NO_ONE;

describe('asking for an action', () => {
  test('shows what it would change before anybody can say yes; who asked may, when they saw it', async () => {
    const key = await ask();
    expect(await atHand().approve(key, ANA)).toEqual({ kind: 'unseen' });
    const seen = await carry(key);
    expect(seen).toMatchObject({
      state: 'asked',
      title: 'Set orders to 8',
      about: 'dial orders',
      role: 'operator',
      approveBy: T0 + 15 * MINUTE,
      preview: { before: 'orders is at 4.', after: 'It is at 8.', was: '4' },
      canUndo: true,
    });
    expect(await atHand().approve(key, ANA)).toMatchObject({ kind: 'done' });
    expect(await carry(key)).toMatchObject({ state: 'succeeded' });
    expect(dials.set).toEqual(['orders 8']);
  });

  test('is refused where the config does not allow it, with what to write', async () => {
    await expect(ask({ params: { name: 'users', to: 1 } })).rejects.toMatchObject({
      message: 'the config does not allow dial on "users"',
      hint: `write actions: { allow: [{ action: dial, targets: ['users'] }] } into the config; docs/actions.md tells how`,
    });
    rules = [];
    await expect(ask()).rejects.toThrow('the config does not allow dial on "orders"');
    // A runbook does not choose whose rights are used.
    rules = [RULE];
    const role_arn = 'arn:aws:iam::1:role/admin';
    const elsewhere = { name: 'orders', to: 8, role_arn };
    await expect(ask({ params: elsewhere })).rejects.toMatchObject({
      hint: expect.stringContaining(`role_arn: ${role_arn}`),
    });
    rules = [{ ...RULE, role_arn, region: 'eu-west-1' }];
    const key = await ask();
    expect(await store.actions.find(key)).toMatchObject({
      params: { ...elsewhere, region: 'eu-west-1' },
    });
    await expect(ask({ params: { ...elsewhere, region: 'us-east-1' } })).rejects.toThrow('allow');
  });

  test('by an ARN, which may be another account’s, is allowed by patterns of ARNs alone', async () => {
    rules = [{ ...RULE, targets: ['*', 'orders'] }];
    const arn = 'arn:aws:lambda:eu-west-1:999999999999:function:orders';
    const params = { name: arn, to: 8 };
    for (const name of [arn, '999999999999:function:orders']) {
      await expect(ask({ params: { name, to: 8 } })).rejects.toMatchObject({
        hint: expect.stringContaining(`targets: ['${name}']`),
      });
    }
    rules = [{ ...RULE, targets: ['arn:aws:lambda:eu-west-1:999999999999:function:ord*'] }];
    expect(await store.actions.find(await ask({ params }))).toMatchObject({ params });
  });

  test('says what is wrong with its name and parameters, and what to write', async () => {
    await expect(ask({ action: 'dail' })).rejects.toMatchObject({
      message: 'there is no action "dail"',
      hint: 'write dial',
    });
    await expect(ask({ params: { name: 'orders' } })).rejects.toMatchObject({
      message: 'the action dial lacks the parameter to',
    });
    await expect(ask({ params: { name: 'orders', to: 8, too: 9 } })).rejects.toMatchObject({
      message: 'the action dial has no parameter "too"',
      hint: 'write to',
    });
    await expect(ask({ params: { name: 'orders', to: 'many' } })).rejects.toMatchObject({
      message: 'the parameter to of dial: "many" is not a whole number of at least 0',
      hint: 'write a number such as 5',
    });
  });

  test('takes what the alert says as data, and names what it does not say', async () => {
    rules = [{ ...RULE, targets: ['*'] }];
    const facts = { labels: { Name: 'orders", "to": "99', Size: '7' }, annotations: {} };
    const params = { name: '{{ labels.Name }}', to: '{{ labels.Size }}' };
    const key = await ask({ params, facts });
    expect(await store.actions.find(key)).toMatchObject({
      params: { name: 'orders", "to": "99', to: 7 },
    });
    const lacking = { name: '{{ labels.FunctionName }}', to: 7 };
    await expect(ask({ params: lacking, facts })).rejects.toMatchObject({
      message: 'the alert has no label FunctionName',
    });
    const long = { labels: { Name: 'x'.repeat(2_500), Size: '7' }, annotations: {} };
    await expect(ask({ params, facts: long })).rejects.toThrow('too long to be shown');
    const twice = { labels: { Name: '{{ labels.Size }}', Size: '7' }, annotations: {} };
    const same = await ask({ params, facts: twice });
    expect(await store.actions.find(same)).toMatchObject({ params: { name: '{{ labels.Size }}' } });
  });

  test('is over with why where it can not be done, or reaches further than the config lets it', async () => {
    rules = [{ ...RULE, targets: ['*'] }];
    const far = await carry(await ask({ params: { name: 'orders', to: 9 } }));
    expect(far).toMatchObject({ state: 'failed' });
    expect(last(far)).toBe(
      'Nothing was done. 9 turns is too much: in one step it is at most doubled, to 8 turns. For more, write most: 9 beside it in actions.allow.',
    );
    const none = await carry(await ask({ params: { name: 'orders', to: 0 } }));
    expect(last(none)).toContain('0 turns is too little: not below 1 turns.');
    const unknown = await carry(await ask({ params: { name: 'users', to: 0 } }));
    expect(last(unknown)).toBe('Nothing was done. There is no users. Name another.');
    now += 61 * MINUTE;
    rules = [{ ...RULE, most: 9, least: 0 }];
    for (const to of [9, 0]) {
      const key = await ask({ params: { name: 'orders', to } });
      expect(await carry(key)).toMatchObject({ state: 'asked' });
      await atHand().decline(key, BEN);
    }
  });

  test('is once for a wish, one at a time for a target, and so often within an hour', async () => {
    const wish = wanted();
    const first = await atHand().ask(wish);
    expect(await atHand().ask(wish)).toEqual(first);
    expect(await atHand().ask(wanted({ by: BEN }))).toMatchObject({
      inTheWay: { kind: 'open', run: { key: first.key } },
    });
    await atHand().decline(first.key, BEN);
    for (let left = 2; left > 0; left -= 1) await atHand().decline(await ask(), BEN);
    expect(await atHand().ask(wanted())).toMatchObject({
      inTheWay: { kind: 'limit', of: 'target', most: 3, until: T0 + 60 * MINUTE },
    });
  });
});

describe('an approval', () => {
  test('of a second person is nobody’s own; the config may want one, or a stronger role, after all', async () => {
    const key = await ask({ secondPerson: true, role: 'responder' });
    await carry(key);
    expect(await atHand().roleFor(key)).toBe('responder');
    expect(await atHand().approve(key, ANA)).toEqual({ kind: 'own' });
    expect(await atHand().decline(key, ANA)).toMatchObject({ kind: 'done' });
    const other = await ask({ role: 'responder' });
    await carry(other);
    rules = [{ ...RULE, secondPerson: true, role: 'admin' }];
    expect(await atHand().roleFor(other)).toBe('admin');
    expect(await atHand().approve(other, ANA)).toEqual({ kind: 'own' });
    expect(await atHand().approve(other, BEN)).toMatchObject({ kind: 'done' });
  });

  test('is not given after a quarter of an hour', async () => {
    const key = await ask();
    await carry(key);
    now += 15 * MINUTE;
    expect(await atHand().approve(key, BEN)).toMatchObject({ kind: 'over' });
    expect(await carry(key)).toMatchObject({ state: 'expired' });
    expect(dials.set).toEqual([]);
  });

  test('is not for what the config allows no more', async () => {
    const key = await ask();
    await carry(key);
    rules = [];
    expect(await atHand().approve(key, BEN)).toEqual({ kind: 'changed' });
    expect(last(await carry(key))).toBe('The config does not allow it any more.');
    const late = await (async () => {
      rules = [RULE];
      const other = await ask();
      await carry(other);
      await atHand().approve(other, BEN);
      rules = [{ ...RULE, most: 7 }];
      return carry(other);
    })();
    expect(late).toMatchObject({ state: 'expired' });
    expect(last(late)).toContain('the config allows 7 turns at most');
    expect(dials.set).toEqual([]);
  });

  test('is for what was shown: where something else is there by now, it is asked anew', async () => {
    const key = await ask();
    await carry(key);
    await atHand().approve(key, BEN);
    dials.figures.set('orders', 5);
    const closed = await carry(key);
    expect(closed).toMatchObject({ state: 'expired' });
    expect(last(closed)).toContain('Now: orders is at 5. It is asked anew.');
    const anew = await latest();
    expect(anew).not.toBe(key);
    expect(await carry(anew)).toMatchObject({
      state: 'asked',
      askedBy: ANA.actor,
      preview: { before: 'orders is at 5.', was: '5' },
      params: { name: 'orders', to: 8 },
    });
    expect(dials.set).toEqual([]);
    await atHand().approve(anew, ANA);
    expect(await carry(anew)).toMatchObject({ state: 'succeeded' });
    expect(dials.set).toEqual(['orders 8']);
  });

  test('waits while AWS has no time to say what there is; but not for long', async () => {
    const key = await ask();
    dials.isBusy = true;
    expect((await carry(key)).preview).toBeUndefined();
    dials.isBusy = false;
    await carry(key);
    await atHand().approve(key, BEN);
    dials.isBusy = true;
    expect(await carry(key)).toMatchObject({ state: 'approved' });
    now += 2 * MINUTE;
    const closed = await carry(key);
    expect(closed).toMatchObject({ state: 'expired' });
    expect(last(closed)).toContain('can not be found out any more: AWS asks for patience.');
    expect(dials.set).toEqual([]);
  });

  test('of one’s own does not count where the config wants a second person before it is begun', async () => {
    const key = await ask();
    await carry(key);
    await atHand().approve(key, ANA);
    rules = [{ ...RULE, secondPerson: true }];
    expect(last(await carry(key))).toContain('somebody else than who asked');
    expect(dials.set).toEqual([]);
  });

  test('that could not be acted upon for ten minutes, as nobody was there, comes to nothing', async () => {
    const key = await ask();
    await carry(key);
    await atHand().approve(key, BEN);
    now += 10 * MINUTE;
    expect(await carry(key, 2)).toMatchObject({ state: 'expired' });
    expect(dials.set).toEqual([]);
  });

  test('comes to nothing where what was shown is not found any more', async () => {
    const key = await ask();
    await carry(key);
    await atHand().approve(key, BEN);
    dials.figures.clear();
    const closed = await carry(key);
    expect(last(closed)).toContain('can not be found out any more: There is no orders.');
    expect(await latest()).toBe(key);
  });
});

describe('taking back', () => {
  async function done(own: Partial<Wanted> = {}): Promise<string> {
    const key = await ask(own);
    await carry(key);
    await atHand().approve(key, BEN);
    await carry(key);
    return key;
  }

  async function undo(key: string): Promise<string> {
    const came = await atHand().undo(key, BEN);
    if (!('key' in came) || came.inTheWay !== undefined) throw new Error(JSON.stringify(came));
    return came.key;
  }

  test('puts back exactly what was there, shown and approved as anything else, and once', async () => {
    const key = await done({ secondPerson: true });
    const back = await undo(key);
    expect(await carry(back)).toMatchObject({
      state: 'asked',
      undoes: key,
      params: { name: 'orders', to: 4 },
      title: 'Set orders to 4',
      why: ['It takes back: Set orders to 8.'],
      secondPerson: true,
    });
    expect(await atHand().approve(back, BEN)).toEqual({ kind: 'own' });
    expect(await atHand().approve(back, ANA)).toMatchObject({ kind: 'done' });
    expect(await carry(back)).toMatchObject({ state: 'succeeded' });
    expect(dials.set).toEqual(['orders 8', 'orders 4']);
    const original = await carry(key);
    expect(original).toMatchObject({ state: 'succeeded', undoneBy: back });
    expect(last(original)).toBe('It was taken back, as Ben Oko asked.');
    expect(await atHand().undo(key, BEN)).toMatchObject({ kind: 'over' });
    await expect(atHand().undo(back, BEN)).rejects.toThrow('this can not be taken back');
    expect(await atHand().undo('run-none', BEN)).toEqual({ kind: 'gone' });
  });

  test('of two who want it, one is asked for; one that was declined can be asked for again', async () => {
    const key = await done();
    const both = await Promise.all([atHand().undo(key, ANA), atHand().undo(key, BEN)]);
    const [one, other] = both.map((came) => ('key' in came ? came.key : ''));
    expect(one).toBe(other);
    await atHand().decline(one ?? '', BEN);
    expect(await undo(key)).not.toBe(one);
  });

  test('is not bound by how far one step reaches, nor by how often; but by what is allowed', async () => {
    const key = await done({ params: { name: 'orders', to: 1 } });
    for (let left = 2; left > 0; left -= 1) await atHand().decline(await ask(), BEN);
    const back = await undo(key);
    expect(await carry(back)).toMatchObject({ state: 'asked' });
    await atHand().decline(back, BEN);
    rules = [];
    await expect(atHand().undo(key, BEN)).rejects.toThrow('the config does not allow it any more');
  });

  test('that finds something else when it is approved is asked anew, and is once all the same', async () => {
    const key = await done();
    const back = await undo(key);
    await carry(back);
    await atHand().approve(back, BEN);
    dials.figures.set('orders', 6);
    expect(await carry(back)).toMatchObject({ state: 'expired' });
    const anew = await latest();
    expect(anew).not.toBe(back);
    await atHand().approve(anew, BEN);
    expect(await carry(anew)).toMatchObject({ state: 'succeeded', undoes: key });
    expect(dials.set).toEqual(['orders 8', 'orders 4']);
    expect(await atHand().undo(key, BEN)).toMatchObject({ kind: 'over' });
  });
});
