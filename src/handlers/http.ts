import { App, type Receiver as BoltReceiver } from '@slack/bolt';
import { z } from 'zod';
import type { Endpoint } from '../intake/http.ts';
import { headerOf, type Received } from '../intake/received.ts';
import { Refusal } from '../intake/refusal.ts';
import { bindListeners } from './listeners.ts';
import { clientOptions, quiet, type ListenOptions } from './listening.ts';
import { isFromSlack } from './signature.ts';

/** Where Slack sends everything: events, commands, clicks, views. */
const PATH = '/slack/events';
const MAX_BODY = 1024 * 1024;
const SIGNATURE = 'x-slack-signature';
const TIMESTAMP = 'x-slack-request-timestamp';

export interface HttpOptions extends ListenOptions {
  readonly signingSecret: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The door for Slack in HTTP mode. Nothing is read of a request but what its signature is about, until that is right. */
export function slackEndpoint(options: HttpOptions): Endpoint {
  const { signingSecret, now } = options;
  const process = processor(options);
  return {
    path: PATH,
    // Only the body proves that it is Slack.
    isStranger: () => true,
    admit(headers) {
      if (headerOf(headers, SIGNATURE) === undefined) throw unsigned();
    },
    limits: { maxBytes: MAX_BODY },
    async receive({ headers, body }) {
      const timestamp = headerOf(headers, TIMESTAMP);
      const signature = headerOf(headers, SIGNATURE);
      if (!isFromSlack({ timestamp, signature, body }, signingSecret, now())) throw unsigned();
      const payload = payloadOf(headerOf(headers, 'content-type'), Buffer.from(body).toString());
      if (payload['type'] === 'url_verification') {
        return answered({ challenge: payload['challenge'] });
      }
      return process(payload);
    },
  };
}

function unsigned(): Refusal {
  return new Refusal(401, 'not signed by Slack, or not just now', { told: 'unauthorized' });
}

const payloadSchema = z.record(z.string(), z.unknown());

/** Events come as JSON; commands as a form; all else as JSON in a field of a form. @throws Refusal */
function payloadOf(contentType: string | undefined, body: string): z.output<typeof payloadSchema> {
  try {
    if (contentType?.startsWith('application/json') === true) {
      return payloadSchema.parse(JSON.parse(body));
    }
    const form = new URLSearchParams(body);
    const payload = form.get('payload');
    return payloadSchema.parse(payload === null ? Object.fromEntries(form) : JSON.parse(payload));
  } catch {
    throw new Refusal(400, 'neither JSON nor a form that can be read');
  }
}

/** Has Bolt's listeners do it. The answer waits for them, so that it says that what was asked for is durable. */
function processor(options: HttpOptions): (payload: object) => Promise<Received> {
  const receiver: BoltReceiver = {
    init() {},
    start: async () => {},
    stop: async () => {},
  };
  const { botToken, registry, submit, onError } = options;
  const app = new App({
    // Who it is was proved by the signature: nothing is asked of Slack before it is answered.
    authorize: async () => ({ botToken }),
    receiver,
    logger: quiet,
    clientOptions: clientOptions(options),
  });
  app.error(async (error) => onError(error));
  bindListeners(app, registry, submit);
  return async (body) => {
    let acknowledged: Received | undefined;
    const ack = async (answer?: unknown): Promise<void> => {
      acknowledged ??= answered(answer);
    };
    await app.processEvent({ body, ack });
    if (acknowledged === undefined) throw new Refusal(404, 'nobody here knows what to do with it');
    return acknowledged;
  };
}

/** An empty answer stays empty: in that to a command any text would be shown. */
function answered(answer: unknown): Received {
  const json = payloadSchema.safeParse(answer).data;
  const told = json === undefined ? { text: typeof answer === 'string' ? answer : '' } : { json };
  return { status: 200, reason: 'taken', ...told };
}
