import type { AutomationExecution } from '@aws-sdk/client-ssm';
import type { Progress } from '../action.ts';
import { wordsOf } from '../aws/aws-failure.ts';

/**
 * How an automation stands. Those that wait for a person do run.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-statuses.html
 */
export function automationProgress(found: AutomationExecution): Progress {
  const { AutomationExecutionStatus: status, FailureMessage: why = '' } = found;
  switch (status) {
    case 'Success':
    case 'CompletedWithSuccess':
      return { state: 'succeeded', what: `The automation succeeded.${outputsText(found)}` };
    case 'Failed':
    case 'CompletedWithFailure':
    case 'Exited':
      return { state: 'failed', what: `The automation failed${why && `: ${wordsOf(why)}`}` };
    case 'TimedOut':
      return { state: 'failed', what: 'The automation took longer than it may.' };
    case 'Cancelled':
      return { state: 'failed', what: 'The automation was stopped.' };
    case 'Rejected':
    case 'ChangeCalendarOverrideRejected':
      return { state: 'failed', what: 'The automation was not approved in AWS.' };
    case 'PendingApproval':
    case 'PendingChangeCalendarOverride':
    case 'Waiting':
      return { state: 'running', what: `The automation waits${stepText(found)}.` };
    default:
      return { state: 'running', what: `The automation runs${stepText(found)}.` };
  }
}

function stepText({ CurrentStepName: step = '' }: AutomationExecution): string {
  return step === '' ? '' : `, at ${wordsOf(step)}`;
}

function outputsText({ Outputs: outputs = {} }: AutomationExecution): string {
  const texts = Object.entries(outputs).map(([name, values]) => `${name} = ${values.join(', ')}`);
  return texts.length === 0 ? '' : ` ${wordsOf(texts.join('; '))}`;
}
