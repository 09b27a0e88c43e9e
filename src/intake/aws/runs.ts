import type { Link, Signal, Source } from '../../alert/signal.ts';
import type { MessageContext } from '../formats/format.ts';
import { parseJson } from '../json.ts';
import { isRecord } from '../leniency.ts';
import { arnName } from './arn.ts';
import { buildFailure, buildLogs } from './build.ts';
import { consoleLink, encoded } from './console.ts';
import { deploymentState, unfinishedWords } from './deployments.ts';
import { circumstances, type AwsEvent } from './event.ts';
import { awsSignal } from './news.ts';

type Detail = Readonly<Record<string, unknown>>;

/** Something that is run again and again, and whose success makes good its failure. */
interface Run {
  readonly noun: string;
  /** The keys of `detail` that name it. */
  readonly name: readonly string[];
  readonly state: string;
  /** The states that open and close nothing: it goes on, or somebody wanted it so. */
  readonly quiet: ReadonlySet<string>;
  /** Why it failed, as the end of a sentence: ` in phase BUILD`, `: no space left`. */
  readonly why?: (detail: Detail) => string;
  readonly links?: (detail: Detail) => readonly (Link | undefined)[];
  /** Labels that say by themselves what its name is made of, by the keys of `detail`. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Of deployments: the key of `detail` that names the one. */
  readonly deployment?: string;
  /** Its page of the console, and where on it. */
  readonly page: (detail: Detail, name: string) => readonly [path: string, fragment?: string];
}

/**
 * By the event's `detail-type`. Sources: the EventBridge pages of the user guides of AWS CodeBuild,
 * AWS CodeDeploy, AWS Step Functions, AWS Glue and AWS Batch.
 */
const RUNS: Readonly<Record<string, Run>> = {
  'CodeBuild Build State Change': {
    noun: 'Build',
    name: ['project-name'],
    state: 'build-status',
    quiet: new Set(['IN_PROGRESS', 'STOPPED']),
    why: buildFailure,
    links: buildLogs,
    page: (_, name) => [`codesuite/codebuild/projects/${encoded(name)}/history`],
  },
  'CodeDeploy Deployment State-change Notification': {
    noun: 'Deployment',
    name: ['application', 'deploymentGroup'],
    state: 'state',
    quiet: new Set(['QUEUED', 'READY', 'BAKING', 'IN_PROGRESS', 'INPROGRESS']),
    // Only the deployment group's own triggers tell it (codedeploy-trigger.ts).
    why: (detail) => because(detail['errorMessage']),
    parts: { application: 'application', deployment_group: 'deploymentGroup' },
    deployment: 'deploymentId',
    page: ({ deploymentId: id }) => [`codesuite/codedeploy/deployments/${encoded(textOf(id))}`],
  },
  'Step Functions Execution Status Change': {
    noun: 'State machine',
    name: ['stateMachineArn'],
    state: 'status',
    quiet: new Set(['RUNNING', 'PENDING_REDRIVE', 'ABORTED']),
    why: (detail) => because(causeOf(detail)),
    page: ({ executionArn, stateMachineArn }) => [
      'states/home',
      executionArn === undefined
        ? `#/statemachines/view/${encoded(textOf(stateMachineArn))}`
        : `#/v2/executions/details/${encoded(textOf(executionArn))}`,
    ],
  },
  'Glue Job State Change': {
    noun: 'Glue job',
    name: ['jobName'],
    state: 'state',
    quiet: new Set(['WAITING', 'STARTING', 'RUNNING', 'STOPPING', 'STOPPED']),
    why: (detail) => because(detail['message']),
    page: (_, name) => ['gluestudio/home', `#/editor/job/${encoded(name)}/runs`],
  },
  'Glue Crawler State Change': {
    noun: 'Glue crawler',
    name: ['crawlerName'],
    state: 'state',
    quiet: new Set(['STARTED']),
    why: (detail) => because(detail['errorMessage'] ?? detail['message']),
    page: (_, name) => ['glue/home', `#/v2/data-catalog/crawlers/view/${encoded(name)}`],
  },
  'Batch Job State Change': {
    noun: 'Batch job',
    name: ['jobName'],
    state: 'status',
    quiet: new Set(['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING']),
    why: (detail) => because(detail['statusReason']),
    page: ({ jobId }) => ['batch/home', `#jobs/detail/${encoded(textOf(jobId))}`],
  },
};

const OUTCOMES: ReadonlyMap<string, 'firing' | 'resolved'> = new Map([
  ['SUCCEEDED', 'resolved'],
  ['SUCCESS', 'resolved'],
  ['FAILED', 'firing'],
  ['FAILURE', 'firing'],
  ['FAULT', 'firing'],
  ['ERROR', 'firing'],
  ['EXPIRED', 'firing'],
  ['TIMED_OUT', 'firing'],
  ['TIMEOUT', 'firing'],
]);

/**
 * The signals of a build's, a deployment's or a job's change of state: its failure, which its next
 * success resolves. Undefined for other events, for one that lacks its name, and for a state that
 * nobody knows.
 */
export function runSignals(
  event: AwsEvent,
  source: Source,
  context: MessageContext,
): readonly Signal[] | undefined {
  const run = Object.hasOwn(RUNS, event.detailType) ? RUNS[event.detailType] : undefined;
  const { detail } = event;
  if (run === undefined || !isRecord(detail)) return undefined;
  const name = run.name
    .map((key) => arnName(textOf(detail[key])))
    .filter(Boolean)
    .join('/');
  // A crawler's are written `Succeeded`, all others' SUCCEEDED.
  const state = textOf(detail[run.state]).toUpperCase();
  if (name === '' || state === '') return undefined;
  const becomes = OUTCOMES.get(state);
  const deployed = run.deployment === undefined ? undefined : deploymentState(state);
  if (becomes === undefined && deployed === undefined) {
    return run.quiet.has(state) ? [] : undefined;
  }
  const where = circumstances(event, context);
  const verb = state.startsWith('TIME') ? 'timed out' : 'failed';
  const ended = becomes === 'firing' ? `${verb}${run.why?.(detail) ?? ''}` : 'succeeded';
  const words = becomes === undefined ? unfinishedWords(deployed) : ended;
  const news = {
    source,
    alertname: `${run.noun} failed`,
    ...where,
    identity: [['name', name]],
    labels: [['event_source', event.source], ...partsOf(run, detail)],
    summary: `${run.noun} ${name} ${words}`,
    links: [consoleLink(where.region, ...run.page(detail, name)), ...(run.links?.(detail) ?? [])],
    defaultSeverity: 'info',
    deployment: deployed && {
      state: deployed,
      id: textOf(detail[run.deployment ?? '']) || undefined,
    },
  } as const;
  return [awsSignal(becomes ?? 'resolved', news, context)];
}

function partsOf({ parts = {} }: Run, detail: Detail): [string, string][] {
  return Object.entries(parts).map(([label, key]) => [label, textOf(detail[key])]);
}

/** The cause that a Lambda function tells is JSON with the words in it; without one the error's name has to do. */
function causeOf({ cause, error }: Detail): string {
  const text = textOf(cause);
  const json = text.startsWith('{') ? parseJson(text) : undefined;
  const words = json?.ok === true && isRecord(json.value) ? textOf(json.value['errorMessage']) : '';
  return words || text || textOf(error);
}

function because(reason: unknown): string {
  const text = textOf(reason);
  return text === '' ? '' : `: ${text}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
