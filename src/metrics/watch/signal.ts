import { fingerprint } from '../../alert/fingerprint.ts';
import { parseSeverity } from '../../alert/severity.ts';
import type { Link, Signal } from '../../alert/signal.ts';
import type { FiringSeries } from '../../engine/ports/watch-states.ts';
import { boundedAnnotations, boundedLabels } from '../../intake/bounds.ts';
import type { Change } from './judge.ts';
import type { WatchRule } from './rule.ts';
import { comparedIn, measuredText } from './words.ts';

/** What a change of a series is to the rules: a state, like any other's. */
export function changeSignal(rule: WatchRule, change: Change, now: number): Signal {
  const { status, values } = change;
  const compared = comparedIn(rule, status, values);
  const measured = measuredText(rule, status, compared);
  const { summary = measured, ...annotations } = rule.annotations;
  return {
    ...stateSignal(rule.name, change, status, now),
    annotations: boundedAnnotations([
      ['summary', summary],
      ['measured', measured],
      ['unit', compared?.unit],
      ...Object.entries(annotations),
    ]),
    links: runbookLinks(annotations.runbook),
    ...(compared && { value: compared.value, threshold: compared.threshold }),
  };
}

/** That a series fires no longer because there is no such rule any more. */
export function goneSignal(name: string, series: FiringSeries, now: number): Signal {
  const summary = `The watch rule ${name} is no longer in the config`;
  return {
    ...stateSignal(name, series, 'resolved', now),
    annotations: boundedAnnotations([['summary', summary]]),
    links: [],
  };
}

/** One alert for each series of a rule, whatever labels the config gives it. */
function stateSignal(
  name: string,
  { labels, series, since }: FiringSeries,
  status: 'firing' | 'resolved',
  now: number,
): Omit<Signal, 'annotations' | 'links'> {
  const severity = parseSeverity(labels['severity'] ?? '') ?? 'warning';
  const identity = fingerprint({ ...series, alertname: name }, 'watch');
  return {
    id: `watch/${identity}`,
    source: 'watch',
    nature: 'state',
    status,
    fingerprint: identity,
    labels: boundedLabels([['alertname', name], ['severity', severity], ...Object.entries(labels)]),
    severity,
    defaultSeverity: 'warning',
    startsAt: since,
    ...(status === 'resolved' && { endsAt: now }),
    changedAt: now,
    resends: false,
  };
}

function runbookLinks(runbook = ''): readonly Link[] {
  const isAddress = /^https?:\/\//iu.test(runbook) && URL.canParse(runbook);
  return isAddress ? [{ title: 'Runbook', url: runbook }] : [];
}
