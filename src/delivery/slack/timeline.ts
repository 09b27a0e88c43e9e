import type { KnownBlock } from '@slack/types';
import type { DueNotification } from '../../alert/group.ts';
import type { NearDeployment } from '../../alert/deployment-places.ts';
import { spanOf } from '../../alert/span.ts';
import type { DeliveryView } from '../view.ts';
import { newsOf } from '../view.ts';
import {
  changesText,
  count,
  isTitledByName,
  nameOf,
  sentenceOf,
  shorten,
  summaryOf,
  titleOf,
} from '../wording.ts';
import { alertLines, alikeAlerts } from './alert-list.ts';
import { wordsOf } from './alert-words.ts';
import { deployedLines } from './deployed.ts';
import { happeningLine, unheardOf, type Line } from './happenings.ts';
import { plain, mrkdwn, type SlackMessage } from './message.ts';
import { escapedWithin } from './mrkdwn.ts';
import { SHOWN } from './paragraphs.ts';

const LINE_LENGTH = 2_000;
const ALL_LINES_LENGTH = 3_500;

/**
 * What a delivery adds to a message's thread: what was done about the group and, with a notification,
 * what people should notice of what changed since they were last told. Undefined when there is nothing.
 *
 * @param call whom it calls, in mrkdwn; trusted
 * @param deployments the likeliest first: the thread keeps them when the message shows them no more
 */
export function renderLine(
  view: DeliveryView,
  call: string | undefined = view.due?.mention,
  deployments: readonly NearDeployment[] = [],
): SlackMessage | undefined {
  const news = [...unheardOf(view).map((one) => happeningLine(one, view)), ...newsLines(view)];
  if (news.length === 0) return undefined;
  const lines = view.until === undefined ? news : [...deployedLines(deployments, view), ...news];
  const mention = view.until === undefined ? call : undefined;
  const text = escapedWithin(lines.map(({ text }) => text).join('\n'), ALL_LINES_LENGTH);
  const limit = Math.min(LINE_LENGTH, Math.floor(ALL_LINES_LENGTH / lines.length));
  return {
    text: `${mention === undefined ? '' : `${mention} `}${text}`,
    blocks: [
      ...lines.flatMap((line) => blocksOf(line, limit)),
      ...(mention === undefined ? [] : [contextBlock(mention)]),
    ],
  };
}

/** Whether there is such a line; nothing is put into words. */
export function hasLine(view: DeliveryView): boolean {
  return unheardOf(view).length > 0 || newsIn(view).length > 0;
}

function blocksOf({ text, when }: Line, limit: number): readonly KnownBlock[] {
  const section: KnownBlock = { type: 'section', text: plain(text, limit) };
  return when === undefined ? [section] : [section, contextBlock(when)];
}

function contextBlock(text: string): KnownBlock {
  return { type: 'context', elements: [mrkdwn(text)] };
}

function newsLines(view: DeliveryView): readonly Line[] {
  return newsIn(view).map((words) => ({ text: words() }));
}

/** Something to be said, put into words when they are asked for. */
type Words = () => string;

function newsIn(view: DeliveryView): readonly Words[] {
  const { due, until, since, movedTo, firing, acknowledged } = view;
  if (due === undefined) return [];
  if (movedTo !== undefined) return [() => '↪️ Moved to another group'];
  // That somebody closed it by hand says that it is over.
  if (until !== undefined) return view.closedBy === undefined ? [() => endText(view, until)] : [];
  const { started, ended, unsteady } = newsOf(view);
  const news: Words[] = [];
  if (isCall(view)) news.push(() => callText(view, due));
  if (started.length > 0) {
    news.push(() => `🔺 ${started.length} more firing: ${listed(view, started)}`);
  }
  if (ended.length > 0) news.push(() => `🟢 ${ended.length} resolved: ${listed(view, ended)}`);
  if (unsteady.length > 0) news.push(() => `🔁 ${unsteadyText(view, unsteady)}`);
  if (news.length > 0) return news;
  const still = () => `Still firing after ${spanOf(due.at - since)}`;
  if (due.reason === 'repeat') return [() => `⏰ ${still()}: ${count(firing.length, 'alert')}`];
  if (due.reason !== 'reminder' || acknowledged === undefined) return [];
  return [() => `👀 ${still()}, acknowledged by ${acknowledged.by}`];
}

/** That it is over and, of one alert, what was heard last of it. */
function endText(view: DeliveryView, until: number): string {
  const { since, firing, resolved, alerts } = view;
  const [first] = alerts;
  const last =
    firing.length + resolved.length === 1 && first ? wordsOf(first, titleOf(view))[0] : '';
  const words = last === undefined || last === '' ? '' : `: ${shorten(last, 300)}`;
  return `🟢 Resolved after ${spanOf(until - since)}${words}`;
}

/** A call for help is heard also where nobody knows any more to whom it went. */
function isCall(view: DeliveryView): boolean {
  if (view.due?.reason !== 'escalated') return false;
  return unheardOf(view).every(({ what }) => what !== 'escalated');
}

function callText({ since }: DeliveryView, { by, at }: DueNotification): string {
  if (by !== undefined) return `📣 Escalated by ${by}`;
  return `📣 Escalated: after ${spanOf(at - since)} nobody has acknowledged it`;
}

/** Which alerts flap: of them nothing more is told until they are calm. */
function unsteadyText({ alerts }: DeliveryView, fingerprints: readonly string[]): string {
  const named = alerts
    .filter(({ alert }) => fingerprints.includes(alert.fingerprint))
    .slice(0, SHOWN)
    .map(
      (one) => shorten(nameOf(one), 100) + (one.flapping ? `, ${changesText(one.flapping)}` : ''),
    );
  const more = fingerprints.length - named.length;
  return `Flapping: ${[...named, ...(more > 0 ? [`+${more} more`] : [])].join('; ')}`;
}

function listed(view: DeliveryView, fingerprints: readonly string[]): string {
  const { alerts } = view;
  const wanted = new Set(fingerprints);
  const named = alerts.filter(({ alert }) => wanted.has(alert.fingerprint)).slice(0, SHOWN);
  const more = fingerprints.length - named.length;
  const alike = alikeAlerts(alerts);
  const say = alertLines(alerts, isTitledByName(view) ? summaryOf : sentenceOf, 300);
  const lines = named.map(alike?.itemOf ?? say);
  return `${lines.join('; ')}${more > 0 ? `; +${more} more` : ''}`;
}
