import type { Alert } from '../alert/alert.ts';
import { shortHash } from '../alert/fingerprint.ts';
import { labelValue, type Labels } from '../alert/labels.ts';

/** `ALARM("name")`, `ALARM(name)` or `ALARM("arn:…")`, and whether NOT stands before it. */
const MEMBER = /(\bNOT\s*\(?\s*)?\bALARM\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|([^\s()"]+))\s*\)/giu;
const ARN = /^arn:[^:]+:cloudwatch:([^:]+):([^:]+):alarm:(.+)$/u;

/**
 * The keys of the alarms that a composite alarm is made of, as its rule names them: while it fires it
 * speaks for them. Alarms that it only holds against the others (`NOT ALARM(…)`) are not among them.
 *
 * Source: CloudWatch API Reference, PutCompositeAlarm, AlarmRule.
 */
export function compositeMemberKeys({ source, labels, annotations }: Alert): readonly string[] {
  const { rule } = annotations;
  if (source !== 'cloudwatch-composite' || rule === undefined) return [];
  const own = memberKey(labels);
  const keys = new Set<string>();
  for (const [, not, quoted, bare] of rule.matchAll(MEMBER)) {
    const text = quoted?.replaceAll(/\\(.)/gu, '$1') ?? bare;
    if (not !== undefined || text === undefined) continue;
    const [, region = '', account = '', alertname = ''] = ARN.exec(text) ?? [];
    const named = region === '' ? { alertname: text } : { region, account, alertname };
    const key = memberKey({ ...labels, ...named });
    if (key !== undefined && key !== own) keys.add(key);
  }
  return [...keys];
}

/** The key of a CloudWatch alarm in its account and region; undefined for labels that name none. */
export function memberKey(labels: Labels): string | undefined {
  const identity = ['account', 'region', 'alertname'].map((name) => labelValue(labels, name));
  return identity.includes('') ? undefined : `composite.${shortHash(JSON.stringify(identity))}`;
}
