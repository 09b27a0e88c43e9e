import { App, LogLevel } from '@slack/bolt';
import { bindCommands } from './commands/index.ts';
import type { TocsinDeps } from './commands/tocsin.ts';

/** How long after a failed start the chat is tried again, in milliseconds. */
const TRY_AGAIN_AFTER = 10_000;

export interface ChatOptions extends TocsinDeps {
  readonly botToken: string;
  readonly appToken: string;
  readonly apiUrl: string;
  readonly onError: (error: unknown) => void;
}

/**
 * Listens to Slack in Socket Mode. Never throws: alarms must come in and go out also while Slack does
 * not answer, so a start that fails is tried again in the background.
 */
export function startChat(options: ChatOptions): { readonly stop: () => Promise<void> } {
  let stopped = false;
  let app: App | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function start(): Promise<void> {
    const next = createApp(options);
    try {
      await next.init();
      await next.start();
      app = next;
      if (stopped) await next.stop();
    } catch (error) {
      options.onError(error);
      if (!stopped) timer = setTimeout(() => void start(), TRY_AGAIN_AFTER);
    }
  }

  const starting = start();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await starting;
      await app?.stop();
    },
  };
}

function createApp({ botToken, appToken, apiUrl, onError, ...deps }: ChatOptions): App {
  const app = new App({
    token: botToken,
    appToken,
    socketMode: true,
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: 10_000 },
  });
  app.error(async (error) => onError(error));
  bindCommands(app, deps);
  return app;
}
