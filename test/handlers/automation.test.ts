import { beforeEach, describe, expect, test } from 'vitest';
import type { Attempt } from '../../src/engine/ports/automation.ts';
import { automationRuns } from '../../src/app/runbooks/automation-runs.ts';
import { successorKey } from '../../src/runbooks/actions/anew.ts';
import { automationAtHand } from '../../src/runbooks/remediation/at-hand.ts';
import { createMemoryStore, type MemoryStore } from '../../src/store/memory/store.ts';
import { answerOf, stepFor } from '../support/ask-command.ts';
import { noTools } from '../support/no-tools.ts';
import { ROLL_BACK, ROLL_BACK_RUN as RUN } from '../support/roll-back.ts';

const NOW = 1_800_000_000_000;
const STOPPED = { at: NOW, why: '“roll back” did not help: <!channel>.' };
const DEED = { actor: 'tocsin', action: 'automation-stopped', object: 'roll back' } as const;

const ATTEMPT: Attempt = {
  id: '',
  binding: 'roll back',
  group: 'page.1',
  episode: NOW,
  fingerprint: 'f1',
  labels: {},
  state: 'asked',
  revision: 0,
  at: NOW,
  what: '',
};

let store: MemoryStore;
beforeEach(() => {
  store = createMemoryStore(() => NOW);
});

async function typed(text: string, role: 'viewer' | 'admin' = 'admin', bindings = [ROLL_BACK]) {
  const now = () => NOW;
  const { withdraw } = automationRuns({ runs: store.actions, now });
  const automation = automationAtHand(bindings, store.automation, { withdraw, now });
  const tools = { ...noTools(() => NOW), automation };
  return stepFor({ command: '/tocsin', text: `automation ${text}`, tools, at: NOW, role });
}

async function answered(text: string, bindings = [ROLL_BACK]): Promise<string> {
  return (await answerOf(await typed(text, 'admin', bindings))).text;
}

describe('/tocsin automation', () => {
  test('turns all off with why, once, and on again', async () => {
    expect(await answered('off we look ourselves')).toContain('Automation is off.');
    const { off } = await store.automation.standing();
    expect(off).toEqual({ at: NOW, by: 'Ana', why: 'we look ourselves' });
    expect(await answered('OFF')).toBe('Automation is off already.');
    expect(await answered('')).toContain('Ana turned it off: we look ourselves');
    expect(await answered('on')).toContain('Automation is on again.');
    expect(await answered('on')).toBe('Automation is on already.');
    expect((await store.automation.standing()).off).toBeUndefined();
  });

  test('turns off at once what waits for a yes or to be begun, also what was asked anew', async () => {
    const run = (key: string, about: string, state: 'asked' | 'approved' | 'expired' | 'running') =>
      store.actions.open({ ...RUN, key, about, state }, 0, DEED);
    await run('run-1', 'one', 'asked');
    await run('run-2', 'two', 'approved');
    await run('run-3', 'three', 'running');
    await run('run-4', 'four', 'expired');
    await run(successorKey('run-4'), 'four', 'asked');
    for (const at of [1, 2, 3, 4]) {
      await store.automation.add({ ...ATTEMPT, id: `a${at}`, run: `run-${at}` });
    }
    await answered('off');
    const found = async (key: string) => (await store.actions.find(key))?.state;
    const states = ['run-1', 'run-2', 'run-3', successorKey('run-4')].map(found);
    expect(await Promise.all(states)).toEqual(['expired', 'expired', 'running', 'expired']);
  });

  test('starts each of two that differ in their case alone, and one with spaces in its name', async () => {
    for (const name of ['Roll back', 'roll back', 'more  memory']) {
      await store.automation.stop(name, STOPPED, DEED);
    }
    await answered('start roll back');
    await answered('start Roll back');
    await answered('start more memory');
    expect((await store.automation.standing()).stopped.size).toBe(0);
  });

  test.each([
    ['off', 'responder'],
    ['on', 'operator'],
    ['start roll back', 'operator'],
    ['', 'viewer'],
  ])('%s takes a %s', async (text, role) => {
    expect((await typed(text)).role).toBe(role);
  });

  test('starts what stopped itself, in whatever case, and says what there is otherwise', async () => {
    await store.automation.stop('roll back', STOPPED, DEED);
    await expect(answered('start rol back')).rejects.toMatchObject({
      hint: 'write /tocsin automation start roll back',
    });
    expect(await answered('start Roll Back')).toContain('“roll back” goes on');
    await expect(answered('start roll back')).rejects.toMatchObject({ hint: 'nothing is stopped' });
    expect((await store.automation.standing()).stopped.size).toBe(0);
  });

  test('shows each binding, what stopped itself and why, and what was done last', async () => {
    await store.automation.stop('roll back', STOPPED, DEED);
    await store.automation.add({
      id: 'a',
      binding: 'roll back',
      group: 'page.1',
      episode: 1,
      fingerprint: 'f',
      labels: { alertname: 'errors <!here>' },
      state: 'no help',
      revision: 0,
      at: NOW,
      what: 'It did not help.',
    });
    const answer = await answerOf(await typed(''));
    expect(answer.text).not.toContain('<!');
    expect(JSON.stringify(answer.blocks)).toContain('roll back: acts, lambda_rollback. Stopped');
    expect(JSON.stringify(answer.blocks)).toContain('did not help');
    expect(await answered('', [])).toContain('Nothing is done by itself');
  });

  test('says what to write instead of a word that it does not know', async () => {
    await expect(answered('of')).rejects.toMatchObject({ hint: 'write /tocsin automation off' });
  });
});
