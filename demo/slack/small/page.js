// Shows one channel of the page, and keeps the page as the workspace is. The server escapes and
// renders everything; what has not changed is not touched, so nothing flickers or jumps.

const sections = [...document.querySelectorAll('main > section')];
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
const unread = new Map();

function shownSection() {
  const name = decodeURIComponent(location.hash.slice('#/'.length));
  return sections.find((section) => section.dataset.channel === name) ?? sections[0];
}

function show() {
  const shown = shownSection();
  for (const section of sections) section.hidden = section !== shown;
  unread.delete(shown.dataset.channel);
  toEnd(shown.querySelector('.messages'));
  mark();
}

function mark() {
  const shown = shownSection().dataset.channel;
  for (const link of document.querySelectorAll('nav a')) {
    const { channel } = link.dataset;
    const count = unread.get(channel) ?? 0;
    link.toggleAttribute('aria-current', channel === shown);
    link.classList.toggle('unread', count > 0);
    const badge = link.querySelector('b');
    badge.hidden = count === 0;
    badge.textContent = String(count);
  }
  document.title = `#${shown} · ${document.querySelector('h1').textContent}`;
}

function toEnd(list) {
  list.scrollTop = list.scrollHeight;
}

function isAtEnd(list) {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 60;
}

/** Makes a channel's list as the fresh one is; returns how many messages are new in it. */
function renew(list, fresh) {
  const wasAtEnd = isAtEnd(list);
  const kept = new Set([...fresh.children].map(({ id }) => id));
  const gone = [...list.children].filter(({ id }) => !kept.has(id));
  for (const old of gone) old.remove();
  let added = 0;
  for (const [index, child] of [...fresh.children].entries()) {
    const old = list.children[index];
    if (old?.id !== child.id) {
      list.insertBefore(child, old ?? null);
      added += 1;
    } else if (old.isEqualNode(child)) continue;
    else old.replaceWith(child);
    pointOut(child);
  }
  if (wasAtEnd) toEnd(list);
  return added;
}

function pointOut(element) {
  if (still || !element.matches('article')) return;
  element.animate([{ backgroundColor: 'var(--fresh)' }, { backgroundColor: 'transparent' }], {
    duration: 2500,
    easing: 'ease-in',
  });
}

async function refresh() {
  const answer = await fetch('/');
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const section of sections) {
    const fresh = page.getElementById(section.id);
    // A workspace with other channels runs here now.
    if (fresh === null) return location.reload();
    const added = renew(section.querySelector('.messages'), fresh.querySelector('.messages'));
    const { channel } = section.dataset;
    if (section.hidden && added > 0) unread.set(channel, (unread.get(channel) ?? 0) + added);
  }
  mark();
}

/** One refresh at a time; news that come during one lead to one more. */
let running = false;
let again = false;
async function news() {
  again = true;
  if (running) return;
  running = true;
  try {
    while (again) {
      again = false;
      await refresh();
    }
  } catch {
    // The demo has stopped; what is shown stays.
  } finally {
    running = false;
  }
}

const changes = new EventSource('/changes');
const lost = document.querySelector('.lost');
changes.addEventListener('open', () => {
  lost.hidden = true;
  void news();
});
changes.addEventListener('message', () => void news());
changes.addEventListener('error', () => {
  lost.hidden = false;
});
addEventListener('hashchange', show);
show();
