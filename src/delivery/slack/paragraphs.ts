import type { DeliveryView } from '../view.ts';
import {
  count,
  flappingText,
  insteadText,
  isTitledByName,
  sentenceOf,
  shorten,
  summaryOf,
} from '../wording.ts';
import { alertLines, alikeAlerts } from './alert-list.ts';
import { sharedWords, wordsOf } from './alert-words.ts';

/** How many alerts a message names; it says how many more there are. */
export const SHOWN = 5;

/**
 * What a message of a group that is not over says under its title, one paragraph each. The first says
 * what is wrong and how bad; nothing is said twice.
 */
export function paragraphsOf(view: DeliveryView, title: string): readonly string[] {
  const { alerts, firing, resolved, movedTo } = view;
  if (movedTo !== undefined) return ['Moved to another group; followed there from now on.'];
  if (firing.length === 0) return [`All that fires is muted${alsoResolved(view)}`];
  const [first] = alerts;
  const isOne = firing.length + resolved.length === 1;
  const said = isOne && first !== undefined ? wordsOf(first, title) : many(view, title);
  const flaps = flappingText(view);
  const notes = [
    ...(flaps === '' ? [] : [`🔁 ${flaps}: no change of it is told until it is calm`]),
    ...(view.instead === undefined ? [] : [`⚠️ ${insteadText(view.instead)}`]),
  ];
  return [...said.slice(0, 1), ...notes, ...said.slice(1)];
}

/** The worst of several first, then the others in as few words as tell them apart. */
function many(view: DeliveryView, title: string): readonly string[] {
  const { alerts, firing } = view;
  const shown = alerts.filter((one) => !one.resolved).slice(0, SHOWN);
  const [worst, ...others] = shown;
  const counted = `${count(firing.length, 'alert')} firing${alsoResolved(view)}`;
  if (worst === undefined) return [counted];
  const left = firing.length - shown.length;
  const more = left > 0 ? [`+${left} more`] : [];
  const shared = sharedWords(shown, title);
  const alike = alikeAlerts(shown);
  if (alike !== undefined) {
    const { nameOf, itemOf, isSame } = alike;
    const what = shorten(summaryOf(worst), 300);
    const list = [...(isSame ? shown : others).map(itemOf), ...more].join('  ·  ');
    return [`${counted}${isSame ? '' : `. Worst is ${nameOf(worst)}`}: ${what}`, list, ...shared];
  }
  const say = alertLines(alerts, isTitledByName(view) ? summaryOf : sentenceOf, 300);
  const lead = firing.length === 1 ? `${counted}: ` : `${counted}. Worst: `;
  return [`${lead}${say(worst)}`, ...others.map((one) => `• ${say(one)}`), ...more, ...shared];
}

function alsoResolved({ resolved }: DeliveryView): string {
  return resolved.length > 0 ? `, ${resolved.length} resolved` : '';
}
