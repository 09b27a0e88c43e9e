import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RateLimiter } from '../../engine/ports/delivery-store.ts';
import { readForm } from './form.ts';
import { SIGN_IN_HEADERS, signInPage, signOutPage } from './pages.ts';
import { createSessions, type SessionParts } from './session.ts';
import { wayOn } from './way-on.ts';

/** Tries from one address: so many at once, and then one every so often. */
const TRIES = { capacity: 10, perSecond: 1 / 10 };

const WRONG = 'That is not the token. Copy all of it: it is web.token in the bot’s config.';
const TOO_LONG =
  'That is too long to be the token. Copy only what web.token in the bot’s config says.';
const AWAY = 'The bot’s Redis does not answer, so nobody can be signed in. Try again in a minute.';

export interface SignInLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface SignInParts extends SessionParts {
  /** Where who has signed in goes who came for nothing else. */
  readonly home: string;
  readonly limiter: Pick<RateLimiter, 'take'>;
  readonly log: SignInLog;
}

/** What keeps pages to those who have the token. */
export interface SignIn {
  /** Answers `/sign-in` and `/sign-out`; false when the request is for somebody else. */
  readonly answers: (req: IncomingMessage, res: ServerResponse) => boolean;
  /** Whether who asks is signed in. Whoever is not has been answered: a browser is asked to sign in. */
  readonly admits: (req: IncomingMessage, res: ServerResponse) => boolean;
}

/**
 * Sign-in for every page of the bot, with one token for all who may look.
 *
 * @example
 * if (signIn.answers(req, res)) return;
 * if (signIn.admits(req, res)) showPage(req, res);
 */
export function createSignIn({ home, limiter, log, ...parts }: SignInParts): SignIn {
  const sessions = createSessions(parts);

  async function receive(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const address = req.socket.remoteAddress ?? '';
    const again = (status: number, next: string, trouble: string, headers = {}): void => {
      log.warn({ address, status }, 'a sign-in was refused');
      show(res, status, signInPage(next, trouble), headers);
    };
    const form = await readForm(req);
    // What it did not read to the end is not read at all.
    if (form === undefined) return again(413, home, TOO_LONG, { connection: 'close' });
    const next = wayOn(form.get('next'), home);
    const wait = await limiter
      .take({ key: `sign-in ${address}`, ...TRIES }, { id: 'sign-in', severity: 'info' })
      .catch(() => undefined);
    if (wait === undefined) return again(503, next, AWAY);
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      const trouble = `There were too many tries from your address. Try again in ${seconds} s.`;
      return again(429, next, trouble, { 'retry-after': String(seconds) });
    }
    if (!sessions.isToken((form.get('token') ?? '').trim())) return again(401, next, WRONG);
    log.info({ address }, 'signed in');
    goTo(res, next, { 'set-cookie': sessions.begin() });
  }

  function signIn(req: IncomingMessage, res: ServerResponse, wanted: string | null): void {
    if (req.method === 'POST') {
      // The sender went away, or Redis did: there is nobody to tell, or nothing more to say.
      void receive(req, res).catch(() => res.destroy());
    } else if (isReading(req)) show(res, 200, signInPage(wayOn(wanted, home)));
    else refuse(res, 405, 'only GET and POST are answered here', { allow: 'GET, HEAD, POST' });
  }

  /** Another site that sends people here sends no cookie along, and so signs nobody out. */
  function signOut(req: IncomingMessage, res: ServerResponse): void {
    if (!sessions.isSignedIn(req.headers.cookie)) goTo(res, '/sign-in');
    else if (req.method === 'POST') goTo(res, '/sign-in', { 'set-cookie': sessions.end() });
    else if (isReading(req)) show(res, 200, signOutPage(home));
    else refuse(res, 405, 'only GET and POST are answered here', { allow: 'GET, HEAD, POST' });
  }

  return {
    answers(req, res) {
      const [path, query] = (req.url ?? '').split('?', 2);
      if (path === '/sign-in') signIn(req, res, new URLSearchParams(query).get('next'));
      else if (path === '/sign-out') signOut(req, res);
      else return false;
      return true;
    },
    admits(req, res) {
      if (sessions.isSignedIn(req.headers.cookie)) return true;
      const isPage = isReading(req) && req.headers.accept?.includes('text/html');
      if (isPage) goTo(res, `/sign-in?next=${encodeURIComponent(req.url ?? '')}`);
      else refuse(res, 401, 'sign in at /sign-in first');
      return false;
    },
  };
}

function isReading({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function show(res: ServerResponse, status: number, page: string, headers = {}): void {
  res.writeHead(status, { ...SIGN_IN_HEADERS, ...headers }).end(page);
}

/** A page is got, whatever was sent before. */
function goTo(res: ServerResponse, location: string, headers = {}): void {
  show(res, 303, '', { location, ...headers });
}

function refuse(res: ServerResponse, status: number, why: string, headers = {}): void {
  const type = { 'content-type': 'text/plain; charset=utf-8' };
  show(res, status, `${why}\n`, { ...type, ...headers });
}
