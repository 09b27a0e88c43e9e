import type { Source } from '../alert/signal.ts';
import { parseJson } from './json.ts';
import { isRecord } from './leniency.ts';
import { unwrapped } from './parse.ts';

/** A field that a kind of message can't be without. */
interface Need {
  /** The names on the way to it. */
  readonly path: readonly string[];
  /** What it may say; left out where anything will do. */
  readonly oneOf?: readonly string[];
  /** True where it is no text. */
  readonly isPart?: true;
}

type Shape = readonly Need[];

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

const snsAlarm: Shape = [text('AlarmName'), { path: ['NewStateValue'], oneOf: STATES }];

const alarmEvent: Shape = [
  {
    path: ['detail-type'],
    oneOf: ['CloudWatch Alarm State Change', 'CloudWatch Alarm Contributor State Change'],
  },
  ...alarmData('detail'),
];

const anyEvent: Shape = [text('detail-type'), part('detail')];

/** What the formats ask for, of the kinds whose own reading does not say what is wrong. */
const SHAPES: ReadonlyMap<Source, readonly Shape[]> = new Map<Source, readonly Shape[]>([
  ['cloudwatch', [snsAlarm, alarmEvent]],
  [
    'cloudwatch-composite',
    [
      [...snsAlarm, text('AlarmRule')],
      [...alarmEvent, text('detail', 'configuration', 'alarmRule')],
    ],
  ],
  ['lambda-alarm', [alarmData('alarmData')]],
  ['eventbridge', [anyEvent]],
  ['aws-health', [serviceEvent('aws.health')]],
  ['aws-cost-anomaly', [[text('anomalyId'), part('impact')], serviceEvent('aws.ce')]],
  ['aws-rds', [[text('Event Source'), text('Event Message')], serviceEvent('aws.rds')]],
  [
    'aws-autoscaling',
    [[text('AutoScalingGroupName'), text('Event')], serviceEvent('aws.autoscaling')],
  ],
  ['aws-ecs', [serviceEvent('aws.ecs')]],
  ['aws-codepipeline', [serviceEvent('aws.codepipeline'), [text('approval', 'pipelineName')]]],
  [
    'aws-guardduty',
    [
      serviceEvent('aws.guardduty'),
      [{ path: ['service', 'serviceName'], oneOf: ['guardduty'] }, text('type')],
    ],
  ],
  ['aws-securityhub', [serviceEvent('aws.securityhub')]],
]);

/**
 * What a message that was not understood lacks to be of a kind, for people; undefined where nobody
 * can say. Of the shapes that a kind comes in it is held against the one it has most of.
 *
 * @param message with its SNS envelope, if it has one
 */
export function lackOf(source: Source, message: string): string | undefined {
  if (source === 'aws-budgets') {
    return 'it is no text with the lines "Budget Name:" and "Budgeted Amount:"';
  }
  const shapes = SHAPES.get(source);
  if (shapes === undefined) return undefined;
  const json = parseJson(unwrapped(message).content);
  if (!json.ok) return `it is ${json.why}`;
  if (!isRecord(json.value)) return 'it is no JSON object';
  const { value } = json;
  const [closest = []] = shapes
    .map((needs) => ({ needs, lacks: needs.flatMap((need) => lackIn(value, need) ?? []) }))
    .toSorted((a, b) => hits(b) - hits(a))
    .map(({ lacks }) => lacks);
  return closest.length === 0 ? undefined : closest.join(', ');
}

function hits({ needs, lacks }: { needs: Shape; lacks: readonly string[] }): number {
  return needs.length - lacks.length;
}

function lackIn(value: unknown, { path, oneOf, isPart }: Need): string | undefined {
  const field = path.join('.');
  const found = path.reduce<unknown>((one, name) => (isRecord(one) ? one[name] : undefined), value);
  if (found === undefined || found === null || found === '') return `${field} is missing`;
  if (oneOf !== undefined && !oneOf.some((one) => one === found)) {
    return `${field} must be ${oneOf.length === 1 ? '' : 'one of '}${oneOf.join(', ')}`;
  }
  return isPart === true || typeof found === 'string' ? undefined : `${field} must be a text`;
}

function text(...path: readonly string[]): Need {
  return { path };
}

function part(...path: readonly string[]): Need {
  return { path, isPart: true };
}

function alarmData(name: string): Shape {
  return [text(name, 'alarmName'), { path: [name, 'state', 'value'], oneOf: STATES }];
}

function serviceEvent(service: string): Shape {
  return [{ path: ['source'], oneOf: [service] }, ...anyEvent];
}
