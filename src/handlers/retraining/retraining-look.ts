import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Retraining } from '../../runbooks/retraining/retraining.ts';
import type { Look } from '../action-runs/look.ts';

/** What is done, as people call it. */
const ACTIONS: Readonly<Record<string, string>> = {
  step_functions: 'An execution of Step Functions is started',
  sagemaker_pipeline: 'A SageMaker pipeline is started',
  lambda: 'A Lambda function is invoked',
  webhook: 'A webhook is called',
};

/**
 * How the training of a model again is spoken of.
 *
 * @param of what is known of the model, where the config still has it
 */
export function retrainingLook(
  run: ActionRun,
  of: Pick<Retraining, 'title' | 'cooldown'> | undefined,
): Look {
  const { title = run.facts['model'] ?? '', cooldown } = of ?? {};
  const model = `${title} ${run.facts['version'] ?? ''}`.trim();
  return {
    heading: headingOf(run, model),
    does: `${ACTIONS[run.action] ?? run.action}, with:`,
    sure: { approve: `Train ${model} again?`, stop: `Stop training ${model}?` },
    ...(cooldown !== undefined && { cooldown }),
  };
}

function headingOf({ state, stopping }: ActionRun, model: string): string {
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
