import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { asObject, type Json } from '../../src/delivery/slack/limits/problem.ts';

/** Passes what comes through sockets on, from the local Slack to the bot and back. */
export interface SocketRelay {
  /** The address by which a socket of the local Slack is reached through here. */
  readonly through: (upstream: string, host: string) => string;
  readonly stop: () => void;
}

/** @param translate what is made of each envelope on its way to the bot */
export function createSocketRelay(
  server: Server,
  translate: (envelope: Json) => Json,
): SocketRelay {
  const doors = new Map<string, string>();
  const sockets = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  server.on('upgrade', (request, socket, head) => {
    const upstream = doors.get(request.url ?? '');
    if (upstream === undefined) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (bot) => join(bot, new WebSocket(upstream)));
  });

  function join(bot: WebSocket, slack: WebSocket): void {
    slack.on('message', (data: Buffer) => bot.send(translated(data.toString(), translate)));
    bot.on('message', (data: Buffer) => slack.send(data.toString()));
    for (const [one, other] of [
      [bot, slack],
      [slack, bot],
    ] as const) {
      open.add(one);
      one.on('error', () => other.terminate());
      one.on('close', () => {
        open.delete(one);
        other.terminate();
      });
    }
  }

  return {
    through(upstream, host) {
      const door = `/socket/${randomUUID()}`;
      doors.set(door, upstream);
      return `ws://${host}${door}`;
    },
    stop() {
      for (const one of open) one.terminate();
    },
  };
}

function translated(text: string, translate: (envelope: Json) => Json): string {
  const envelope = asObject(JSON.parse(text));
  return envelope === undefined ? text : JSON.stringify(translate(envelope));
}
