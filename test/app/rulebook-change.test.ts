import { expect, test } from 'vitest';
import type { Rulebook } from '../../src/app/rulebook.ts';
import { createRulebookChange } from '../../src/app/rulebook-change.ts';
import type { ActivePolicy } from '../../src/store/redis/active-policy.ts';
import { policyOf, route } from '../rules/make.ts';

const rulebook = (digest: string, close = () => {}): Rulebook => ({
  digest,
  policy: policyOf(route()),
  outletOf: () => undefined,
  close,
});

/** What Redis would be told. */
function setUp(activate: ActivePolicy['activate'] = async () => true, close = () => {}) {
  const activated: string[] = [];
  let digest = 'old';
  const active: ActivePolicy = {
    get digest() {
      return digest;
    },
    activate,
    adopt: (next) => void (digest = next),
    renew: async () => true,
  };
  const change = createRulebookChange(rulebook('old', close), active, (one) => activated.push(one));
  return { change, activated, active };
}

test('the rulebook changes at the pause, and not before', async () => {
  const { change, activated } = setUp();
  const changed = change.change(rulebook('new'), 'activate');
  expect(change.current().digest).toBe('old');
  await change.pause();
  await changed;
  expect(change.current().digest).toBe('new');
  expect(activated).toEqual(['new']);
});

test('the connections of the old rulebook are closed when another takes its place', async () => {
  let closed = 0;
  const { change } = setUp(
    async () => true,
    () => void (closed += 1),
  );
  const changed = change.change(rulebook('new'), 'activate');
  expect(closed).toBe(0);
  await change.pause();
  await changed;
  expect(closed).toBe(1);
});

test('who follows activates nothing', async () => {
  const { change, activated, active } = setUp(() => Promise.reject(new Error('not asked for')));
  const changed = change.change(rulebook('new'), 'follow');
  await change.pause();
  await changed;
  expect([change.current().digest, active.digest, activated]).toEqual(['new', 'new', []]);
});

test('when Redis says no the old rulebook goes on, and whoever asked is told', async () => {
  const { change, activated } = setUp(() => Promise.reject(new Error('no connection')));
  const failed = change.change(rulebook('new'), 'activate');
  await Promise.all([expect(failed).rejects.toThrow('no connection'), change.pause()]);
  expect([change.current().digest, activated]).toEqual(['old', []]);
});
