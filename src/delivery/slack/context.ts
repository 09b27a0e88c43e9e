import type { Acknowledgement, Happening } from '../../alert/group.ts';
import { priorityOf, type Severity } from '../../alert/severity.ts';
import type { DeliveryView, MutedBy } from '../view.ts';
import { namesText, placeOf } from '../wording.ts';
import { isRunbook } from './links.ts';
import { time, timeAgo } from './mrkdwn.ts';
import type { Piece } from './small-print.ts';

/** Within what time somebody should have acknowledged, in milliseconds. */
export type ResponseTimes = Readonly<Record<Severity, number>>;

/** How urgent a group is, since when, who has it, and what of it is not told. */
export function standingOf(view: DeliveryView, responseTimes?: ResponseTimes): readonly Piece[] {
  const { severity, since, now, mutes } = view;
  return [
    { own: `*${priorityOf(severity)}* ${severity}` },
    { own: `since ${timeAgo(since, now)}` },
    ...whoHasIt(view, responseTimes),
    ...mutes.map((mute) => ({ own: `🔕 ${muteText(mute, view)}` })),
  ];
}

/** Where it happens, and what to do by name. */
export function placesOf(view: DeliveryView): readonly Piece[] {
  const place = placeOf(view);
  const runbook = runbookName(view);
  return [
    ...(place === '' ? [] : [{ text: place }]),
    ...(runbook === undefined ? [] : [{ lead: 'runbook ', text: runbook }]),
  ];
}

/** Where nobody has it on: who is asked by now, or until when somebody should have. */
function whoHasIt(view: DeliveryView, responseTimes?: ResponseTimes): readonly Piece[] {
  const { acknowledged, openSince, severity, now, lately } = view;
  if (acknowledged !== undefined) {
    const given = lately.findLast(({ what, at }) => what === 'reassigned' && at > acknowledged.at);
    return [...acknowledgedText(acknowledged, now), ...(given ? [askedText(given)] : [])];
  }
  if (openSince === undefined || view.firing.length === 0 || view.movedTo !== undefined) return [];
  const asked = lately.findLast(({ what, at }) => CALLS.has(what) && at >= openSince);
  if (asked !== undefined) return [askedText(asked)];
  if (responseTimes === undefined) return [];
  const deadline = openSince + responseTimes[severity];
  const words = now < deadline ? 'acknowledge by' : 'not acknowledged by';
  return [{ own: `${words} ${time(deadline, now)}` }];
}

const CALLS: ReadonlySet<Happening['what']> = new Set(['escalated', 'reassigned', 'not escalated']);

const SIGNS: Readonly<Partial<Record<Happening['what'], string>>> = {
  escalated: '📣 escalated',
  reassigned: '🔀 reassigned',
  'not escalated': '⚠️ not escalated',
};

function askedText({ what, to = [], place }: Happening): Piece {
  const sign = SIGNS[what] ?? what;
  const where = place === undefined ? '' : ` in ${place}`;
  if (place !== undefined && to.length === 0) return { own: `${sign}${where}` };
  return { lead: `${sign}${where} to `, text: namesText(to) };
}

function acknowledgedText({ by, at, until }: Acknowledgement, now: number): readonly Piece[] {
  const end = until === undefined ? '' : ` until ${time(until, now)}`;
  return [{ lead: '👀 acknowledged by ', text: by, tail: `at ${time(at, now)}${end}` }];
}

const MUTED: Readonly<Record<MutedBy['by'], string>> = {
  silence: 'silenced',
  inhibition: 'inhibited',
  maintenance: 'in maintenance',
  time: 'out of hours',
};

function muteText({ by, count, until }: MutedBy, { firing, now }: DeliveryView): string {
  const end = until === undefined ? '' : ` until ${time(until, now)}`;
  return `${count}${firing.length > 0 ? ' more' : ''} ${MUTED[by]}${end}`;
}

/** The name of a runbook for which there is no link; an address that can't be offered is none. */
function runbookName({ alerts }: DeliveryView): string | undefined {
  const { links = [], annotations } = alerts[0]?.alert ?? {};
  const name = annotations?.runbook;
  return links.some(isRunbook) || name === undefined || /^\s*[a-z][\w+.-]*:/iu.test(name)
    ? undefined
    : name;
}
