import { createServer } from 'node:http';
import { listen } from '../../demo/listen.ts';
import { readBody } from '../../demo/request-body.ts';

/** As much of Slack as a command needs: who somebody is, and a place for answers. */
export interface SlackSink {
  readonly apiUrl: string;
  readonly hook: string;
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
      response.end(JSON.stringify({ ok: true, team_id: TEAM, user }));
    });
  });
  const { port, stop } = await listen(server);
  const url = `http://127.0.0.1:${port}`;
  return { apiUrl: `${url}/api/`, hook: `${url}/hook`, answers: () => answers, stop };
}
