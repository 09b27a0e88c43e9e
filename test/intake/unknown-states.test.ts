import { expect, test } from 'vitest';
import { isOfAlert } from '../../src/alert/signal.ts';
import { parseMessage } from '../../src/intake/parse.ts';
import {
  buildEvent,
  commandNotification,
  crawlerEvent,
  deploymentEvent,
  deploymentTrigger,
  event,
  instanceEvent,
  instanceTrigger,
  pipelineEvent,
  scalingEvent,
  scalingNotification,
  serviceAction,
  taskChange,
} from './support/aws-events.ts';
import {
  alertmanagerMessage,
  grafanaMessage,
  legacyGrafanaMessage,
  sentryIssue,
} from './support/webhooks.ts';

const WORD = 'HALF_BROKEN';
const APPROVAL = { type: { category: 'Approval' }, state: WORD };
const DONE = { name: 'app', exitCode: 0 };
const STOPPED = { lastStatus: 'STOPPED', stoppedReason: 'It went away' };

const context = { messageId: 'm', receivedAt: Date.parse('2026-03-01T10:00:05Z') };
const read = (message: object) => parseMessage(JSON.stringify(message), context);

test.each([
  ['a build', buildEvent({ 'build-status': WORD })],
  [
    'a state machine',
    event('aws.states', 'Step Functions Execution Status Change', {
      stateMachineArn: 'arn:aws:states:eu-central-1:222233334444:stateMachine:pay',
      status: WORD,
    }),
  ],
  ['a Glue job', event('aws.glue', 'Glue Job State Change', { jobName: 'etl', state: WORD })],
  ['a Batch job', event('aws.batch', 'Batch Job State Change', { jobName: 'etl', status: WORD })],
  ['a crawler', crawlerEvent(WORD)],
  ['a deployment', deploymentTrigger({ status: WORD })],
  ['an instance in a deployment', instanceTrigger({ instanceStatus: WORD })],
  ['an instance in a deployment, by EventBridge', instanceEvent(WORD)],
  ['a pipeline', pipelineEvent('Pipeline', { state: WORD })],
  ['a stage', pipelineEvent('Stage', { state: WORD })],
  ['an approval', pipelineEvent('Action', APPROVAL)],
  ['a task', taskChange({ lastStatus: WORD })],
  ['an ECS service', serviceAction({ eventType: WORD, eventName: WORD })],
  ['an Auto Scaling group', scalingNotification({ Event: `autoscaling:${WORD}` })],
  ['a command', commandNotification({ status: WORD })],
  ['a rule of a dashboard', legacyGrafanaMessage({ state: WORD })],
  ['an issue', sentryIssue(WORD)],
])('%s in a state that nobody knows is told, with the word in it', (_, message) => {
  const { signals } = read(message);
  expect(signals).toMatchObject([{ status: 'firing' }]);
  expect(JSON.stringify(signals)).toMatch(new RegExp(WORD, 'iu'));
});

test.each(['ERROR', 'EXPIRED'])('a Glue job that ends with %s has failed', (state) => {
  const job = event('aws.glue', 'Glue Job State Change', { jobName: 'etl', state });
  expect(read(job).signals[0]?.annotations.summary).toBe('Glue job etl failed');
});

/** What AWS says by the way, in the words of its user guides and its API. */
const ROUTINE: readonly (readonly [
  message: (state: string) => object,
  states: readonly string[],
])[] = [
  [(state) => buildEvent({ 'build-status': state }), ['IN_PROGRESS', 'STOPPED']],
  [
    (state) => event('aws.codebuild', 'CodeBuild Build Phase Change', { 'completed-phase': state }),
    ['SUBMITTED', 'BUILD'],
  ],
  [deploymentEvent, ['START', 'STOP', 'READY']],
  [
    (status) => deploymentTrigger({ status }),
    ['CREATED', 'QUEUED', 'InProgress', 'IN_PROGRESS', 'BAKING', 'READY', 'STOPPED'],
  ],
  [instanceEvent, ['START', 'READY']],
  [
    (instanceStatus) => instanceTrigger({ instanceStatus }),
    ['Pending', 'InProgress', 'Ready', 'Skipped'],
  ],
  [
    (status) =>
      event('aws.states', 'Step Functions Execution Status Change', {
        stateMachineArn: 'arn:aws:states:eu-central-1:222233334444:stateMachine:pay',
        status,
      }),
    ['RUNNING', 'ABORTED', 'PENDING_REDRIVE'],
  ],
  [
    (state) => event('aws.glue', 'Glue Job State Change', { jobName: 'etl', state }),
    ['STARTING', 'RUNNING', 'STOPPING', 'STOPPED', 'WAITING'],
  ],
  [crawlerEvent, ['Started']],
  [
    (status) => event('aws.batch', 'Batch Job State Change', { jobName: 'etl', status }),
    ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING'],
  ],
  [
    (state) => pipelineEvent('Pipeline', { state }),
    ['STARTED', 'RESUMED', 'STOPPING', 'STOPPED', 'SUPERSEDED', 'CANCELED'],
  ],
  [
    (state) => pipelineEvent('Stage', { state }),
    ['STARTED', 'RESUMED', 'STOPPING', 'STOPPED', 'CANCELED', 'SKIPPED'],
  ],
  [(state) => pipelineEvent('Action', { state }), ['STARTED', 'ABANDONED', 'CANCELED']],
  [
    (lastStatus) => taskChange({ lastStatus }),
    [
      'PROVISIONING',
      'PENDING',
      'ACTIVATING',
      'DEACTIVATING',
      'STOPPING',
      'DEPROVISIONING',
      'DELETED',
    ],
  ],
  [
    (name) => scalingNotification({ Event: `autoscaling:${name}` }),
    ['EC2_INSTANCE_LAUNCH', 'EC2_INSTANCE_TERMINATE', 'TEST_NOTIFICATION'],
  ],
  [
    (name) => scalingEvent(`EC2 ${name}`),
    [
      'Instance Launch Successful',
      'Instance Terminate Successful',
      'Instance Detach Successful',
      ...['Started', 'Checkpoint Reached', 'Started Baking', 'Cancelled', 'Rollback Succeeded'].map(
        (what) => `Auto Scaling Instance Refresh ${what}`,
      ),
    ],
  ],
  [sentryIssue, ['assigned']],
  [(substatus) => sentryIssue('unresolved', { substatus }), ['ongoing', 'new']],
  [(state) => legacyGrafanaMessage({ state }), ['paused', 'pending']],
];

test.each(ROUTINE.flatMap(([message, states]) => states.map((state) => [state, message] as const)))(
  'nobody hears of what is %s as a rule: %#',
  (state, message) => {
    expect(read(message(state)).signals.filter(isOfAlert)).toEqual([]);
  },
);

test('a crawler that failed says why, until one succeeds', () => {
  const [failed] = read(crawlerEvent('Failed')).signals;
  const [succeeded] = read(crawlerEvent('Succeeded')).signals;
  expect(failed).toMatchObject({
    status: 'firing',
    annotations: { summary: 'Glue crawler etl failed: Internal Service Exception' },
  });
  expect(succeeded).toMatchObject({ status: 'resolved', fingerprint: failed?.fingerprint });
});

test('an instance that was not deployed to is one alert, whichever way it is told', () => {
  const [failed] = read(instanceEvent('FAILURE')).signals;
  const [told] = read(instanceTrigger()).signals;
  const [succeeded] = read(instanceEvent('SUCCESS')).signals;
  expect(failed).toMatchObject({
    source: 'eventbridge',
    status: 'firing',
    annotations: { summary: 'Deployment d-1 failed on instance i-0abc' },
  });
  expect(told).toMatchObject({ status: 'firing', fingerprint: failed?.fingerprint });
  expect(succeeded).toMatchObject({ status: 'resolved', fingerprint: failed?.fingerprint });
});

test.each([
  ['of Alertmanager', alertmanagerMessage({ alerts: [] })],
  ['of Grafana', grafanaMessage({}, { alerts: [] })],
])('a group %s without alerts is told as it is', (_, message) => {
  expect(read(message)).toMatchObject({ source: 'text', signals: [{ status: 'firing' }] });
});

test.each([
  ['an essential container’s exit code is missing', {}, true],
  ['all containers end with 0', { containers: [{ name: 'app', exitCode: 0 }] }, false],
  [
    'what ran beside was asked to end',
    { containers: [DONE, { name: 'proxy', exitCode: 143 }] },
    false,
  ],
  ['all were asked to end', { containers: [{ name: 'app', exitCode: 143 }] }, true],
  ['what ran beside was killed', { containers: [DONE, { name: 'proxy', exitCode: 137 }] }, true],
  ['nothing is said of containers', { containers: [] }, true],
  ['somebody stopped it', { stopCode: 'UserInitiated' }, false],
  ['an older agent says that somebody did', { stoppedReason: 'Task stopped by user' }, false],
])('of a task that stopped, where %s, people hear: %o %s', (_, detail, isTold) => {
  const containers = [{ name: 'app' }, { name: 'sidecar', exitCode: 0 }];
  const { signals } = read(taskChange({ ...STOPPED, stopCode: undefined, containers, ...detail }));
  expect(signals.map(({ nature }) => nature)).toEqual(isTold ? ['occurrence'] : []);
});
