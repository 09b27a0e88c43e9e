import { fingerprint } from '../../alert/fingerprint.ts';
import type { Signal } from '../../alert/signal.ts';
import { severityIn } from '../alarm/description.ts';
import { arnName, parseArn } from '../aws/arn.ts';
import { boundedAnnotations, boundedLabels, firstWords } from '../bounds.ts';
import { isScalar } from '../leniency.ts';
import { occurrenceSignal } from '../occurrence.ts';
import type { Format, MessageContext } from './format.ts';

const NAME_LENGTH = 100;
const SUMMARY_LENGTH = 300;
/** Patterns look at no more than this. */
const READ = 4096;

/** Whatever nothing else took: an alert with the text in it, so that nothing is dropped. */
export const text: Format = {
  source: 'text',
  recognise: () => true,
  toSignals: (value, context) => [textSignal(value, context)],
};

function textSignal(value: unknown, context: MessageContext): Signal {
  const whole = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const saying = firstWords(
    isObject(value) ? sayingOf(value, context.subject) || written(value) : (mailed(whole) ?? whole),
    SUMMARY_LENGTH,
  );
  const alertname =
    firstWords(tellingSubject(context.subject), NAME_LENGTH) ||
    firstWords(saying, NAME_LENGTH) ||
    'Empty message';
  const topic = parseArn(context.topic);
  const said = severityIn(whole);
  const told = {
    source: 'text',
    fingerprint: fingerprint({ topic: context.topic ?? '', alertname }, 'text'),
    labels: boundedLabels([
      ['alertname', alertname],
      ['account', topic?.account],
      ['region', topic?.region],
      ['severity', said.severity ?? 'warning'],
      ['topic', context.topic === undefined ? undefined : arnName(context.topic)],
    ]),
    annotations: boundedAnnotations([
      ['summary', saying || alertname],
      ['description', whole],
    ]),
    links: [],
    ...said,
    defaultSeverity: 'warning',
  } as const;
  return occurrenceSignal(told, context.sentAt, context);
}

/** Keys under which programs say what happened, best first, as they are compared: without case. */
const SAYING_KEYS = [
  'summary',
  'title',
  'message',
  'eventmessage',
  'msg',
  'text',
  'error',
  'errormessage',
  'description',
  'detail',
  'reason',
];

/** `alertMessage`, `feature_description`: names that end like one of those. */
const COMPOSED_KEY = /(?:summary|title|message|description)$/u;

const PAIRS = 8;
const DEPTH = 4;

/**
 * `Notification from AWS Backup`, `ElastiCache Notification`: a job that failed and one that didn't have the
 * same. Nothing but names is in it: a subject with other words says what happened.
 */
const MERE_SENDER =
  /^(?:Notification from(?: [A-Z][A-Za-z\d]*){1,5}|(?:AWS|Amazon|ElastiCache)(?: [A-Z][A-Za-z\d]*){0,4} Notification(?: Message)?)$/u;

/** The subject, unless it only says who notifies: then the words must tell one alert from another. */
function tellingSubject(subject = ''): string {
  return MERE_SENDER.test(subject.trim()) ? '' : subject;
}

/** Who sends `Timestamp: …`, `Message: …` and more such lines to be mailed: Elastic Beanstalk. */
const MAILED = /^\s{0,20}Timestamp: [^\n]{1,100}\n{1,2}Message: ([^\n]{1,2000})/u;
const ENVIRONMENT = /^Environment: ([^\n]{1,200})$/mu;

/**
 * What a notification of an environment says, without the lines around it. Source: AWS Elastic
 * Beanstalk Developer Guide, "Elastic Beanstalk environment notifications with Amazon SNS".
 */
function mailed(text: string): string | undefined {
  const words = MAILED.exec(text)?.[1];
  if (words === undefined) return undefined;
  const environment = ENVIRONMENT.exec(text.slice(0, READ))?.[1];
  return environment === undefined ? words : `${environment}: ${words}`;
}

/**
 * What an unknown JSON message says: the words under a usual key, else its subject if that speaks of
 * something in it, else its first plain values.
 */
function sayingOf(json: object, subject: string | undefined): string {
  let level: readonly object[] = [json];
  for (let depth = 0; depth < DEPTH; depth += 1) {
    const words = level.map(wordsIn).find((found) => found !== undefined);
    if (words !== undefined) return words;
    level = level.flatMap((one) => Object.values(one).slice(0, PAIRS)).filter(isObject);
  }
  const pairs = plainPairs(json, '').slice(0, PAIRS);
  if (subject !== undefined && speaksOf(subject, pairs)) return subject;
  return pairs.map(([name, value]) => (name === '' ? value : `${name}: ${value}`)).join(', ');
}

/** What has no plain value near enough to its top still differs from others of that kind. */
function written(json: object): string {
  return Object.keys(json).length === 0 ? '' : JSON.stringify(json);
}

/** A subject that is the same for all of its kind, like `Notification`, names no value of any. */
function speaksOf(subject: string, pairs: readonly Pair[]): boolean {
  return pairs.some(([, value]) => value.length > 2 && subject.includes(value));
}

function wordsIn(json: object): string | undefined {
  const byKey = new Map(
    Object.entries(json).map(([key, value]) => [key.toLowerCase().replace(/[\s_-]/gu, ''), value]),
  );
  const composed = [...byKey.keys()].filter((key) => COMPOSED_KEY.test(key));
  return [...SAYING_KEYS, ...composed]
    .map((key): unknown => byKey.get(key))
    .filter((value) => typeof value === 'string')
    .find((value) => value.trim() !== '');
}

type Pair = readonly [name: string, value: string];

/** The plain values of a JSON object and those one or two levels inside it; of a list's own there is no name. */
function plainPairs(json: unknown, prefix: string, depth = 0): readonly Pair[] {
  if (!isObject(json) || depth >= DEPTH) return [];
  return Object.entries(json)
    .slice(0, PAIRS)
    .flatMap(([key, value]): readonly Pair[] => {
      const name = Array.isArray(json) ? prefix : [prefix, key].filter(Boolean).join('.');
      return isScalar(value) ? [[name, String(value)]] : plainPairs(value, name, depth + 1);
    });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
