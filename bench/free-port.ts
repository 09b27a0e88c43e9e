import { createServer } from 'node:http';
import { listen } from '../demo/listen.ts';

/** A port of this machine that was free a moment ago. */
export async function freePort(): Promise<number> {
  const { port, stop } = await listen(createServer());
  await stop();
  return port;
}
