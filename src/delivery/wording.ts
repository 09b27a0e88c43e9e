import { labelValue } from '../alert/labels.ts';
import { visible } from '../alert/visible.ts';
import type { AlertView, DeliveryView } from './view.ts';

/** Labels that say where, not what: shown elsewhere in a message. */
const CONTEXT_LABELS = new Set(['alertname', 'account', 'region', 'severity']);

/**
 * What a group is called, in one line: its alarm's name, then what it is grouped by:
 * `High error rate · orders-api`. Several alarms go by what they have in common.
 */
export function titleOf(view: DeliveryView): string {
  const { labels, alerts } = view;
  const name = labelValue(alerts[0]?.alert.labels ?? {}, 'alertname');
  const groupedBy = Object.entries(labels)
    .filter(([label]) => !CONTEXT_LABELS.has(label))
    .map(([, value]) => value);
  const parts = isTitledByName(view) || groupedBy.length === 0 ? [name, ...groupedBy] : groupedBy;
  const words = parts.map((part) => visible(part).replaceAll(/\s+/gu, ' ').trim());
  return [...new Set(words)].filter((word) => word !== '').join(' · ') || 'Alert';
}

/** Whether the title of a group begins with the name that all its alerts have. */
export function isTitledByName({ alerts }: Pick<DeliveryView, 'alerts'>): boolean {
  return new Set(alerts.map(({ alert }) => labelValue(alert.labels, 'alertname'))).size === 1;
}

/** What one alert is about, in one line: its summary, else its name. */
export function summaryOf({ alert }: AlertView): string {
  return alert.annotations.summary ?? nameOf({ alert });
}

/** An alert's name and what it is about. */
export function sentenceOf(one: AlertView): string {
  return namedText(nameOf(one), summaryOf(one));
}

/** A text after the name it goes by; one that begins with the name stands alone. */
export function namedText(name: string, text: string): string {
  return text.startsWith(name.replace(/…$/u, '')) ? text : `${name}: ${text}`;
}

export function nameOf({ alert }: Pick<AlertView, 'alert'>): string {
  return labelValue(alert.labels, 'alertname') || 'alert';
}

/** Where it happens: the accounts and regions of the alerts that are shown. */
export function placeOf({ alerts }: DeliveryView): string {
  const places = alerts.map(({ alert: { labels } }) =>
    [labelValue(labels, 'account'), labelValue(labels, 'region')].filter(Boolean).join(' '),
  );
  return [...new Set(places.filter(Boolean))].slice(0, 3).join(', ');
}

/** `1 alert`, `3 alerts`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A length of time as people say it, in its two largest units: `19 min`, `3 h 5 min`, `2 d 4 h`. */
export function spanOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joined(hours, 'h', minutes % 60, 'min');
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/**
 * What people can see of a text, at most `limit` UTF-16 units, cut at a word where there is one, with
 * an ellipsis. No half of a surrogate pair is ever in it: JSON may carry one, forms and many services
 * refuse it.
 */
export function shorten(text: string, limit: number): string {
  const whole = visible(text.toWellFormed());
  if (whole.length <= limit) return whole;
  const cut = whole.slice(0, limit - 1);
  const head = cut.isWellFormed() ? cut : cut.slice(0, -1);
  const space = whole.slice(0, head.length + 1).lastIndexOf(' ');
  return `${(space > limit / 2 ? head.slice(0, space) : head).trimEnd()}…`;
}
