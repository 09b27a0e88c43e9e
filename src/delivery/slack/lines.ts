import { spanOf } from '../../alert/span.ts';
import { visible } from '../../alert/visible.ts';
import { differencesIn } from '../differences.ts';
import type { AlertView, DeliveryView } from '../view.ts';
import { count, isTitledByName, nameOf, sentenceOf, shorten, summaryOf } from '../wording.ts';

/** How many alerts a message names; it says how many more there are. */
export const SHOWN = 5;

/** What a message says under its title, line by line: the worst first, and nothing twice. */
export function linesOf(view: DeliveryView, title: string): readonly string[] {
  const { alerts, firing, resolved, until, since, movedTo } = view;
  const isOne = firing.length + resolved.length === 1;
  const [first] = alerts;
  if (movedTo !== undefined) return [`Moved to another group; followed there from now on.`];
  if (until !== undefined) {
    const what = isOne && first !== undefined ? summaryOf(first) : endedOf(view);
    const after = `Resolved after ${spanOf(until - since)}`;
    return [says(title, what) ? after : `${after}: ${shorten(what, 600)}`];
  }
  if (isOne && firing.length === 1 && first !== undefined) return newWords(first, title);
  if (firing.length === 0)
    return [`All that fires is muted${resolved.length > 0 ? `, ${resolved.length} resolved` : ''}`];
  const shown = alerts.filter((one) => !one.resolved).slice(0, SHOWN);
  const more = firing.length - shown.length;
  const say = alertLines(alerts, isTitledByName(view) ? summaryOf : sentenceOf, 400);
  return [
    `${count(firing.length, 'alert')} firing${resolved.length > 0 ? `, ${resolved.length} resolved` : ''}`,
    ...shown.map((one) => `• ${say(one)}`),
    ...(more > 0 ? [`+${more} more`] : []),
  ];
}

/** What people read of each alert, with what tells it apart from those that would read the same. */
export function alertLines(
  alerts: readonly AlertView[],
  say: (one: AlertView) => string,
  limit: number,
): (one: AlertView) => string {
  const short = (one: AlertView): string => shorten(say(one), limit);
  const differenceOf = differencesIn(alerts, short);
  return (one) => {
    const difference = differenceOf(one);
    return difference === '' ? short(one) : `${short(one)} (${difference})`;
  };
}

/** The summary and the description of an alert, as far as the title, or one the other, says less. */
function newWords(one: AlertView, title: string): readonly string[] {
  const summary = shorten(summaryOf(one), 600);
  const description = shorten(one.alert.annotations.description ?? '', 1_200);
  const isSummaryNew = !says(title, summary) && !begins(description, summary);
  const isDescriptionNew = !says(title, description) && !says(summary, description);
  const { tocsin_note: note } = one.alert.annotations;
  return [
    ...(isSummaryNew ? [summary] : []),
    ...(isDescriptionNew ? [description] : []),
    ...(note === undefined ? [] : [`⚠️ ${shorten(note, 300)}`]),
  ];
}

function says(text: string, words: string): boolean {
  return essence(text).includes(essence(words));
}

function begins(text: string, words: string): boolean {
  return essence(text) !== essence(words) && essence(text).startsWith(essence(words));
}

/** A text without what makes no difference to what it says. */
function essence(text: string): string {
  return visible(text)
    .replaceAll(/\s+/gu, ' ')
    .replace(/[\s.…]+$/u, '')
    .trim()
    .toLowerCase();
}

/** How many alerts were over together, and which. */
function endedOf(view: DeliveryView): string {
  const { alerts, firing, resolved } = view;
  const total = firing.length + resolved.length;
  const differenceOf = differencesIn(alerts, nameOf);
  const isTitled = isTitledByName(view);
  const names = alerts
    .slice(0, SHOWN)
    .map((one) =>
      [isTitled ? '' : shorten(nameOf(one), 100), differenceOf(one)].filter(Boolean).join(' '),
    )
    .filter(Boolean);
  if (names.length === 0) return count(total, 'alert');
  const more = total - names.length;
  return `${count(total, 'alert')} (${[...names, ...(more > 0 ? [`+${more} more`] : [])].join(', ')})`;
}
