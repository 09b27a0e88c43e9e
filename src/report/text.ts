import type { Bulletin } from '../alert/bulletin.ts';
import { REPAIR_TARGET } from '../alert/incident-targets.ts';
import { priorityOf } from '../alert/severity.ts';
import { spanOf } from '../alert/span.ts';
import { visible } from '../alert/visible.ts';
import { segmentAt } from '../rules/zone.ts';
import { deploymentLines, incidentLines } from './besides-text.ts';
import type { Report, SeverityFigures } from './report.ts';

/** Share of groups that somebody acknowledged, or did something else about. */
const ACTED_TARGET = 0.9;
const NOISIEST = 5;
const NAME_LENGTH = 80;

/** A report in words. */
export function bulletinOf(report: Report): Bulletin {
  const { from, until, zone, groups } = report;
  const days = `${dayOf(from, zone)} – ${dayOf(until - 1, zone)}`;
  const title = `Alerts, ${days}`;
  const incidents = incidentLines(report);
  const deployments = deploymentLines(report);
  if (groups + report.notifications + incidents.length + deployments.length === 0) {
    return { title, parts: [{ heading: 'A quiet time', lines: ['Nobody was told of anything.'] }] };
  }
  const parts = [
    { heading: 'In short', lines: [...shortLines(report), ...deployments] },
    { heading: 'Noisiest', lines: noisyLines(report) },
    { heading: 'How fast', lines: report.severities.map((one) => speedLine(one, report)) },
    { heading: 'Pages', lines: pageLines(report) },
    { heading: 'Incidents', lines: incidents },
    {
      heading: 'To think about',
      lines: report.suggestions.map(({ alarm, text }) => `${named(alarm)}: ${text}`),
    },
  ];
  return { title, parts: parts.filter(({ lines }) => lines.length > 0) };
}

/** As plain text. */
export function bulletinText({ title, parts }: Bulletin): string {
  const texts = parts.map(
    ({ heading, lines }) => `${heading}\n${lines.map((line) => `  ${line}`).join('\n')}\n`,
  );
  return [`${title}\n`, ...texts].join('\n');
}

function shortLines({ groups, notifications, acted }: Report): readonly string[] {
  const share = groups === 0 ? 1 : acted / groups;
  const verdict = share > ACTED_TARGET ? 'good' : 'too few';
  return [
    `${times(groups, 'group')} of alerts, ${times(notifications, 'notification')}`,
    ...(groups === 0
      ? []
      : [
          `Acknowledged or acted on: ${acted} of ${groups}, ${percent(share)} (target over ${percent(ACTED_TARGET)}: ${verdict})`,
        ]),
  ];
}

function noisyLines({ alarms }: Report): readonly string[] {
  const more = alarms.length - NOISIEST;
  const lines = alarms.slice(0, NOISIEST).map(({ name, notifications, groups, acted, lasted }) => {
    const length = lasted === undefined ? '' : `, over after ${spanOf(lasted)} (median)`;
    return `${named(name)}: ${times(notifications, 'notification')}, ${times(groups, 'group')}, ${acted} acted on${length}`;
  });
  return more > 0 ? [...lines, `+${more} more`] : lines;
}

function speedLine(
  { severity, groups, acted, late, toAct, toEnd }: SeverityFigures,
  { responseTimes }: Report,
): string {
  const target = responseTimes[severity];
  const mark = (is: number, limit: number): string => (is > limit ? 'late' : 'good');
  const parts = [
    times(groups, 'group'),
    toAct === undefined
      ? `none acted on (target ${spanOf(target)})`
      : `${acted} acted on after ${spanOf(toAct)} (target ${spanOf(target)}: ${mark(toAct, target)})`,
    ...(late > 0 ? [`${late} waited for longer`] : []),
    ...(toEnd === undefined
      ? []
      : [
          `over after ${spanOf(toEnd)} (target ${spanOf(REPAIR_TARGET)}: ${mark(toEnd, REPAIR_TARGET)})`,
        ]),
  ];
  return `${priorityOf(severity)} ${severity}: ${parts.join(', ')}`;
}

function pageLines({ pages, nightPages }: Report): readonly string[] {
  if (pages === 0) return [];
  const atNight = nightPages.reduce((sum, one) => sum + one.pages, 0);
  const people = nightPages.map(({ who, answered, pages: count }) =>
    answered
      ? `${who === undefined ? 'somebody' : named(who)} ${count}`
      : `nobody answered ${count}`,
  );
  const by = people.length > 0 ? ` (${people.join(', ')})` : '';
  return [times(pages, 'page'), `${atNight} at night, 22:00 to 07:00${by}`];
}

function times(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

function named(name: string): string {
  const whole = visible(name.toWellFormed()).replaceAll(/\s+/gu, ' ').trim();
  return whole.length > NAME_LENGTH ? `${whole.slice(0, NAME_LENGTH - 1).toWellFormed()}…` : whole;
}

function dayOf(at: number, zone: string): string {
  return new Date(at + segmentAt(zone, at).offset).toISOString().slice(0, 10);
}
