import { matcher } from '../../src/alert/matcher.ts';
import type { ActionRun } from '../../src/engine/ports/action-runs.ts';
import type { Binding } from '../../src/runbooks/remediation/binding.ts';

const MINUTE = 60_000;

/** An entry of automation that rolls a function back. */
export const ROLL_BACK: Binding = {
  name: 'roll back',
  matchers: [matcher('alertname', '=', 'errors')],
  mode: 'act',
  action: { name: 'lambda_rollback', params: { function: '{{ labels.FunctionName }}' } },
  after: 2 * MINUTE,
  pace: { cooldown: 60 * MINUTE, perDay: 3, isCanary: true },
  mayAct: () => true,
  verify: { within: 15 * MINUTE },
};

/** What the bot asks for by it. */
export const ROLL_BACK_RUN: ActionRun = {
  key: 'run-1',
  about: 'function orders',
  action: 'lambda_rollback',
  params: {},
  why: [],
  facts: {},
  state: 'asked',
  revision: 1,
  askedBy: 'tocsin',
  askedAt: 1_800_000_000_000,
  story: [],
};
