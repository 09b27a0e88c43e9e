import { createServer } from 'node:http';
import { listen } from '../demo/listen.ts';

/** A webhook receiver that remembers which alarms it was told of. */
export interface Sink {
  readonly url: string;
  readonly told: ReadonlySet<string>;
  stop(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const told = new Set<string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      for (const [, name] of text.matchAll(/"alertname":"([^"]+)"/gu)) {
        if (name !== undefined) told.add(name);
      }
      response.end();
    });
  });
  const { port, stop } = await listen(server);
  return { url: `http://127.0.0.1:${port}/`, told, stop };
}
