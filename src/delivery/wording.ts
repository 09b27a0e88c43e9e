import type { Flapping } from '../alert/alert.ts';
import { figureText } from '../alert/figure.ts';
import type { Instead } from '../alert/group.ts';
import { labelValue } from '../alert/labels.ts';
import { placeIn, placeName, serviceName } from '../alert/place-name.ts';
import { spanOf } from '../alert/span.ts';
import { visible } from '../alert/visible.ts';
import type { AlertView, DeliveryView } from './view.ts';

/** Labels that say where, not what: shown elsewhere in a message. */
const CONTEXT_LABELS = new Set(['alertname', 'account', 'region', 'severity']);

/**
 * What a group is called, in one line: its alarm's name, then what it is grouped by:
 * `High error rate · orders-api`. Several alarms go by what they have in common. A digest says of how
 * many groups it is.
 */
export function titleOf(view: DeliveryView): string {
  const { labels, folded } = view;
  if (folded !== undefined) return `Alert storm · ${count(folded, 'group')} in one message`;
  const alerts = view.alerts.length > 0 ? view.alerts : view.hushed;
  const name = labelValue(alerts[0]?.alert.labels ?? {}, 'alertname');
  const groupedBy = Object.entries(labels)
    .filter(([label]) => !CONTEXT_LABELS.has(label))
    .map(([, value]) => value);
  const parts =
    isTitledByName({ alerts }) || groupedBy.length === 0 ? [name, ...groupedBy] : groupedBy;
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

/** How often an alert changed that flaps: `6 changes in 10 min`. */
export function changesText({ changes, window }: Flapping): string {
  return `${changes} changes in ${spanOf(window)}`;
}

/** What a group says of those of its alerts that flap; empty when none does. */
export function flappingText({ flapping, alerts, firing }: DeliveryView): string {
  if (flapping.length === 0) return '';
  if (firing.length > 1) return `${count(flapping.length, 'alert')} flapping`;
  const mark = alerts.find((one) => one.flapping !== undefined)?.flapping;
  return mark === undefined ? 'Flapping' : `Flapping, ${changesText(mark)}`;
}

/** The figure that an alert is about, with its unit: `12.4 %`; undefined when it has none. */
export function figureOf({ alert }: AlertView): string | undefined {
  return alert.value === undefined ? undefined : figureText(alert.value, alert.annotations['unit']);
}

/** What was measured against what; undefined when there is no figure. */
export function figuresOf(one: AlertView): string | undefined {
  const { threshold, annotations } = one.alert;
  const figure = figureOf(one);
  const { measured, unit } = annotations;
  if (measured !== undefined || figure === undefined || threshold === undefined) {
    return measured ?? figure;
  }
  return `${figure}, threshold ${figureText(threshold, unit)}`;
}

/** Receivers in one text; there should be one. */
export function namesText(names: readonly string[] = []): string {
  return names.join(', ') || 'nobody';
}

/** Why somebody is told who is only a fallback, in one line. */
export function insteadText({ integration, receiver, since, why }: Instead): string {
  const where = `${serviceName(placeIn(integration).kind)} ${placeName(integration, [receiver])}`;
  const time = new Date(since).toISOString().slice(11, 16);
  return `${where} has not been reached since ${time} UTC (${shorten(why, 200)}): told here instead`;
}

/** `1 alert`, `3 alerts`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
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
