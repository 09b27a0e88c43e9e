import { z } from 'zod';
import { jsonService, operation, Refusal, type AwsService } from './service.ts';

export const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:train';
const AT = 1_767_225_600;

/** A state machine, as far as it matters what it is. */
interface StepFunctions extends AwsService {
  machine: { type: string; status: string; definition?: string };
}

const startExecution = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().regex(/^[\w-]{1,80}$/u),
  input: z.string(),
});
const listExecutions = z.strictObject({
  stateMachineArn: z.string(),
  statusFilter: z.literal('RUNNING'),
  maxResults: z.int().max(1_000),
});
const ofMachine = z.strictObject({ stateMachineArn: z.string() });
const ofExecution = z.strictObject({ executionArn: z.string() });
const stopExecution = z.strictObject({ executionArn: z.string(), cause: z.string().optional() });

/** @param executions what runs, by its name: how it stands */
export function createStepFunctions(executions: Map<string, string>): StepFunctions {
  const service: StepFunctions = {
    machine: standard(),
    ...jsonService(
      'AWSStepFunctions',
      {
        DescribeStateMachine: operation(ofMachine, () => {
          const machine = { stateMachineArn: MACHINE, name: 'train', definition: '{}' };
          return { ...machine, ...service.machine };
        }),
        ListExecutions: operation(listExecutions, () => {
          const running = [...executions].filter(([, status]) => status === 'RUNNING');
          return { executions: running.map(([name]) => ({ executionArn: arnOf(name), name })) };
        }),
        StartExecution: operation(startExecution, ({ name }) => {
          if ((executions.get(name) ?? 'RUNNING') !== 'RUNNING') {
            throw new Refusal('ExecutionAlreadyExists', `${name} exists`);
          }
          executions.set(name, 'RUNNING');
          return { executionArn: arnOf(name), startDate: AT };
        }),
        DescribeExecution: operation(ofExecution, ({ executionArn }) => {
          const status = executions.get(nameIn(executionArn));
          if (status === undefined) {
            throw new Refusal('ExecutionDoesNotExist', 'no such execution');
          }
          const failed = { error: 'OutOfMemory', cause: 'too many rows' };
          return { executionArn, status, ...(status === 'FAILED' && failed) };
        }),
        StopExecution: operation(stopExecution, ({ executionArn }) => {
          executions.set(nameIn(executionArn), 'ABORTED');
          return { stopDate: AT };
        }),
      },
      () => {
        executions.clear();
        service.machine = standard();
      },
    ),
  };
  return service;
}

function standard() {
  return { type: 'STANDARD', status: 'ACTIVE' };
}

function arnOf(name: string): string {
  return `${MACHINE.replace('stateMachine', 'execution')}:${name}`;
}

function nameIn(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}
