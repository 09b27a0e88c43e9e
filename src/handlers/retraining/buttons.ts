import type { ActionsBlock, Button } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import type { ActionRun } from '../../engine/ports/action-runs.ts';
import { actionText } from './words.ts';

export const APPROVE = 'retrain:approve';
export const DECLINE = 'retrain:decline';
export const STOP = 'retrain:stop';

/** What can be taken back once it runs: by the names of actions. */
const STOPPABLE: ReadonlySet<string> = new Set(['step_functions', 'sagemaker_pipeline']);

/** The buttons of a run as it stands; their value is its key. */
export function runButtons(run: ActionRun, model: string): readonly ActionsBlock[] {
  if (run.state === 'asked') return [block([approve(run, model), decline(run)])];
  const canStop = run.state === 'running' && STOPPABLE.has(run.action);
  if (!canStop || run.stopping === 'told' || run.stopping === 'wanted') return [];
  return [block([stop(run, model)])];
}

function block(elements: Button[]): ActionsBlock {
  return { type: 'actions', elements };
}

function approve(run: ActionRun, model: string): Button {
  return {
    type: 'button',
    action_id: APPROVE,
    style: 'primary',
    value: run.key,
    text: plain('Approve', 75),
    confirm: {
      title: plain(`Train ${model} again?`, 100),
      text: plain(`${actionText(run)}, once, with exactly what the message shows.`, 300),
      confirm: plain('Approve', 30),
      deny: plain('Not yet', 30),
    },
  };
}

function decline({ key }: ActionRun): Button {
  return { type: 'button', action_id: DECLINE, value: key, text: plain('Decline', 75) };
}

function stop({ key }: ActionRun, model: string): Button {
  return {
    type: 'button',
    action_id: STOP,
    style: 'danger',
    value: key,
    text: plain('Stop', 75),
    confirm: {
      title: plain(`Stop training ${model}?`, 100),
      text: plain('What it has done by now stays done.', 300),
      confirm: plain('Stop', 30),
      deny: plain('Let it run', 30),
    },
  };
}
