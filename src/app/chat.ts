import type { RequestListener } from 'node:http';
import { slackEndpoint } from '../handlers/http.ts';
import { REGISTRY } from '../handlers/index.ts';
import type { ListenOptions } from '../handlers/listening.ts';
import { startSocket } from '../handlers/socket.ts';
import { createIntake } from '../intake/http.ts';
import { createChatQueue } from '../jobs/chat-queue.ts';
import { queueOptionsOf } from './queue-options.ts';
import type { Wiring } from './wiring.ts';

/** Answers what is Slack's, and returns false for everything else. */
export type SlackDoor = (...request: Parameters<RequestListener>) => boolean;

const NO_DOOR: SlackDoor = () => false;

/**
 * Listens to what people say in Slack: writes down what they ask for, for whoever carries it out.
 *
 * @returns the door for Slack's requests, in HTTP mode
 */
export function startListening(wiring: Wiring): SlackDoor {
  const { config, log, closers, clock, metrics, registry = REGISTRY } = wiring;
  const { bot_token: botToken, app_token: appToken, api_url: apiUrl, mode } = config.slack;
  if (botToken === '' || (mode === 'socket' && appToken === '')) return NO_DOOR;
  const queue = createChatQueue(queueOptionsOf(wiring));
  closers.push(() => queue.close());
  const listening: ListenOptions = {
    registry,
    submit: (request) => queue.add(request),
    botToken,
    apiUrl,
    onError: (error) => log.named('chat').warn({ error }, 'Slack can not be listened to now'),
  };
  if (mode === 'socket') {
    const socket = startSocket({ ...listening, appToken });
    closers.push(socket.stop);
    return NO_DOOR;
  }
  const signingSecret = config.slack.signing_secret;
  return createIntake({
    endpoints: [slackEndpoint({ ...listening, signingSecret, now: clock.now })],
    log: log.named('chat'),
    audit: () => {},
    onRequest: ({ endpoint, status }) => metrics.request({ endpoint, status }),
  });
}
