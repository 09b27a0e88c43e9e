import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';

/** A stand-in for S3: lists and gives objects as it does, and fails as it does. */
export interface S3StandIn {
  readonly endpoint: string;
  readonly objects: Map<string, Buffer>;
  /** What was asked for, `GET key range`. */
  readonly asked: string[];
  /** Objects that are listed and gone when they are asked for. */
  readonly gone: Set<string>;
  /** How many answers break off in the middle. */
  breaks: number;
  /** What is wrong with every answer: it never ends, comes byte by byte, or its list begins again. */
  fault: 'endless' | 'slow' | 'circular' | undefined;
  stop(): Promise<void>;
}

const BUCKET = 'models';
/** When all objects were written. */
const WRITTEN = '2026-01-01T00:00:00.000Z';
const PAGE = 3;

/** Starts one with the bucket `models`; `secret` may not be read, `elsewhere` is in eu-west-1. */
export async function startS3(): Promise<S3StandIn> {
  const objects = new Map<string, Buffer>();
  const asked: string[] = [];
  const gone = new Set<string>();
  const server = createServer((request, response) => answer(standIn, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: S3StandIn = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    asked,
    gone,
    breaks: 0,
    fault: undefined,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return standIn;
}

function answer(s3: S3StandIn, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '', 'http://s3');
  const [bucket = '', ...rest] = url.pathname.slice(1).split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (bucket === 'secret') return refuse(response, 403, 'AccessDenied', 'Access Denied');
  if (bucket === 'elsewhere') {
    response.setHeader('x-amz-bucket-region', 'eu-west-1');
    return refuse(response, 301, 'PermanentRedirect', 'Use another endpoint.');
  }
  if (bucket !== BUCKET) return refuse(response, 404, 'NoSuchBucket', 'It does not exist');
  if (key === '') return list(s3, url.searchParams, response);
  s3.asked.push(`GET ${key} ${request.headers.range ?? ''}`);
  const body = s3.gone.has(key) ? undefined : s3.objects.get(key);
  if (body === undefined) return refuse(response, 404, 'NoSuchKey', 'It does not exist.');
  if (request.headers['if-match'] !== undefined && request.headers['if-match'] !== tagOf(body)) {
    return refuse(response, 412, 'PreconditionFailed', 'It is another.');
  }
  const [, from = '0', to = '0'] = /^bytes=(\d+)-(\d+)$/u.exec(request.headers.range ?? '') ?? [];
  if (s3.fault === 'endless' || s3.fault === 'slow') return pour(response, s3.fault);
  const piece = body.subarray(Number(from), Number(to) + 1);
  response.writeHead(206, { 'content-length': piece.length, etag: tagOf(body) });
  if (s3.breaks > 0) {
    s3.breaks -= 1;
    response.write(piece.subarray(0, 1), () => response.destroy());
  } else response.end(piece);
}

/** Goes on until nobody reads it any more: as fast as it is read, or so that it is never silent for long. */
function pour(response: ServerResponse, pace: 'endless' | 'slow'): void {
  response.writeHead(206);
  const piece = Buffer.alloc(pace === 'endless' ? 1 << 20 : 1, 'x');
  const pause = pace === 'endless' ? 0 : 200;
  const next = () => {
    if (!response.destroyed) response.write(piece, () => setTimeout(next, pause));
  };
  next();
}

function list(s3: S3StandIn, query: URLSearchParams, response: ServerResponse): void {
  const prefix = query.get('prefix') ?? '';
  const after = (s3.fault !== 'circular' && query.get('continuation-token')) || '';
  const most = Math.min(PAGE, Number(query.get('max-keys') ?? PAGE));
  const keys = [...s3.objects.keys()]
    .filter((key) => key.startsWith(prefix) && key > after)
    .toSorted();
  const shown = keys.slice(0, most);
  const isCut = shown.length < keys.length;
  const contents = shown.map((key) => {
    const body = s3.objects.get(key) ?? Buffer.alloc(0);
    return `<Contents><Key>${key}</Key><LastModified>${WRITTEN}</LastModified><Size>${body.length}</Size><ETag>${tagOf(body)}</ETag></Contents>`;
  });
  const next = isCut ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : '';
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0"?><ListBucketResult><IsTruncated>${isCut}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
  );
}

function tagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
}
