import { deploymentIn } from '../alert/deployment.ts';
import { isOfAlert, type Signal } from '../alert/signal.ts';
import { classify } from './classify.ts';
import { observe } from './deduplicate.ts';
import type { Draft } from './draft.ts';
import type { SignalsEvent } from './event.ts';
import { meaningOfNoData, waitOut } from './nodata.ts';
import type { Policy } from './policy.ts';
import { settle } from './settle.ts';

/** A signal on arrival: classify → deduplicate → route → group. */
export function arrive(
  draft: Draft,
  signal: Signal,
  event: SignalsEvent,
  policy: Policy,
  now: number,
): void {
  const { fingerprint } = signal;
  const known = draft.alert(fingerprint);
  const classified = classify(signal, event.topic, policy);
  const deployment = deploymentIn(signal);
  if (deployment !== undefined) draft.deployed({ ...deployment, labels: classified.labels });
  if (!isOfAlert(signal)) {
    draft.because({ decision: 'ignored', reason: 'only a deployment', fingerprint });
    return;
  }
  const { receivedAt } = event;
  const resolveTimeout = policy.resolveTimeoutBySource.get(signal.source) ?? policy.resolveTimeout;
  const insufficientData = meaningOfNoData(signal, policy);
  const times = { receivedAt, now, resolveTimeout, insufficientData };
  const observation = observe(known, signal, classified, times);
  if (observation.change === 'late' || observation.change === 'nodata') {
    if ('alert' in observation) waitOut(draft, observation.alert);
    draft.because({ decision: 'ignored', reason: observation.change, fingerprint });
    return;
  }
  if (observation.change === 'closed') {
    draft.putAlert(observation.alert);
    draft.because({ decision: 'ignored', reason: 'resolved by hand', fingerprint });
    return;
  }

  const { alert, change } = observation;
  const origin = { traceId: event.traceId, receivedAt };
  const { note } = classified;
  settle(draft, alert, known, change, { origin, now, policy, at: alert.changedAt, note });
}
