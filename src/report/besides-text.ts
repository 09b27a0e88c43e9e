import { DETECTION_TARGET, REPAIR_TARGET } from '../alert/incident-targets.ts';
import { priorityOf } from '../alert/severity.ts';
import { spanOf } from '../alert/span.ts';
import type { IncidentMeans } from './incidents.ts';
import type { Report } from './report.ts';

/** Share of deployments that succeed. */
const DEPLOYMENT_TARGET = 0.95;

/** Incidents in words: how many, how fast against the targets, by severity, and how that was before. */
export function incidentLines({ incidents, responseTimes }: Report): readonly string[] {
  if (incidents === undefined) return [];
  const { severities, before } = incidents;
  return [
    meansText(incidents),
    ...(severities.length === 0
      ? []
      : [
          severities
            .map(
              (one) =>
                `${priorityOf(one.severity)}: ${meansText(one, responseTimes[one.severity])}`,
            )
            .join('; '),
        ]),
    `The ${before.length} before it: ${before.map(beforeText).join('; ')}`,
  ];
}

function meansText(
  { incidents, detection, response, repair }: IncidentMeans,
  responseTime?: number,
): string {
  return [
    count(incidents, 'incident'),
    spanText('detected', detection, DETECTION_TARGET),
    spanText('acknowledged', response, responseTime),
    spanText('repaired', repair, REPAIR_TARGET),
  ]
    .filter(Boolean)
    .join(', ');
}

function spanText(what: string, span: number | undefined, target?: number): string {
  if (span === undefined) return '';
  const verdict =
    target === undefined ? '' : ` (target ${spanOf(target)}: ${span > target ? 'late' : 'good'})`;
  return `${what} after ${spanOf(span)}${verdict}`;
}

function beforeText({ incidents, repair }: IncidentMeans): string {
  return repair === undefined
    ? String(incidents)
    : `${incidents}, repaired after ${spanOf(repair)}`;
}

/** Deployments in words. */
export function deploymentLines({ deployments }: Report): readonly string[] {
  if (deployments === undefined) return [];
  const { succeeded, failed } = deployments;
  const share = succeeded / (succeeded + failed);
  const percent = (one: number) => `${Math.floor(one * 100)} %`;
  const verdict = share > DEPLOYMENT_TARGET ? 'good' : 'too few';
  return [
    `${count(succeeded + failed, 'deployment')}, ${succeeded} succeeded: ${percent(share)} (target over ${percent(DEPLOYMENT_TARGET)}: ${verdict})`,
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
