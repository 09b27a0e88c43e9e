import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { shortHash } from '../../../alert/fingerprint.ts';
import { Mistake, quoted } from '../../../config/mistake.ts';
import { checked } from '../../../config/schema/fields.ts';
import { arnName, parseArn } from '../../../intake/aws/arn.ts';
import { consoleLink } from '../../../intake/aws/console.ts';
import { ActionProblem, type Absent, type ActionOf, type Done, type Outcome } from '../action.ts';
import { failureOf, wordsOf } from '../aws/aws-failure.ts';
import { asking, placeFields, type Place } from '../aws/place.ts';
import { runningText } from '../aws/words.ts';

const schema = z.strictObject({
  state_machine_arn: checked(checkMachine),
  input: z.record(z.string(), z.json(), { error: 'must be a map' }).default({}),
  ...placeFields,
});

function checkMachine(text: string): void {
  const { service, resource = '' } = parseArn(text) ?? {};
  if (service === 'states' && resource.startsWith('stateMachine:')) return;
  const hint = 'write arn:aws:states:us-east-1:111122223333:stateMachine:train';
  throw new Mistake(`${quoted(text)} is not the ARN of a state machine`, hint);
}

type Params = z.output<typeof schema>;

const TIMEOUT = 30_000;
/** Of an express workflow each attempt is another execution, and nobody can look up whether there is one. */
const ONCE = 1;
/** So many executions that run are counted. */
const MOST_COUNTED = 100;

/**
 * Starts an execution of a state machine, named by its key: of one name Step Functions starts one.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export function stepFunctions(
  clientOf: (place: Place, attempts?: number) => SFNClient,
): ActionOf<Params> {
  async function machineOf(params: Params, signal: AbortSignal) {
    const { state_machine_arn: stateMachineArn } = params;
    const command = new DescribeStateMachineCommand({ stateMachineArn });
    return asking('states:DescribeStateMachine', params, () =>
      clientOf(params).send(command, { abortSignal: signal }),
    );
  }

  async function lookUp(params: Params, key: string, signal: AbortSignal) {
    const executionArn = executionArnOf(params.state_machine_arn, key);
    try {
      const command = new DescribeExecutionCommand({ executionArn });
      await clientOf(params).send(command, { abortSignal: signal });
      return started(params, executionArn);
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return absent(params, signal);
      return unseen(error, 'states:DescribeExecution', params.role_arn);
    }
  }

  /** Of an express workflow no execution can be described: there nothing says that there was none. */
  async function absent(params: Params, signal: AbortSignal): Promise<Outcome | Absent> {
    try {
      if ((await machineOf(params, signal)).type === 'STANDARD') return { outcome: 'absent' };
      const what = 'Of express workflows no execution can be looked up.';
      return { outcome: 'unknown', what, isFinal: true };
    } catch (error) {
      return { outcome: 'unknown', what: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    name: 'step_functions',
    params: schema,
    title: ({ state_machine_arn: arn }) => `Start an execution of ${arnName(arn)}`,
    target: ({ state_machine_arn: arn }) => `state machine ${arn}`,
    targetName: ({ state_machine_arn: arn }) => machineName(arn),
    timeout: () => TIMEOUT,
    lookUp,
    async dryRun(params, signal) {
      const { state_machine_arn: stateMachineArn } = params;
      const { status, type, definition = '' } = await machineOf(params, signal);
      const name = arnName(stateMachineArn);
      if (type === 'EXPRESS') {
        const what = `${name} is an express workflow, of which nobody can look up an execution.`;
        throw new ActionProblem(what, 'Name a standard one.');
      }
      if (status === 'DELETING') {
        throw new ActionProblem(`${name} is being deleted.`, 'Name another state machine.');
      }
      const running = await asking('states:ListExecutions', params, () =>
        clientOf(params).send(
          new ListExecutionsCommand({
            stateMachineArn,
            statusFilter: 'RUNNING',
            maxResults: MOST_COUNTED,
          }),
          { abortSignal: signal },
        ),
      );
      const count = running.executions?.length ?? 0;
      return {
        before: runningText(count, name, MOST_COUNTED),
        after: 'One more is started, with this input.',
        // What is started is what it was when people said yes.
        was: shortHash(definition),
      };
    },
    async run(params, key, signal) {
      const { state_machine_arn: stateMachineArn, input } = params;
      const command = new StartExecutionCommand({
        stateMachineArn,
        name: key,
        input: JSON.stringify(input),
      });
      try {
        const { executionArn } = await clientOf(params, ONCE).send(command, {
          abortSignal: signal,
        });
        return started(params, executionArn ?? executionArnOf(stateMachineArn, key));
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) {
          return started(params, executionArnOf(stateMachineArn, key));
        }
        return failureOf(error, 'states:StartExecution', params.role_arn);
      }
    },
    async follow(params, executionArn, signal) {
      const command = new DescribeExecutionCommand({ executionArn });
      const found = await clientOf(params)
        .send(command, { abortSignal: signal })
        .catch(() => undefined);
      switch (found?.status) {
        case undefined:
          return undefined;
        case 'SUCCEEDED':
          return { state: 'succeeded', what: 'The execution succeeded.' };
        case 'RUNNING':
        case 'PENDING_REDRIVE':
          return { state: 'running', what: 'The execution runs.' };
        case 'ABORTED':
          return { state: 'failed', what: 'The execution was stopped.' };
        case 'FAILED':
        case 'TIMED_OUT': {
          const why = [found.error, found.cause].filter(Boolean).join(': ');
          const how = found.status === 'FAILED' ? 'failed' : 'took longer than it may';
          return { state: 'failed', what: `The execution ${how}${why && `: ${wordsOf(why)}`}` };
        }
      }
    },
    async stop(params, executionArn, signal) {
      const cause = 'stopped from the chat';
      try {
        const command = new StopExecutionCommand({ executionArn, cause });
        await clientOf(params).send(command, { abortSignal: signal });
        return { outcome: 'done', what: 'The execution is told to stop.' };
      } catch (error) {
        return failureOf(error, 'states:StopExecution', params.role_arn);
      }
    },
  };
}

/** A look that failed says nothing of what was looked for. */
function unseen(error: unknown, permission: string, role: string | undefined): Outcome {
  const { what } = failureOf(error, permission, role);
  return { outcome: 'unknown', what: `It can not be looked up. ${what}` };
}

/** Whatever version or alias is behind it. */
function machineName(arn: string): string {
  return parseArn(arn)?.resource.split(':')[1] ?? arn;
}

/** A version or an alias behind the machine's name is no part of its executions' names. */
function executionArnOf(stateMachineArn: string, name: string): string {
  const [arn, partition, service, region, account, , machine] = stateMachineArn.split(':');
  return [arn, partition, service, region, account, 'execution', machine, name].join(':');
}

function started(params: Params, executionArn: string): Done {
  const region = parseArn(params.state_machine_arn)?.region;
  const page = `#/v2/executions/details/${executionArn}`;
  const link = consoleLink(region, 'states/home', page)?.url;
  return {
    outcome: 'done',
    what: 'The execution was started.',
    handle: executionArn,
    ...(link !== undefined && { link }),
  };
}
