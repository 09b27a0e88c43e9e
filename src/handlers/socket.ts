import { App, SocketModeReceiver } from '@slack/bolt';
import { bindListeners } from './listeners.ts';
import { clientOptions, quiet, type ListenOptions } from './listening.ts';

/** How long after a lost connection or a failed start the chat is tried again, in milliseconds. */
const TRY_AGAIN_AFTER = [100, 1_000, 5_000, 10_000];
/** A connection that lasted this long was a good one, in milliseconds. */
const LASTING = 10_000;
/** Slack greets on a new connection at once; without it nothing would ever come, in milliseconds. */
const GREETING_TIMEOUT = 30_000;

export interface SocketOptions extends ListenOptions {
  readonly appToken: string;
}

/**
 * Listens to Slack in Socket Mode. Never throws: alarms must come in and go out also while Slack does
 * not answer. Reconnecting is done here, because the client's own way of it ends the process with an
 * unhandled rejection when Slack can't be reached at that moment.
 */
export function startSocket(options: SocketOptions): { readonly stop: () => Promise<void> } {
  let stopped = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let app: App | undefined;

  async function start(): Promise<void> {
    let next: App | undefined;
    try {
      const receiver = new SocketModeReceiver({
        appToken: options.appToken,
        autoReconnectEnabled: false,
        logger: quiet,
        installerOptions: { clientOptions: clientOptions(options) },
      });
      next = createApp(options, receiver);
      await next.init();
      await Promise.race([next.start(), greetingTimeout()]);
      const begunAt = performance.now();
      receiver.client.once('disconnected', () => {
        if (performance.now() - begunAt > LASTING) failures = 0;
        again();
      });
      app = next;
      if (stopped) await next.stop();
    } catch (error) {
      await next?.stop().catch(() => {});
      again(error);
    }
  }

  function again(why: unknown = new Error('the connection was closed')): void {
    app = undefined;
    if (stopped) return;
    options.onError(why);
    const delay = TRY_AGAIN_AFTER[Math.min(failures, TRY_AGAIN_AFTER.length - 1)];
    failures += 1;
    timer = setTimeout(() => void start(), delay);
  }

  void start();
  return {
    /** A start that is under way ends itself as soon as it notices. */
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await app?.stop();
    },
  };
}

function greetingTimeout(): Promise<never> {
  return new Promise((_, reject) => {
    const why = new Error('Slack took the connection and said nothing');
    setTimeout(() => reject(why), GREETING_TIMEOUT).unref();
  });
}

function createApp(options: SocketOptions, receiver: SocketModeReceiver): App {
  const app = new App({
    token: options.botToken,
    receiver,
    deferInitialization: true,
    logger: quiet,
    clientOptions: clientOptions(options),
  });
  app.error(async (error) => options.onError(error));
  bindListeners(app, options.registry, options.submit);
  acknowledgeEventsLast(app);
  return app;
}

/**
 * Bolt acknowledges an event, such as that somebody opened the home, before anybody has heard of it. Here
 * that waits until its listener is done, which is when it is written down: what no process lives to write
 * down, Slack sends again.
 */
function acknowledgeEventsLast(app: App): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    if (event.body['type'] !== 'event_callback') return process(event);
    await process({ ...event, ack: async () => {} });
    await event.ack();
  };
}
