import type { ImageBlock, KnownBlock, SectionBlock } from '@slack/types';
import { spanOf } from '../../alert/span.ts';
import type { NearDeployment } from '../../alert/deployment-places.ts';
import type { Severity } from '../../alert/severity.ts';
import type { DeliveryView } from '../view.ts';
import { count, shorten, titleOf } from '../wording.ts';
import { blockId } from './actions.ts';
import { buttonsOf, menuOfPast, type Presses } from './buttons.ts';
import { placesOf, standingOf, type ResponseTimes } from './context.ts';
import { deployedPieces } from './deployed.ts';
import { graphBlock } from './graph-block.ts';
import { linksOf } from './links.ts';
import { LONGEST_UPDATE } from './limits/message.ts';
import { mrkdwn, plain, type SlackMessage } from './message.ts';
import { escapedWithin, personName, time } from './mrkdwn.ts';
import { paragraphsOf } from './paragraphs.ts';
import { pieceText, smallPrint, type Piece } from './small-print.ts';

const HEADER_LENGTH = 150;

const ICONS: Readonly<Record<Severity, string>> = {
  critical: '🔴',
  error: '🟠',
  warning: '🟡',
  info: '🔵',
};

export interface MessageOptions {
  /** Whom the message calls; from the config, so trusted. */
  readonly mention?: string | undefined;
  /** Without it a message has no buttons. */
  readonly presses?: Presses | undefined;
  readonly responseTimes?: ResponseTimes | undefined;
  /** Why it is told where it is. */
  readonly why?: Piece | undefined;
  /** The deployments beside it, the likeliest first. */
  readonly deployments?: readonly NearDeployment[] | undefined;
}

/**
 * The message of a group. Its first two lines say what, how bad and since when; nothing in it goes
 * stale while nobody edits it: times are points in time, and how long ago they were Slack counts as it
 * is read.
 *
 * Limits: header 150 characters, section 3,000, ten elements a context block; the text of an update
 * 4,000, of which escaping may need five for one. All blocks together have one that is not
 * documented: 13,200 characters of JSON for some, less for others; ours stay below 8,000.
 * @see https://docs.slack.dev/reference/block-kit/blocks/
 * @see https://github.com/slackapi/bolt-js/issues/2509
 */
export function renderMessage(view: DeliveryView, options: MessageOptions = {}): SlackMessage {
  const icon = iconOf(view);
  const title = shorten(titleOf(view), HEADER_LENGTH - `${icon} `.length);
  const header: KnownBlock = { type: 'header', text: plain(`${icon} ${title}`, HEADER_LENGTH) };
  if (view.until !== undefined && view.movedTo === undefined) {
    const ended = endedText(view, view.until);
    return {
      text: `${escapedWithin(`${icon} ${title}`, 900)}: ${ended}`,
      blocks: [header, pastBlock(view, ended, options), ...graphOf(view)],
    };
  }
  const { mention, presses, why, deployments = [] } = options;
  const paragraphs = paragraphsOf(view, title);
  const isPast = view.movedTo !== undefined;
  const standing = [
    ...standingOf(view, options.responseTimes),
    ...(why === undefined ? [] : [why]),
  ];
  const call = mention === undefined ? [] : [{ own: mention }];
  const places = placesOf(view);
  const deployed = deployedPieces(deployments, view);
  const links = linksOf(view).map((own) => ({ own }));
  const where = [...places, ...links];
  return {
    text: textOf(view, [`${icon} ${title}`, ...paragraphs], { standing, deployed, mention }),
    blocks: [
      header,
      smallPrint([...standing, ...call]),
      ...paragraphs.map((text) => ({ type: 'section' as const, text: plain(text, 2_200) })),
      ...graphOf(view),
      ...(deployed.length === 0 ? [] : [smallPrint(deployed)]),
      ...(where.length === 0 ? [] : [smallPrint(where)]),
      ...(presses === undefined || isPast ? [] : [buttonsOf(view, presses)]),
    ],
  };
}

/** How what is measured ran, where that is known by now. */
function graphOf({ graph }: DeliveryView): readonly ImageBlock[] {
  return graph === undefined ? [] : [graphBlock(graph)];
}

function iconOf({ until, movedTo, severity, firing }: DeliveryView): string {
  if (movedTo !== undefined) return '↪️';
  if (until !== undefined) return '🟢';
  return firing.length === 0 ? '🔕' : ICONS[severity];
}

/** The one line under the title of what is over, in mrkdwn. */
function endedText(view: DeliveryView, until: number): string {
  const { since, now, lately, closedBy, firing, resolved } = view;
  const total = firing.length + resolved.length;
  const taken = lately.findLast(({ what }) => ['acknowledged', 'unacknowledged'].includes(what));
  return [
    `Resolved${closedBy === undefined ? '' : ` by ${personName(closedBy)}`} ${time(until, now)}`,
    ` after ${spanOf(until - since)}`,
    ...(total > 1 ? [` · ${count(total, 'alert')}`] : []),
    ...(taken?.what === 'acknowledged' ? [` · acknowledged by ${personName(taken.by)}`] : []),
  ].join('');
}

function pastBlock(view: DeliveryView, text: string, { presses }: MessageOptions): SectionBlock {
  return {
    type: 'section',
    text: mrkdwn(text),
    ...(presses !== undefined && { block_id: blockId(view), accessory: menuOfPast() }),
  };
}

/** What stands in small print around what a message says. */
interface Around {
  readonly standing: readonly Piece[];
  readonly deployed: readonly Piece[];
  readonly mention: string | undefined;
}

/**
 * The same in one text: notifications show how it begins, screen readers read it out. What no longer fits is
 * left out.
 */
function textOf(
  view: DeliveryView,
  [title = '', first, ...rest]: readonly string[],
  { standing, deployed, mention }: Around,
): string {
  const call = mention === undefined ? '' : `${mention} `;
  const head = escapedWithin(first === undefined ? title : `${title}: ${first}`, 1_000);
  const where = [...placesOf(view).map(pieceText), ...linksOf(view)];
  let text = `${call}${head}`;
  add(standing.map(pieceText));
  for (const paragraph of rest) add([escapedWithin(paragraph, 500)]);
  add(deployed.map(pieceText));
  add(where);
  return text;

  /** A line of these parts. */
  function add(parts: readonly string[]): void {
    let separator = '\n';
    for (const part of parts) {
      if (text.length + separator.length + part.length > LONGEST_UPDATE) continue;
      text += `${separator}${part}`;
      separator = ' · ';
    }
  }
}
