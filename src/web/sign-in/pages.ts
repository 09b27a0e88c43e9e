import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { pageHeaders } from '../page-headers.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { width: min(22rem, 100vw - 3rem); }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; }
label { display: block; font-weight: 600; }
input, button { box-sizing: border-box; width: 100%; font: inherit; padding: .6rem .7rem; border-radius: .4rem; }
input { border: 1px solid GrayText; margin: .3rem 0 1rem; }
button { border: 0; background: #1f5fbf; color: #fff; font-weight: 600; cursor: pointer; }
.trouble { border-left: 4px solid #c62828; padding-left: .7rem; }
small { display: block; margin-top: 1rem; color: GrayText; }
`;

/** What goes with the pages of this file: their style is the only thing in them that does anything. */
export const SIGN_IN_HEADERS: OutgoingHttpHeaders = {
  ...pageHeaders([
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
  ]),
  'content-type': 'text/html; charset=utf-8',
};

/** @param trouble why it did not work just now, and what to do */
export function signInPage(next: string, trouble?: string): string {
  const told =
    trouble === undefined ? '' : `<p class="trouble" role="alert">${escaped(trouble)}</p>`;
  return page(
    'Sign in',
    `${told}
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${escaped(next)}">
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Sign in</button>
</form>
<small>The token is <code>web.token</code> of the bot’s config: ask who runs it. You stay signed in for twelve hours.</small>`,
  );
}

export function signOutPage(home: string): string {
  return page(
    'Sign out',
    `<form method="post" action="/sign-out"><button>Sign out</button></form>
<small>Or <a href="${escaped(home)}">go back</a>.</small>`,
  );
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Tocsin</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Tocsin</h1>
${content}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (one) => `&#${one.codePointAt(0)};`);
}
