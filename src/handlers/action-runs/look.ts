import type { ActionRun } from '../../engine/ports/action-runs.ts';

/** How a run is spoken of. Words come from outside. */
export interface Look {
  /** How it stands, at a glance. */
  readonly heading: string;
  /** What is done, before its parameters. */
  readonly does: string;
  /** What somebody is asked who says yes, and who stops it. */
  readonly sure: { readonly approve: string; readonly stop: string };
  /** From one start to the next, in milliseconds. */
  readonly cooldown?: number;
}

/** How an action is spoken of that a runbook, or a person, asked for. */
export function actionLook(run: ActionRun): Look {
  const title = run.title ?? run.about;
  return {
    heading: headingOf(run, title),
    does: `The action ${run.action}, with exactly:`,
    sure: { approve: `${title}?`, stop: `Stop it? ${title}` },
  };
}

function headingOf({ state, stopping, undoneBy, undoes }: ActionRun, title: string): string {
  switch (state) {
    case 'asked':
      return `${undoes === undefined ? '🛠️' : '↩️'} ${title}?`;
    case 'approved':
    case 'starting':
      return `⏳ About to start: ${title}`;
    case 'running':
      return `⏳ ${stopping === 'told' ? 'Being stopped' : 'Under way'}: ${title}`;
    case 'succeeded':
      return undoneBy === undefined ? `✅ Done: ${title}` : `↩️ Taken back: ${title}`;
    case 'failed':
      return `❌ Failed: ${title}`;
    case 'unknown':
      return `❓ Nobody knows whether it happened: ${title}`;
    case 'declined':
      return `🚫 Declined: ${title}`;
    case 'expired':
      return `⌛ Not done: ${title}`;
  }
}
