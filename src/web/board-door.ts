import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pageHeaders } from './page-headers.ts';

/** What the board's own pages need: their scripts, and styles that these set on elements. */
const HEADERS = pageHeaders([
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
]);

export interface BoardDoorParts {
  /** Under which it is, without a slash at the end. */
  readonly path: string;
  /** Whether who asks may look; who may not has been answered. */
  readonly admits: (req: IncomingMessage, res: ServerResponse) => boolean;
  readonly open: () => Promise<{ readonly requests: RequestListener }>;
  readonly onError: (error: unknown) => void;
}

/**
 * The way to a board: for who may look, and to look only. It refuses by itself what would change
 * anything, whatever the board would say.
 *
 * @returns answers what is the board's, and returns false for everything else
 */
export function createBoardDoor({
  path,
  admits,
  open,
  onError,
}: BoardDoorParts): (req: IncomingMessage, res: ServerResponse) => boolean {
  return (req, res) => {
    const rest = restOf(req.url ?? '', path);
    if (rest === undefined) return false;
    if (!admits(req, res)) return true;
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      const type = { 'content-type': 'text/plain; charset=utf-8', allow: 'GET, HEAD' };
      res.writeHead(405, { ...HEADERS, ...type }).end('the queues can be looked at, not changed\n');
      return true;
    }
    for (const [name, value = ''] of Object.entries(HEADERS)) res.setHeader(name, value);
    req.url = rest;
    open().then(
      ({ requests }) => requests(req, res),
      (error: unknown) => {
        onError(error);
        res.writeHead(500).end('the board can not be shown; the log says why\n');
      },
    );
    return true;
  };
}

/** What comes after the path in a URL, from its slash on; undefined where it is not the path's. */
function restOf(url: string, path: string): string | undefined {
  if (!url.startsWith(path)) return undefined;
  const rest = url.slice(path.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : undefined;
}
