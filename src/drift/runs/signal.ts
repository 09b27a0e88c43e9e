import { fingerprint } from '../../alert/fingerprint.ts';
import { labelValue } from '../../alert/labels.ts';
import type { Signal } from '../../alert/signal.ts';
import { boundedAnnotations, boundedLabels } from '../../intake/bounds.ts';
import type { DriftChange } from './judge.ts';

/** By these labels alerts of drift are told apart, whatever others the config gives them. */
const IDENTITY = ['alertname', 'model', 'version', 'feature', 'window'] as const;

/** What a change is to the rules: a state, like any other's. */
export function driftSignal(change: DriftChange, now: number): Signal {
  const { status, labels, severity, since, summary, value, threshold } = change;
  const told = IDENTITY.map((name) => [name, labelValue(labels, name)] as const);
  const identity = fingerprint(Object.fromEntries(told), 'drift');
  return {
    id: `drift/${identity}`,
    source: 'drift',
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
