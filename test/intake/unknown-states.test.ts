import { expect, test } from 'vitest';
import { parseMessage } from '../../src/intake/parse.ts';
import {
  buildEvent,
  commandNotification,
  deploymentTrigger,
  event,
  instanceTrigger,
  pipelineEvent,
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
  ['a deployment', deploymentTrigger({ status: WORD })],
  ['an instance in a deployment', instanceTrigger({ instanceStatus: WORD })],
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

test('a Glue job that ends with an error has failed', () => {
  const job = event('aws.glue', 'Glue Job State Change', { jobName: 'etl', state: 'ERROR' });
  expect(read(job).signals[0]?.annotations.summary).toBe('Glue job etl failed');
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
  ['nothing is said of containers', { containers: [] }, true],
  ['somebody stopped it', { stopCode: 'UserInitiated' }, false],
  ['an older agent says that somebody did', { stoppedReason: 'Task stopped by user' }, false],
])('of a task that stopped, where %s, people hear: %o %s', (_, detail, isTold) => {
  const containers = [{ name: 'app' }, { name: 'sidecar', exitCode: 0 }];
  const { signals } = read(taskChange({ ...STOPPED, stopCode: undefined, containers, ...detail }));
  expect(signals.map(({ nature }) => nature)).toEqual(isTold ? ['occurrence'] : []);
});
