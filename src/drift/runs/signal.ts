import { fingerprint } from '../../alert/fingerprint.ts';
import { labelValue } from '../../alert/labels.ts';
import type { Signal } from '../../alert/signal.ts';
import { boundedAnnotations, boundedLabels } from '../../intake/bounds.ts';
import type { Change } from './settle.ts';

/** By these labels alerts of drift are told apart, whatever others the config gives them. */
const IDENTITY = ['alertname', 'model', 'version', 'feature', 'window'] as const;

/** What a change of a model is to the rules. */
export function driftSignal(change: Change, now: number): Signal {
  return changeSignal(change, { source: 'drift', identity: IDENTITY }, now);
}

/** Whose alerts they are, and by which labels they are told apart. */
interface AlertKind {
  readonly source: 'drift' | 'quality';
  readonly identity: readonly string[];
}

/** What a change is to the rules: a state, like any other's. */
export function changeSignal(
  change: Change,
  { source, identity: names }: AlertKind,
  now: number,
): Signal {
  const { status, labels, severity, since, summary, value, threshold } = change;
  const told = names.map((name) => [name, labelValue(labels, name)] as const);
  const identity = fingerprint(Object.fromEntries(told), source);
  return {
    id: `${source}/${identity}`,
    source,
    nature: 'state',
    status,
    fingerprint: identity,
    labels: boundedLabels([...told, ['severity', severity], ...Object.entries(labels)]),
    annotations: boundedAnnotations([['summary', summary]]),
    links: [],
    severity,
    defaultSeverity: severity,
    ...(value !== undefined && { value }),
    ...(threshold !== undefined && { threshold }),
    startsAt: since,
    ...(status === 'resolved' && { endsAt: now }),
    changedAt: now,
    resends: false,
  };
}
