import { createServer } from 'node:http';
import { listen } from '../../demo/listen.ts';
import { readBody } from '../../demo/request-body.ts';
import { overSocket, type OverSocket } from './over-socket.ts';

/** As much of Slack as a command needs: who somebody is, a socket, and a place for answers. */
export interface SlackSink {
  readonly apiUrl: string;
  readonly hook: string;
  readonly socket: OverSocket;
  /** How many answers came. */
  readonly answers: () => number;
  stop(): Promise<void>;
}

const TEAM = 'T0BENCH';

export async function startSlackSink(): Promise<SlackSink> {
  let answers = 0;
  const server = createServer((request, response) => {
    void readBody(request, 1_000_000).then(() => {
      if (request.url === '/hook') answers += 1;
      const user = { id: 'U0ANA', team_id: TEAM, real_name: 'Ana Ruiz' };
      const address = `ws://${request.headers.host}/socket`;
      response.end(JSON.stringify({ ok: true, team_id: TEAM, user, url: address }));
    });
  });
  const { port, stop } = await listen(server);
  const url = `http://127.0.0.1:${port}`;
  const hook = `${url}/hook`;
  const socket = overSocket(server, hook);
  return { apiUrl: `${url}/api/`, hook, socket, answers: () => answers, stop };
}
