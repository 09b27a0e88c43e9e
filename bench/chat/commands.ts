import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';

export interface Typing {
  /** Where Slack sends. */
  readonly url: string;
  readonly secret: string;
  /** Where answers go. */
  readonly hook: string;
  readonly perSecond: number;
  readonly seconds: number;
}

/** How often `/alerts`, which looks at every group, is among the commands; the others are `/tocsin status`. */
const ALERTS_EVERY = 100;

/** So many people type: of one person no more is taken than people ask for. */
const PEOPLE = 200;

/** Sends slash commands as Slack does, signed. @returns how long each took to be acknowledged, in milliseconds */
export async function typeCommands(typing: Typing): Promise<readonly number[]> {
  // Idle ones are closed by us, before the bot does: else one may be closed while it is taken.
  const agent = new Agent({ keepAlive: true, timeout: 2_000 });
  const count = typing.perSecond * typing.seconds;
  const begun = performance.now();
  const calls: Promise<number>[] = [];
  for (let index = 0; index < count; index += 1) {
    const wait = begun + (index * 1_000) / typing.perSecond - performance.now();
    await setTimeout(Math.max(0, wait));
    const triggerId = `${begun}.${index}`;
    const line = {
      triggerId,
      user: `U0BENCH${index % PEOPLE}`,
      isAlerts: index % ALERTS_EVERY === 0,
    };
    const call = send(line, typing, agent);
    // One that fails is seen at the end, when all that was started can be stopped.
    call.catch(() => {});
    calls.push(call);
  }
  const all = await Promise.all(calls);
  agent.destroy();
  return all;
}

interface Line {
  readonly triggerId: string;
  readonly user: string;
  readonly isAlerts: boolean;
}

function send(
  { triggerId, user, isAlerts }: Line,
  { url, secret, hook }: Typing,
  agent: Agent,
): Promise<number> {
  const body = new URLSearchParams({
    command: isAlerts ? '/alerts' : '/tocsin',
    text: isAlerts ? '' : 'status',
    trigger_id: triggerId,
    response_url: hook,
    user_id: user,
    user_name: 'ana',
    team_id: 'T0BENCH',
    channel_id: 'C0BENCH',
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const call = request(`${url}/slack/events`, { method: 'POST', agent, headers }, (response) => {
      let said = '';
      response.on('data', (chunk: Buffer) => (said += chunk.toString()));
      response.on('end', () => {
        // An answer at once is the word that it could not be written down.
        if (response.statusCode === 200 && said === '') resolve(performance.now() - begun);
        else reject(new Error(`a command was answered ${response.statusCode}: ${said}`));
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
