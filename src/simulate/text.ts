import { spanOf } from '../alert/span.ts';
import type { Labels } from '../alert/labels.ts';
import type { Policy } from '../rules/policy.ts';
import type { Notification } from './notification.ts';
import type { Replayed } from './replay.ts';
import type { Tally } from './tally.ts';
import type { TimeForm } from './time-form.ts';

const TIME_WIDTH = { seconds: 10, 'ISO 8601': 24 } as const;
const STATUS_WIDTH = 'resolved'.length;
const ACTION_WIDTH = 'pagerduty acknowledge'.length;

/** Writes notifications as lines of a timeline, in columns as wide as the policy's names. */
export function timelineOf(policy: Policy): (told: Notification, form: TimeForm) => string {
  const names = [...policy.integrationsByReceiver.keys()];
  const width = Math.max(0, ...names.map(({ length }) => length));
  return ({ at, integration, action, status, group, alerts, reason }, form) => {
    const firing = alerts.filter((one) => one.status === 'firing').length;
    const time = String(form.write(at)).padStart(TIME_WIDTH[form.name]);
    const who = integration.receiver.padEnd(width);
    const what = `${integration.kind} ${action}`.padEnd(ACTION_WIDTH);
    const counts = [
      ...(firing > 0 ? [`${firing} firing`] : []),
      ...(alerts.length > firing ? [`${alerts.length - firing} resolved`] : []),
    ].join(', ');
    return `${time}  ${status.padEnd(STATUS_WIDTH)}  ${who}  ${what}  ${labelsText(group)}  ${counts} (${reason})`;
  };
}

/** Labels as matchers are written: `{alertname="a", region="eu-west-1"}`. */
function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${pairs.join(', ')}}`;
}

/** How much was replayed: `2 events in 4 s`. */
export function replayedText({ events, from, to }: Replayed): string {
  return `${counted(events, 'event')}${to > from ? ` in ${spanOf(to - from)}` : ''}`;
}

/** What there was, in a few lines. */
export function summaryText(replayed: Replayed, byReceiver: Tally): string {
  const lines = [
    `${replayedText(replayed)}, ${counted(byReceiver.total, 'notification')}`,
    ...byReceiver.ranked.map(([receiver, count]) => `  ${receiver}: ${count}`),
  ];
  return lines.join('\n');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
