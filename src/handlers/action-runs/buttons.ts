import type { ActionsBlock, Button } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Look } from './look.ts';

export const APPROVE = 'run:approve';
export const DECLINE = 'run:decline';
export const STOP = 'run:stop';
export const UNDO = 'run:undo';

/** The buttons of a run as it stands; their value is its key. */
export function runButtons(run: ActionRun, { sure }: Look): readonly ActionsBlock[] {
  const { state, stopping, canStop, canUndo, undoneBy } = run;
  if (state === 'asked') return [block([approve(run, sure.approve), decline(run)])];
  if (state === 'succeeded' && canUndo && undoneBy === undefined) return [block([undo(run)])];
  const isStopping = stopping === 'told' || stopping === 'wanted';
  return state === 'running' && canStop && !isStopping ? [block([stop(run, sure.stop)])] : [];
}

function block(elements: Button[]): ActionsBlock {
  return { type: 'actions', elements };
}

/** Also for who asked for it themselves: they have seen by now what it would change. */
function approve({ key, secondPerson }: ActionRun, title: string): Button {
  const label = secondPerson ? 'Approve' : 'Do it';
  return {
    type: 'button',
    action_id: APPROVE,
    style: 'primary',
    value: key,
    text: plain(label, 75),
    confirm: {
      title: plain(title, 100),
      text: plain('Once, with exactly what the message shows.', 300),
      confirm: plain(label, 30),
      deny: plain('Not yet', 30),
    },
  };
}

function decline({ key, secondPerson }: ActionRun): Button {
  const label = secondPerson ? 'Decline' : 'Leave it';
  return { type: 'button', action_id: DECLINE, value: key, text: plain(label, 75) };
}

function stop({ key }: ActionRun, title: string): Button {
  return {
    type: 'button',
    action_id: STOP,
    style: 'danger',
    value: key,
    text: plain('Stop', 75),
    confirm: {
      title: plain(title, 100),
      text: plain('What it has done by now stays done.', 300),
      confirm: plain('Stop', 30),
      deny: plain('Let it run', 30),
    },
  };
}

/** Without a question: what it would change is shown before anything is done. */
function undo({ key }: ActionRun): Button {
  return { type: 'button', action_id: UNDO, value: key, text: plain('Undo…', 75) };
}
