import { beforeEach, describe, expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import { automationAtHand } from '../../src/runbooks/remediation/at-hand.ts';
import type { Binding } from '../../src/runbooks/remediation/binding.ts';
import { createMemoryStore, type MemoryStore } from '../../src/store/memory/store.ts';
import { answerOf, stepFor } from '../support/ask-command.ts';
import { noTools } from '../support/no-tools.ts';

const NOW = 1_800_000_000_000;
const ROLL_BACK: Binding = {
  name: 'roll back',
  matchers: [matcher('alertname', '=', 'errors')],
  mode: 'act',
  action: { name: 'lambda_rollback', params: {} },
  after: 0,
  pace: { cooldown: 1, perDay: 1, isCanary: true },
  mayAct: () => true,
  verify: { within: 1 },
};
const STOPPED = { at: NOW, why: '“roll back” did not help: <!channel>.' };
const DEED = { actor: 'tocsin', action: 'automation-stopped', object: 'roll back' } as const;

let store: MemoryStore;
beforeEach(() => {
  store = createMemoryStore(() => NOW);
});

async function typed(text: string, role: 'viewer' | 'admin' = 'admin', bindings = [ROLL_BACK]) {
  const automation = automationAtHand(bindings, store.automation, () => NOW);
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
