import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { urlToHttpOptions } from 'node:url';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  /** The value of `Retry-After`. */
  readonly retryAfter: string;
}

/** Posts a body; follows no redirect. @throws Error that says why there was no answer */
export type Post = (headers: Readonly<Record<string, string>>, body: string) => Promise<Answer>;

/** An answer is read so far, in bytes, that its connection can be used again; nothing is done with it. */
const READ_AT_MOST = 64 * 1024;

/**
 * Posts to one address. With `node:http` and its kept connections: a `fetch` costs more than twice as much
 * processor time.
 *
 * @param timeoutMs after so many milliseconds, whatever it waits for, a post has failed
 */
export function createPost(url: string, timeoutMs: number): Post {
  const address = urlToHttpOptions(new URL(url));
  const send = address.protocol === 'https:' ? requestSecure : requestPlain;
  return (headers, body) =>
    new Promise((resolve, reject) => {
      const request = send({ ...address, method: 'POST', headers }, (response) => {
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'] ?? '',
        });
        let read = 0;
        response.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > READ_AT_MOST) request.destroy();
        });
        // It has answered: how the rest ends is nobody's concern.
        response.on('error', () => {});
      });
      const timer = setTimeout(
        () => request.destroy(new Error('the operation was aborted due to timeout')),
        timeoutMs,
      );
      request.on('error', (error) => reject(readable(error)));
      request.on('close', () => {
        clearTimeout(timer);
        // Without an error or an answer ends what turns into another protocol.
        reject(new Error('it did not answer in HTTP'));
      });
      request.end(body);
    });
}

/** Where a name has several addresses, the reason stands with each of them only. */
function readable(error: Error): Error {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  if (!(first instanceof Error)) return error;
  return first.message === 'socket hang up' ? new Error('other side closed') : first;
}
