import type { Signal } from '../../alert/signal.ts';
import type { MessageContext } from '../formats/format.ts';
import { anyList, anyNumber, anyRecord, anyText } from '../leniency.ts';
import { arnName } from './arn.ts';
import { consoleLink, encoded } from './console.ts';
import { circumstances, type AwsEvent } from './event.ts';
import { awsSignal } from './news.ts';

const taskSchema = anyRecord({
  lastStatus: anyText,
  clusterArn: anyText,
  taskArn: anyText,
  taskDefinitionArn: anyText,
  group: anyText,
  stopCode: anyText,
  stoppedReason: anyText,
  containers: anyList(anyRecord({ name: anyText, exitCode: anyNumber, reason: anyText })),
});

type Task = ReturnType<typeof taskSchema.parse>;
type Container = Task['containers'][number];

/** Source: Amazon ECS Developer Guide, "Amazon ECS task lifecycle". */
const STATUSES = new Set([
  'PROVISIONING',
  'PENDING',
  'ACTIVATING',
  'RUNNING',
  'DEACTIVATING',
  'STOPPING',
  'DEPROVISIONING',
  'STOPPED',
  'DELETED',
]);

/**
 * A task that stopped though nobody wanted it to, told once: a service starts another one, and says
 * so itself when it can't. What runs, scales in or ends well opens nothing.
 *
 * Source: Amazon ECS Developer Guide, "Amazon ECS task state change events" and "stopped tasks error
 * codes".
 */
export function taskSignals(
  event: AwsEvent,
  context: MessageContext,
): readonly Signal[] | undefined {
  const task = taskSchema.parse(event.detail);
  if (task.lastStatus === undefined || !STATUSES.has(task.lastStatus)) return undefined;
  const words = task.lastStatus === 'STOPPED' ? trouble(task) : undefined;
  if (words === undefined) return [];
  const where = circumstances(event, context);
  const cluster = arnName(task.clusterArn ?? 'default');
  const taskId = arnName(task.taskArn ?? event.resources[0] ?? '');
  const news = {
    source: 'aws-ecs',
    alertname: 'ECS task stopped',
    ...where,
    identity: [['cluster', cluster], ...ownerOf(task, taskId)],
    labels: [['stop_code', task.stopCode]],
    summary: `${nameOf(task, taskId)} ${words}`,
    description: task.stoppedReason,
    annotations: [
      ['task', taskId],
      ['task_definition', task.taskDefinitionArn?.split('/').at(-1)],
    ],
    links: [
      consoleLink(
        where.region,
        `ecs/v2/clusters/${encoded(cluster)}/tasks/${encoded(taskId)}/configuration`,
      ),
    ],
    defaultSeverity: isInterruption(task) ? 'info' : 'warning',
  } as const;
  return [awsSignal('occurrence', news, context)];
}

/** Stopped on purpose, unless a health check was the purpose. */
const ON_PURPOSE = ['ServiceSchedulerInitiated', 'UserInitiated'];
const WANTED = /^(?:scaling activity initiated by|task stopped by user)/iu;
const UNHEALTHY = /health ?checks?|unhealthy/iu;
const FAILURE = /error|fail|unable|cannot|can't|could not|out ?of ?memory|timed? ?out|exceeded/iu;

/** What is wrong with a task that stopped, in the words after its name; undefined if nothing is. */
function trouble(task: Task): string | undefined {
  const { stopCode, stoppedReason: reason = '' } = task;
  if (isInterruption(task)) return 'was interrupted: its Spot capacity is taken back';
  if (UNHEALTHY.test(reason)) return `was stopped: ${reason}`;
  if (ON_PURPOSE.includes(stopCode ?? '')) return undefined;
  if (stopCode === 'TaskFailedToStart')
    return `failed to start${because(containerReason(task) ?? reason)}`;
  const exit = exitText(task);
  if (exit !== undefined) return `stopped: ${exit}`;
  const saysWhy = containerReason(task) ?? reason;
  return FAILURE.test(saysWhy) || !isDone(task) ? `stopped${because(saysWhy)}` : undefined;
}

/** Containers end with 0 when a job is done; before there was a `stopCode`, only the reason said more. */
function isDone({ stopCode, stoppedReason = '', containers }: Task): boolean {
  if (stopCode === undefined && WANTED.test(stoppedReason)) return true;
  return containers.length > 0 && containers.every((one) => endedWell(one, containers));
}

/** SIGTERM: so ECS ends what still runs beside an essential container that ended, as a proxy does. */
const ASKED_TO_END = 143;

function endedWell({ exitCode }: Container, all: readonly Container[]): boolean {
  if (exitCode === ASKED_TO_END) return all.some((other) => other.exitCode === 0);
  return exitCode === 0;
}

function isInterruption({ stopCode }: Task): boolean {
  return stopCode === 'SpotInterruption' || stopCode === 'TerminationNotice';
}

/** `container app exited with code 137 (out of memory)` */
function exitText({ containers }: Task): string | undefined {
  const ended = containers.filter(
    (one) => one.exitCode !== undefined && !endedWell(one, containers),
  );
  // What was asked to end only followed one that failed.
  const failed = ended.find(({ exitCode }) => exitCode !== ASKED_TO_END) ?? ended[0];
  if (failed === undefined) return undefined;
  const { name = '', exitCode, reason } = failed;
  const detail =
    reason === undefined ? '' : ` (${reason.startsWith('OutOfMemory') ? 'out of memory' : reason})`;
  return `container ${name} exited with code ${exitCode}${detail}`;
}

function containerReason({ containers }: Task): string | undefined {
  return containers.find(({ reason }) => reason !== undefined && reason !== '')?.reason;
}

function because(reason: string): string {
  return reason === '' ? '' : `: ${reason}`;
}

/** `group` is `service:web`, `family:report`, or what the caller of RunTask named. */
function groupOf({ group = '', taskDefinitionArn }: Task): readonly [kind: string, name: string] {
  const [, kind = '', name = ''] = /^(service|family):(.+)$/u.exec(group) ?? [];
  if (name !== '') return [kind, name];
  const family = taskDefinitionArn?.split('/').at(-1)?.split(':', 1)[0];
  return ['family', group || (family ?? '')];
}

function ownerOf(task: Task, taskId: string): readonly (readonly [string, string])[] {
  const [kind, name] = groupOf(task);
  return [name === '' ? ['task', taskId] : [kind, name]];
}

function nameOf(task: Task, taskId: string): string {
  const [kind, name] = groupOf(task);
  if (name === '') return `ECS task ${taskId}`;
  return kind === 'service' ? `A task of ECS service ${name}` : `ECS task ${name}`;
}
