import { priorityOf, type Severity } from '../../alert/severity.ts';
import { spanOf } from '../../alert/span.ts';
import { utcText } from '../../alert/utc.ts';
import { differencesIn } from '../differences.ts';
import { alertsTold } from '../news.ts';
import { newsOf, type AlertView, type DeliveryView } from '../view.ts';
import {
  changesText,
  count,
  flappingText,
  insteadText,
  isTitledByName,
  nameOf,
  placeOf,
  sentenceOf,
  shorten,
  summaryOf,
  titleOf,
} from '../wording.ts';
import { linksOf, addressIn, type MailLink } from './links.ts';

/** How many alerts a mail lists; it says how many more there are. */
export const LISTED = 10;
/** Of so many it says which are new. */
const NAMED = 5;

/** What a mail says, before it is plain text or HTML: so both say the same. All of it can be seen. */
export interface MailContent {
  /** What is the matter, in a few words: the first that people read, in a list of mails, too. */
  readonly state: string;
  readonly tone: Severity | 'over';
  readonly title: string;
  /** What changed since the last mail. */
  readonly news: readonly string[];
  /** The worst first. */
  readonly alerts: readonly MailAlert[];
  /** How many alerts are not listed. */
  readonly more: number;
  readonly facts: readonly MailFact[];
  readonly links: readonly MailLink[];
}

interface MailAlert {
  readonly words: string;
  readonly description?: string;
}

interface MailFact {
  readonly name: string;
  readonly value: string;
}

/** What a group's mail says now, to somebody who wants to hear of ends, or does not. */
export function contentOf(
  view: DeliveryView,
  reader: { readonly sendResolved: boolean },
): MailContent {
  const told = alertsTold(view, reader);
  const listed = view.firing.length > 0 ? told.filter((one) => !one.resolved) : told;
  const total = view.firing.length > 0 ? view.firing.length : view.resolved.length;
  const shown = listed.slice(0, LISTED);
  return {
    state: stateOf(view),
    tone: view.isOver ? 'over' : view.severity,
    title: shorten(titleOf(view), 200),
    news: newsLines(view, reader),
    alerts: shown.map(alertLine(view, shown)),
    more: Math.max(0, total - shown.length),
    facts: factsOf(view),
    links: linksOf(view.alerts[0]?.alert),
  };
}

function stateOf(view: DeliveryView): string {
  const { movedTo, until, since, firing, severity } = view;
  if (movedTo !== undefined) return 'Moved to another group';
  if (until !== undefined) {
    const by = view.closedBy === undefined ? '' : ` by ${shorten(view.closedBy, 100)}`;
    return `Resolved${by} after ${spanOf(until - since)}`;
  }
  if (firing.length === 0) return 'Muted: what still fires is silenced';
  const number = firing.length > 1 ? [count(firing.length, 'alert')] : [];
  const unsteady = flappingText(view);
  return ['Firing', `${priorityOf(severity)} ${severity}`, ...number, unsteady]
    .filter(Boolean)
    .join(' · ');
}

/** The first mail is news as a whole, and the last says by itself that all is over. */
function newsLines(
  view: DeliveryView,
  { sendResolved }: { readonly sendResolved: boolean },
): string[] {
  const { told, due, until, since, instead } = view;
  const lines = instead === undefined || until !== undefined ? [] : [insteadText(instead)];
  if (due?.reason === 'escalated') {
    const why = `after ${spanOf(due.at - since)} nobody has acknowledged it`;
    lines.push(due.by === undefined ? `Escalated: ${why}` : `Escalated by ${due.by}`);
  }
  if (told === undefined || until !== undefined) return lines;
  const { started, ended, unsteady } = newsOf(view);
  if (started.length > 0) lines.push(`${started.length} more firing${named(view, started)}`);
  if (ended.length > 0 && sendResolved) lines.push(`${ended.length} resolved${named(view, ended)}`);
  if (unsteady.length > 0)
    lines.push(`${count(unsteady.length, 'alert')} flapping${named(view, unsteady)}`);
  if (due?.reason === 'repeat') lines.push(`Still firing after ${spanOf(due.at - since)}`);
  return lines;
}

function named(view: DeliveryView, fingerprints: readonly string[]): string {
  const wanted = new Set(fingerprints);
  const alerts = view.alerts.filter(({ alert }) => wanted.has(alert.fingerprint)).slice(0, NAMED);
  const differenceOf = differencesIn(view.alerts, nameOf);
  const names = alerts.map((one) =>
    [shorten(nameOf(one), 100), differenceOf(one)].filter(Boolean).join(' '),
  );
  const more = fingerprints.length - names.length;
  if (more > 0) names.push(`+${more} more`);
  return names.length === 0 ? '' : `: ${names.join(', ')}`;
}

/** One line an alert; of the only one that fires also what its sender has to say of it at length. */
function alertLine(view: DeliveryView, shown: readonly AlertView[]): (one: AlertView) => MailAlert {
  const say = isTitledByName(view) ? summaryOf : sentenceOf;
  const short = (one: AlertView): string => shorten(say(one), 400);
  const differenceOf = differencesIn(shown, short);
  const isMixed = new Set(shown.map(({ severity }) => severity)).size > 1;
  return (one) => {
    const { description = '', tocsin_note: note } = one.alert.annotations;
    const difference = differenceOf(one);
    const words = [
      isMixed ? `${one.severity}: ` : '',
      short(one),
      difference === '' ? '' : ` (${difference})`,
      one.flapping === undefined ? '' : `, ${changesText(one.flapping)}`,
    ].join('');
    const isLong = shown.length === 1 && !one.resolved;
    const long = [
      ...(isLong && description.trim() !== summaryOf(one).trim() ? [description] : []),
      ...(note === undefined ? [] : [note]),
    ];
    const text = shorten(long.join('\n').trim(), 2_000);
    return { words, ...(text !== '' && { description: text }) };
  };
}

function factsOf(view: DeliveryView): readonly MailFact[] {
  const { since, until, acknowledged, muted } = view;
  const runbook = view.alerts[0]?.alert.annotations.runbook ?? '';
  const facts: MailFact[] = [
    { name: 'Since', value: utcText(since) },
    { name: 'Until', value: until === undefined ? '' : utcText(until) },
    { name: 'Where', value: shorten(placeOf(view), 300) },
    {
      name: 'Acknowledged',
      value:
        acknowledged === undefined
          ? ''
          : `by ${shorten(acknowledged.by, 100)}, ${utcText(acknowledged.at)}`,
    },
    { name: 'Muted', value: muted === 0 ? '' : count(muted, 'more alert') },
    {
      name: 'Runbook',
      value: addressIn(runbook) === undefined ? shorten(runbook, 200) : '',
    },
  ];
  return facts.filter(({ value }) => value.trim() !== '');
}
