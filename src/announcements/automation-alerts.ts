import { OWN_ALERTS } from '../alert/own.ts';
import { utcText } from '../alert/utc.ts';
import type { Standing } from '../engine/ports/automation.ts';
import type { Raised } from '../engine/ports/troubles.ts';

/** The alerts that there should be of what is not done by itself any more, so that nobody relies on it. */
export function automationAlerts({ off, stopped }: Standing): readonly Raised[] {
  const alerts = [...stopped].map(([name, { at, why }]): Raised => {
    return {
      labels: { alertname: OWN_ALERTS.automationStopped, integration: `automation/${name}` },
      severity: 'warning',
      summary: `Automation “${name}” stopped itself at ${utcText(at)}`,
      description: `${why} Until then people have to do what it would have done.`,
      since: at,
    };
  });
  if (off === undefined) return alerts;
  const because = off.why === undefined ? '' : `: ${off.why}`;
  const isOff: Raised = {
    labels: { alertname: OWN_ALERTS.automationOff, integration: 'automation' },
    severity: 'info',
    summary: `${off.by} turned automation off at ${utcText(off.at)}${because}`,
    description: 'Nothing is done by itself until somebody writes `/tocsin automation on`.',
    since: off.at,
  };
  return [isOff, ...alerts];
}
