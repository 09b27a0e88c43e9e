import type { WorkspaceMessage } from '../workspace-plan.ts';
import { renderBlock } from './blocks.ts';
import { html, NOTHING, type Html } from './html.ts';
import { renderMrkdwn, type NameOf } from './mrkdwn.ts';

export interface Author {
  readonly name: string;
  readonly isBot: boolean;
}

export interface People {
  readonly authorOf: (id: string | undefined) => Author;
  readonly nameOf: NameOf;
}

/** A message with its thread below. */
export function renderMessage(
  message: WorkspaceMessage,
  replies: readonly WorkspaceMessage[],
  people: People,
): Html {
  const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
  const thread = html`<div class="thread" role="group" aria-label="Thread">
    <p class="count">${count}</p>
    ${replies.map((reply) => renderOne(reply, NOTHING, people))}
  </div>`;
  return renderOne(message, replies.length === 0 ? NOTHING : thread, people);
}

function renderOne(message: WorkspaceMessage, thread: Html, people: People): Html {
  const { ts, user, text, blocks = [] } = message;
  const { name, isBot } = people.authorOf(user);
  const [initial = '?'] = name.toUpperCase();
  const body =
    blocks.length === 0
      ? html`<p>${renderMrkdwn(text, people.nameOf)}</p>`
      : html`${blocks.map((block) => renderBlock(block, people.nameOf))}`;
  return html`<article id="m${ts}">
    <span class="avatar${isBot ? ' bot' : ''}" aria-hidden="true">${initial}</span>
    <div class="message">
      <p class="by">
        <b>${name}</b>${isBot ? APP : NOTHING} ${renderTime(ts)}${marksOf(message, people)}
      </p>
      <div class="body">${body}</div>
      ${thread}
    </div>
  </article>`;
}

const APP = html` <small class="app">APP</small>`;

function marksOf(
  { edited, subtype, ephemeral_to: seenBy }: WorkspaceMessage,
  people: People,
): Html {
  if (subtype === 'ephemeral' && typeof seenBy === 'string') {
    return html` <small>only ${people.authorOf(seenBy).name} sees this</small>`;
  }
  return edited === undefined ? NOTHING : html` <small>(edited)</small>`;
}

function renderTime(ts: string): Html {
  const at = new Date(Number(ts) * 1000);
  return html`<time datetime="${at.toISOString()}" title="${FULL_TIME.format(at)}"
    >${TIME.format(at)}</time
  >`;
}

/** In this machine's zone, as the proxy renders the times in messages. */
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const FULL_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium' });
