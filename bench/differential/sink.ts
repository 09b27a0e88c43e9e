import { createServer } from 'node:http';
import { z } from 'zod';
import { listen } from '../../demo/listen.ts';

const posted = z.object({
  receiver: z.string(),
  groupKey: z.string(),
  groupLabels: z.record(z.string(), z.string()),
  alerts: z.array(z.object({ status: z.string(), labels: z.record(z.string(), z.string()) })),
});

/** What Alertmanager posts to a webhook, as far as it is compared. */
export type Posted = z.infer<typeof posted>;

/** A webhook that takes everything at once. */
export interface Sink {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a webhook. It never closes a connection by itself: a client that posts on one at that moment
 * would have to post again, and tell later than it wanted to.
 */
export async function startSink(take: (message: Posted) => void): Promise<Sink> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      take(posted.parse(JSON.parse(Buffer.concat(chunks).toString())));
      response.end();
    });
  });
  server.keepAliveTimeout = 0;
  const { port, stop } = await listen(server);
  return { url: `http://127.0.0.1:${port}/`, stop };
}
