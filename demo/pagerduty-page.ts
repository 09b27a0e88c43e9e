import { escape } from './slack/small/html.ts';
import type { ChangeEvent } from './pagerduty-events.ts';
import type { Incident, IncidentEntry } from './pagerduty-incidents.ts';

/** A change event and when it came (milliseconds). */
export interface Change {
  readonly at: number;
  readonly event: ChangeEvent;
}

/**
 * The page that shows what the stand-in was paged with. It renews itself every two seconds. All that
 * came from outside is escaped; the policy in `PAGE_HEADERS` keeps anything else from running.
 *
 * @param now milliseconds.
 */
export function renderPage(
  incidents: readonly Incident[],
  changes: readonly Change[],
  now: number,
): string {
  const open = incidents.filter(({ status }) => status !== 'resolved').length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${open > 0 ? `(${open}) ` : ''}PagerDuty stand-in</title>
<style>${STYLE}</style>
</head>
<body>
<header>
  <h1>PagerDuty <small>stand-in</small></h1>
  <p>Takes the events the real service takes, refuses what it refuses. Nobody is paged.</p>
</header>
<main>
${incidents.length === 0 ? EMPTY : `<p class="count">${counted(open, incidents.length)}</p>`}
${incidents.map((incident) => renderIncident(incident, now)).join('\n')}
${changes.length === 0 ? '' : renderChanges(changes)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const SCRIPT = `
document.addEventListener('click', async ({ target }) => {
  if (target.dataset.act === undefined) return;
  target.disabled = true;
  await fetch(target.dataset.act, { method: 'POST' });
  await renew();
});
setInterval(renew, 2000);
async function renew() {
  try {
    const page = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
    const fresh = page.querySelector('main');
    const shown = document.querySelector('main');
    document.title = page.title;
    if (fresh.innerHTML === shown.innerHTML) return;
    const open = new Set([...shown.querySelectorAll('details[open]')].map((one) => one.id));
    for (const one of fresh.querySelectorAll('details')) one.open = open.has(one.id);
    shown.replaceWith(fresh);
  } catch { /* the stand-in has stopped; what is shown stays */ }
}
`;

/** For the page's response: nothing from elsewhere, no frames, no forms. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
} as const;

const EMPTY = `<section class="empty"><h2>All quiet</h2><p>No incident yet. A critical alert opens one.</p></section>`;

function counted(open: number, all: number): string {
  const incidents = all === 1 ? '1 incident' : `${all} incidents`;
  return `${open === 0 ? 'None open' : `${open} open`}, ${incidents} in all.`;
}

function renderIncident(incident: Incident, now: number): string {
  const { number, status, severity, summary, source, openedAt, resolvedAt } = incident;
  const lasted = duration((resolvedAt ?? now) - openedAt);
  const since =
    resolvedAt === undefined
      ? `Since ${time(openedAt)} (${lasted})`
      : `${time(openedAt)} to ${time(resolvedAt)}, resolved after ${lasted}`;
  return `<article class="${status}">
  <p class="tags"><b>#${number}</b> <span class="status">${status}</span> <span class="severity ${severity}">${severity}</span></p>
  <h2>${escape(summary)}</h2>
  <p class="facts">${since} · ${escape(source)}${renderLinks(incident)}</p>
  <ol>
${incident.timeline.map((entry) => renderEntry(entry, incident)).join('\n')}
  </ol>
  ${renderButtons(incident)}
  ${renderDetails(incident)}
</article>`;
}

function renderButtons({ number, status }: Incident): string {
  if (status === 'resolved') return '';
  const first = status === 'triggered' ? 'acknowledge' : 'unacknowledge';
  const buttons = [first, 'resolve'].map(
    (action) =>
      `<button data-act="/incidents/${number}/${action}">${action[0]?.toUpperCase()}${action.slice(1)}</button>`,
  );
  return `<p class="buttons">${buttons.join(' ')}</p>`;
}

function renderEntry(
  { at, action, summary, severity, by }: IncidentEntry,
  incident: Incident,
): string {
  const differs = summary !== undefined && summary !== incident.summary;
  const words = [by, severity, differs ? summary : undefined].filter((word) => word !== undefined);
  return `    <li class="${action}"><time>${time(at)}</time> <b>${action}</b> ${escape(words.join(' · '))}</li>`;
}

function renderLinks({ links, client, clientUrl }: Incident): string {
  const from = clientUrl === undefined ? [] : [{ href: clientUrl, text: client }];
  return [...links, ...from]
    .map(
      ({ href, text }) =>
        ` · <a href="${escape(href)}" rel="noreferrer">${escape(text ?? href)}</a>`,
    )
    .join('');
}

function renderDetails({ number, details, dedupKey }: Incident): string {
  const rows = Object.entries({ dedup_key: dedupKey, ...details }).map(
    ([name, value]) =>
      `<dt>${escape(name)}</dt><dd>${escape(typeof value === 'string' ? value : JSON.stringify(value))}</dd>`,
  );
  return `<details id="details-${number}"><summary>Details</summary><dl>${rows.join('')}</dl></details>`;
}

function renderChanges(changes: readonly Change[]): string {
  const rows = changes
    .toReversed()
    .map(({ at, event }) => `<li><time>${time(at)}</time> ${escape(event.payload.summary)}</li>`);
  return `<section><h2>Changes</h2><ol>${rows.join('\n')}</ol></section>`;
}

function time(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(at);
}

function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const STYLE = `
:root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --ink: #1d2330; --soft: #5c6577;
  --line: #dfe3ea; --red: #c62828; --amber: #9a5b00; --green: #1b7a3d; --blue: #1a5fb4; }
@media (prefers-color-scheme: dark) { :root { --page: #14171d; --card: #1e232c; --ink: #e7eaf0;
  --soft: #9aa4b5; --line: #323946; --red: #ff7b72; --amber: #f0b357; --green: #5fd38a; --blue: #7cb3ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.25rem 1rem 3rem; max-width: 46rem; background: var(--page);
  color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin: 0; font-size: 1.4rem; } h1 small { color: var(--soft); font-weight: 400; font-size: 1rem; }
header p, .count, .facts, .empty p { color: var(--soft); margin: .25rem 0 1rem; font-size: .9rem; }
h2 { margin: .35rem 0 0; font-size: 1.1rem; line-height: 1.35; overflow-wrap: anywhere; }
article, section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .9rem 1rem; margin: 0 0 1rem; }
article { border-left: .35rem solid var(--red); }
article.acknowledged { border-left-color: var(--amber); } article.resolved { border-left-color: var(--green); }
.tags { margin: 0; display: flex; gap: .5rem; align-items: center; font-size: .85rem; }
.status, .severity { border-radius: 1rem; padding: 0 .6rem; border: 1px solid currentColor; }
.status { color: var(--red); font-weight: 600; }
.acknowledged .status { color: var(--amber); } .resolved .status { color: var(--green); }
.severity { color: var(--soft); } .severity.critical, .severity.error { color: var(--red); }
.severity.warning { color: var(--amber); } .severity.info { color: var(--blue); }
.resolved .severity { color: var(--soft); } section h2 { margin: 0 0 .4rem; }
.facts { margin: .2rem 0 .6rem; overflow-wrap: anywhere; } a { color: var(--blue); }
ol { list-style: none; margin: 0; padding: 0; font-size: .9rem; }
li { padding: .15rem 0 .15rem .8rem; border-left: 2px solid var(--line); overflow-wrap: anywhere; }
li.trigger b { color: var(--red); } li.acknowledge b { color: var(--amber); } li.resolve b { color: var(--green); }
time { color: var(--soft); font-variant-numeric: tabular-nums; }
.buttons { display: flex; gap: .5rem; margin: .6rem 0 0; }
button { font: inherit; font-size: .9rem; padding: .3rem .9rem; border-radius: .4rem;
  border: 1px solid var(--line); background: var(--page); color: var(--ink); cursor: pointer; }
details { margin-top: .6rem; font-size: .85rem; } summary { color: var(--soft); cursor: pointer; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1rem; margin: .4rem 0 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
.empty { text-align: center; padding: 2.5rem 1rem; }
`;
