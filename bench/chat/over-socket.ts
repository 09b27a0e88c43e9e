import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import { payloadOf, type Send } from './commands.ts';

export interface OverSocket {
  /** Resolves once the bot listens. */
  readonly connected: Promise<void>;
  readonly send: Send;
}

/** An acknowledgement; one with a text is the word that a command could not be written down. */
const acknowledgement = z.object({
  envelope_id: z.string(),
  payload: z.object({ text: z.string().optional() }).optional(),
});

/**
 * Sends slash commands as Slack does in Socket Mode, over the one socket that a bot has opened.
 *
 * @param hook where answers go
 * @see https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export function overSocket(server: Server, hook: string): OverSocket {
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  const opened = Promise.withResolvers<WebSocket>();
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
    socket.on('message', (data) => {
      const read = acknowledgement.safeParse(
        JSON.parse(z.instanceof(Buffer).parse(data).toString()),
      );
      if (!read.success) return;
      const { envelope_id: id, payload } = read.data;
      if (payload?.text === undefined) waiting.get(id)?.resolve();
      else waiting.get(id)?.reject(new Error(`a command was answered: ${payload.text}`));
      waiting.delete(id);
    });
    opened.resolve(socket);
  });
  return {
    connected: opened.promise.then(() => {}),
    async send(line) {
      const socket = await opened.promise;
      const id = randomUUID();
      const acknowledged = Promise.withResolvers<void>();
      waiting.set(id, acknowledged);
      const payload = payloadOf(line, hook);
      const envelope = { envelope_id: id, type: 'slash_commands', accepts_response_payload: true };
      const begun = performance.now();
      socket.send(JSON.stringify({ ...envelope, payload }));
      await acknowledged.promise;
      return performance.now() - begun;
    },
  };
}
