import { startChat } from '../handlers/chat.ts';
import { REGISTRY } from '../handlers/index.ts';
import { createChatQueue } from '../jobs/chat-queue.ts';
import { queueOptionsOf } from './queue-options.ts';
import type { Wiring } from './wiring.ts';

/** Listens to what people say in Slack: writes down what they ask for, for whoever carries it out. */
export function startListening(wiring: Wiring): void {
  const { config, log, closers } = wiring;
  const { bot_token: botToken, app_token: appToken, api_url: apiUrl } = config.slack;
  if (botToken === '' || appToken === '') return;
  const queue = createChatQueue(queueOptionsOf(wiring));
  closers.push(() => queue.close());
  const chat = startChat({
    registry: REGISTRY,
    submit: (request) => queue.add(request),
    botToken,
    appToken,
    apiUrl,
    onError: (error) => log.named('chat').warn({ error }, 'Slack can not be listened to now'),
  });
  closers.push(chat.stop);
}
