import type { DueNotification } from '../../alert/group.ts';
import { spanOf } from '../../alert/span.ts';
import type { DeliveryView } from '../view.ts';
import { newsOf } from '../view.ts';
import { changesText, count, nameOf, sentenceOf, shorten } from '../wording.ts';
import { escape } from './mrkdwn.ts';
import { alertLines, SHOWN } from './lines.ts';
import { plain, type SlackMessage } from './render.ts';

/**
 * The line that a notification adds to a message's thread: what people should notice of what changed
 * since they were last told. Undefined when nothing did.
 */
export function renderLine(view: DeliveryView): SlackMessage | undefined {
  const text = lineOf(view);
  if (text === undefined) return undefined;
  const { mention } = view.until === undefined ? (view.due ?? {}) : {};
  return {
    text: `${mention === undefined ? '' : `${mention} `}${escape(shorten(text, 700))}`,
    blocks: [
      { type: 'section', text: plain(text, 2_900) },
      ...(mention === undefined
        ? []
        : [{ type: 'context' as const, elements: [{ type: 'mrkdwn' as const, text: mention }] }]),
    ],
  };
}

function lineOf(view: DeliveryView): string | undefined {
  const { due, until, since, movedTo, firing, acknowledged } = view;
  if (movedTo !== undefined) return '↪️ Moved to another group';
  if (until !== undefined) {
    const by = view.closedBy === undefined ? '' : ` by ${view.closedBy}`;
    return `🟢 Resolved${by} after ${spanOf(until - since)}`;
  }
  const { started, ended, unsteady } = newsOf(view);
  const parts = [
    ...(started.length > 0 ? [`🔺 ${started.length} more firing: ${listed(view, started)}`] : []),
    ...(ended.length > 0 ? [`🟢 ${ended.length} resolved: ${listed(view, ended)}`] : []),
    ...(unsteady.length > 0 ? [`🔁 ${unsteadyText(view, unsteady)}`] : []),
  ];
  if (due?.reason === 'escalated') parts.unshift(escalatedText(due, since));
  if (parts.length > 0) return parts.join('\n');
  const still = `Still firing after ${spanOf((due?.at ?? since) - since)}`;
  if (due?.reason === 'repeat') return `⏰ ${still}: ${count(firing.length, 'alert')}`;
  if (due?.reason !== 'reminder' || acknowledged === undefined) return undefined;
  return `👀 ${still}, acknowledged by ${acknowledged.by}`;
}

function escalatedText({ at, by }: DueNotification, since: number): string {
  if (by !== undefined) return `📣 Escalated by ${by}`;
  return `📣 Escalated: after ${spanOf(at - since)} nobody has acknowledged it`;
}

/** Which alerts flap: of them nothing more is told until they are calm. */
function unsteadyText({ alerts }: DeliveryView, fingerprints: readonly string[]): string {
  const named = alerts
    .filter(({ alert }) => fingerprints.includes(alert.fingerprint))
    .slice(0, SHOWN)
    .map(
      (one) => shorten(nameOf(one), 100) + (one.flapping ? `: ${changesText(one.flapping)}` : ''),
    );
  const more = fingerprints.length - named.length;
  return `flapping: ${[...named, ...(more > 0 ? [`+${more} more`] : [])].join('; ')}`;
}

function listed({ alerts }: DeliveryView, fingerprints: readonly string[]): string {
  const wanted = new Set(fingerprints);
  const named = alerts.filter(({ alert }) => wanted.has(alert.fingerprint)).slice(0, SHOWN);
  const more = fingerprints.length - named.length;
  const lines = named.map(alertLines(alerts, sentenceOf, 300));
  return `${lines.join('; ')}${more > 0 ? `; +${more} more` : ''}`;
}
