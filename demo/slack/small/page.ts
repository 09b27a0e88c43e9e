import { html, NOTHING, type Html } from './html.ts';
import type { NameOf } from './mrkdwn.ts';
import { renderMessage, type Author } from './message.ts';
import type { Small } from './web-api.ts';

/** How many of a channel's messages, with their threads, the page shows: the newest. */
const SHOWN = 100;

/** For the page and its parts: nothing from elsewhere, nothing inline, no frames, no forms. */
export const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
} as const;

/**
 * The whole page, with every channel; `page.js` shows one of them and fetches the page again when a
 * message changes.
 */
export function renderPage(small: Small): string {
  const { name, channels } = small.plan;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${name}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page.css" />
        <script src="/page.js" defer></script>
      </head>
      <body>
        <aside>
          <h1>${name}</h1>
          <nav aria-label="Channels">${channels.map(renderLink)}</nav>
          <p class="about">
            A small Slack for the demo. It shows what the bot writes; nobody can write here.
          </p>
        </aside>
        <main>${channels.map((channel, index) => renderChannel(small, channel, index > 0))}</main>
        <p class="lost" role="status" hidden>
          The demo has stopped. This page goes on when it runs again.
        </p>
      </body>
    </html> `.html;
}

type Channel = Small['plan']['channels'][number];

function renderLink({ name }: Channel): Html {
  return html`<a href="#/${encodeURIComponent(name)}" data-channel="${name}"
    ><i>#</i> <span>${name}</span> <b hidden>0</b></a
  > `;
}

function renderChannel(small: Small, { id, name }: Channel, hidden: boolean): Html {
  const all = small.messages.in(id);
  const known = new Set(all.map(({ ts }) => ts));
  // A reply whose thread was deleted stands by itself.
  const threads = Map.groupBy(all, ({ ts, thread_ts: thread }) =>
    thread !== undefined && known.has(thread) ? thread : ts,
  );
  const people = { authorOf: authors(small.plan), nameOf: names(small.plan) };
  const begin =
    threads.size > SHOWN
      ? `The newest ${SHOWN} messages of #${name}; older ones are not shown.`
      : `This is the very beginning of #${name}.`;
  const messages = [...threads.values()]
    .slice(-SHOWN)
    .map(([root, ...replies]) =>
      root === undefined ? NOTHING : renderMessage(root, replies, people),
    );
  return html`<section
    id="${id}"
    data-channel="${name}"
    aria-label="#${name}"
    ${hidden ? HIDDEN : NOTHING}
  >
    <h2><i>#</i> ${name}</h2>
    <div class="messages" role="log" tabindex="0">
      <p class="begin" id="begin-${id}">${begin}</p>
      ${messages}
    </div>
  </section> `;
}

const HIDDEN = html`hidden`;

function authors({ bot, users }: Small['plan']): (id: string | undefined) => Author {
  return (id) => {
    const user = users.find((one) => one.id === id);
    if (user !== undefined) return { name: user.realName, isBot: false };
    return id === bot.userId
      ? { name: bot.name, isBot: true }
      : { name: id ?? 'somebody', isBot: false };
  };
}

function names({ bot, users, channels }: Small['plan']): NameOf {
  const all = [{ id: bot.userId, name: bot.name }, ...users, ...channels];
  return (id) => all.find((one) => one.id === id)?.name;
}
