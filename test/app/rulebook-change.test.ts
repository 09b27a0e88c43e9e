import { expect, test } from 'vitest';
import type { Rulebook } from '../../src/app/rulebook.ts';
import { createRulebookChange } from '../../src/app/rulebook-change.ts';
import type { ActivePolicy } from '../../src/store/redis/active-policy.ts';
import { policyOf, route } from '../rules/make.ts';

const rulebook = (digest: string): Rulebook => ({
  digest,
  policy: policyOf(route()),
  outletOf: () => undefined,
});

/** What Redis would be told. */
function setUp(activate: ActivePolicy['activate'] = async () => true) {
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
  const change = createRulebookChange(rulebook('old'), active, (one) => activated.push(one));
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
