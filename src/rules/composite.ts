import type { Alert } from '../alert/alert.ts';
import { shortHash } from '../alert/fingerprint.ts';
import { labelValue, type Labels } from '../alert/labels.ts';

/** What a rule is made of: quoted names, parentheses, and words. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+/gu;
const ARN = /^arn:[^:]+:cloudwatch:([^:]+):([^:]+):alarm:(.+)$/u;

/**
 * The keys of the alarms that a composite alarm is made of, as its rule names them: while it fires it
 * speaks for them. Alarms that it only holds against the others (`NOT ALARM(…)`, or within `NOT (…)`)
 * are not among them.
 *
 * Source: CloudWatch API Reference, PutCompositeAlarm, AlarmRule.
 */
export function compositeMemberKeys({ source, labels, annotations }: Alert): readonly string[] {
  const { rule } = annotations;
  if (source !== 'cloudwatch-composite' || rule === undefined) return [];
  const own = memberKey(labels);
  const keys = new Set<string>();
  for (const text of namedIn(rule)) {
    const [, region = '', account = '', alertname = ''] = ARN.exec(text) ?? [];
    const named = region === '' ? { alertname: text } : { region, account, alertname };
    const key = memberKey({ ...labels, ...named });
    if (key !== undefined && key !== own) keys.add(key);
  }
  return [...keys];
}

/** `ALARM("name")`, `ALARM(name)` or `ALARM("arn:…")`, as far as no NOT stands before it. */
function* namedIn(rule: string): Generator<string> {
  const tokens = rule.match(TOKEN) ?? [];
  /** Of each parenthesis that is open, whether what is in it is turned round. */
  const open: boolean[] = [];
  let isTurned = false;
  for (const [at, token] of tokens.entries()) {
    const word = token.toUpperCase();
    if (word === 'NOT') isTurned = !isTurned;
    else if (word === '(') open.push(isTurned);
    else if (word === ')') open.pop();
    else if (word === 'ALARM' && tokens[at + 1] === '(' && tokens[at + 3] === ')') {
      if (!isTurned) yield unquoted(tokens[at + 2] ?? '');
    }
    if (word !== 'NOT' && word !== 'ALARM') isTurned = open.at(-1) ?? false;
  }
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll(/\\(.)/gu, '$1') : name;
}

/** The key of a CloudWatch alarm in its account and region; undefined for labels that name none. */
export function memberKey(labels: Labels): string | undefined {
  const identity = ['account', 'region', 'alertname'].map((name) => labelValue(labels, name));
  return identity.includes('') ? undefined : `composite.${shortHash(JSON.stringify(identity))}`;
}
