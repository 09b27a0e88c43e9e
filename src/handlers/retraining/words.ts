import type { ActionRun, RunMoment } from '../../engine/ports/action-runs.ts';

/** What is done, as people call it. */
const ACTIONS: Readonly<Record<string, string>> = {
  step_functions: 'An execution of Step Functions is started',
  sagemaker_pipeline: 'A SageMaker pipeline is started',
  lambda: 'A Lambda function is invoked',
  webhook: 'A webhook is called',
};

export function actionText({ action }: Pick<ActionRun, 'action'>): string {
  return ACTIONS[action] ?? action;
}

/** How a run stands, at a glance. */
export function headingOf({ state, stopping }: ActionRun, model: string): string {
  switch (state) {
    case 'asked':
      return `🔁 Train ${model} again?`;
    case 'approved':
    case 'starting':
      return `⏳ Training ${model} again is about to start`;
    case 'running':
      return stopping === 'told'
        ? `⏳ Training ${model} again is being stopped`
        : `⏳ ${model} is being trained again`;
    case 'succeeded':
      return `✅ Training ${model} again is done`;
    case 'failed':
      return `❌ Training ${model} again failed`;
    case 'unknown':
      return `❓ Nobody knows whether ${model} is being trained again`;
    case 'declined':
      return `🚫 ${model} is not trained again: declined`;
    case 'expired':
      return `⌛ ${model} is not trained again: not approved`;
  }
}

/** A line of a run's story; names and words of services are among it. */
export function momentText({ state, by, what }: RunMoment): string {
  switch (state) {
    case 'asked':
      return by === undefined ? 'Tocsin asks for it.' : `${by} asks for it.`;
    case 'approved':
      return by === undefined ? 'The config wants no approval: it is done.' : `${by} has it done.`;
    case 'declined':
      return `${by ?? 'Somebody'} declined.`;
    default:
      return by === undefined ? what : `${by}: ${what}`;
  }
}
