import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { payloadOf, type Send } from './commands.ts';

export interface OverHttp {
  readonly send: Send;
  readonly stop: () => void;
}

/**
 * Sends slash commands as Slack does in HTTP mode, signed.
 *
 * @param hook where answers go
 */
export function overHttp(url: string, secret: string, hook: string): OverHttp {
  // Idle ones are closed by us, before the bot does: else one may be closed while it is taken.
  const agent = new Agent({ keepAlive: true, timeout: 2_000 });
  return {
    stop: () => agent.destroy(),
    send(line) {
      const body = new URLSearchParams(payloadOf(line, hook)).toString();
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
        const to = { method: 'POST', agent, headers };
        const call = request(`${url}/slack/events`, to, (response) => {
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
    },
  };
}
