import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { listen, type Listening } from '../../demo/listen.ts';

export const SQS_ACCOUNT = '111122223333';
/** Credentials that only have to be there: the stand-in looks no further than that. */
export const SQS_ENV = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

const entrySchema = z.object({
  Id: z.string(),
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.int().min(0).max(43_200).optional(),
});
const requestSchema = z.object({
  QueueUrl: z.url(),
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  WaitTimeSeconds: z.int().min(0).max(20).default(0),
  VisibilityTimeout: z.int().min(0).max(43_200).default(30),
  Entries: z.array(entrySchema).min(1).max(10).default([]),
});
type Request = z.infer<typeof requestSchema>;

export type SqsAction = 'ReceiveMessage' | 'DeleteMessageBatch' | 'ChangeMessageVisibilityBatch';

/** A call that came in; `visibility` of a change is what it asked for. */
export interface SqsCall {
  readonly action: string;
  readonly queue: string;
  readonly visibility: number | undefined;
}

interface Held {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  receipt: string;
  /** When it is handed out again, by `performance.now()`. */
  visibleAt: number;
  receives: number;
}

/** SQS over HTTP, as far as the bot uses it: the AWS JSON 1.0 protocol with its errors. */
export interface SqsStandIn {
  readonly queueUrl: (queue: string) => string;
  /** Puts a message into a queue; the id SQS gave it. */
  readonly send: (queue: string, body: string) => string;
  /** How often a message was handed out; undefined once it is deleted. */
  readonly receives: (queue: string, id: string) => number | undefined;
  /** How many messages lie in a queue, hidden ones too. */
  readonly depth: (queue: string) => number;
  readonly calls: readonly SqsCall[];
  /** How many long polls wait now. */
  readonly waiting: () => number;
  /** The next calls of an action are refused with an error; with `hang` they are never answered. */
  readonly fail: (action: SqsAction, error: string, times?: number) => void;
  /** Hands everything out again at once, as if all visibility timeouts had run out. */
  readonly showAll: (queue: string) => void;
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startSqs(queues: readonly string[]): Promise<SqsStandIn> {
  const held = new Map<string, Held[]>(queues.map((name) => [name, []]));
  const calls: SqsCall[] = [];
  const faults: { action: string; error: string; left: number }[] = [];
  let waiting = 0;

  const server = () => createServer((req, res) => void serve(req, res).catch(() => res.destroy()));
  let listening: Listening = await listen(server());
  const { port } = listening;

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const action = String(req.headers['x-amz-target']).replace('AmazonSQS.', '');
    if (!req.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
      return refuse(res, 'MissingAuthenticationToken');
    }
    const request = requestSchema.parse(await json(req));
    const queue = new URL(request.QueueUrl).pathname.split('/').at(-1) ?? '';
    calls.push({ action, queue, visibility: request.Entries[0]?.VisibilityTimeout });
    const fault = faults.find((one) => one.action === action && one.left > 0);
    if (fault !== undefined) {
      fault.left -= 1;
      return fault.error === 'hang' ? undefined : refuse(res, fault.error);
    }
    const messages = held.get(queue);
    if (messages === undefined) return refuse(res, 'QueueDoesNotExist');
    switch (action) {
      case 'ReceiveMessage':
        return receive(res, messages, request);
      case 'DeleteMessageBatch':
        return settle(res, request, (receipt) => {
          const at = messages.findIndex((one) => one.receipt === receipt);
          if (at >= 0) messages.splice(at, 1);
          return true;
        });
      case 'ChangeMessageVisibilityBatch':
        return settle(res, request, (receipt, seconds) => {
          const message = messages.find((one) => one.receipt === receipt);
          if (message !== undefined) message.visibleAt = performance.now() + seconds * 1000;
          return message !== undefined;
        });
      default:
        return refuse(res, 'InvalidAction');
    }
  }

  async function receive(res: ServerResponse, messages: Held[], request: Request): Promise<void> {
    const end = performance.now() + request.WaitTimeSeconds * 1000;
    waiting += 1;
    let found: Held[] = [];
    // Who hung up is handed nothing.
    while (!res.destroyed && found.length === 0) {
      const now = performance.now();
      found = messages
        .filter(({ visibleAt }) => visibleAt <= now)
        .slice(0, request.MaxNumberOfMessages);
      if (found.length > 0 || now >= end) break;
      await pause(10);
    }
    waiting -= 1;
    if (res.destroyed) return;
    for (const message of found) {
      message.receipt = randomUUID();
      message.receives += 1;
      message.visibleAt = performance.now() + request.VisibilityTimeout * 1000;
    }
    // As the real one: without messages there is no list.
    answer(res, 200, found.length === 0 ? {} : { Messages: found.map(toMessage) });
  }

  return {
    queueUrl: (queue) => `http://127.0.0.1:${port}/${SQS_ACCOUNT}/${queue}`,
    send(queue, body) {
      const id = randomUUID();
      const message = { id, body, sentAt: Date.now(), receipt: '', visibleAt: 0, receives: 0 };
      held.get(queue)?.push(message);
      return id;
    },
    receives: (queue, id) => held.get(queue)?.find((one) => one.id === id)?.receives,
    depth: (queue) => held.get(queue)?.length ?? 0,
    calls,
    waiting: () => waiting,
    fail: (action, error, times = 1) => void faults.push({ action, error, left: times }),
    showAll(queue) {
      for (const message of held.get(queue) ?? []) message.visibleAt = 0;
    },
    goAway: () => listening.stop(),
    async comeBack() {
      listening = await listen(server(), port);
    },
    stop: () => listening.stop(),
  };
}

function settle(
  res: ServerResponse,
  { Entries }: Request,
  settleOne: (receipt: string, visibility: number) => boolean,
): void {
  const results = Entries.map(({ Id, ReceiptHandle, VisibilityTimeout = 30 }) => ({
    Id,
    done: settleOne(ReceiptHandle, VisibilityTimeout),
  }));
  const failure = { Code: 'ReceiptHandleIsInvalid', SenderFault: true };
  answer(res, 200, {
    Successful: results.filter(({ done }) => done).map(({ Id }) => ({ Id })),
    Failed: results.filter(({ done }) => !done).map(({ Id }) => ({ Id, ...failure })),
  });
}

function toMessage({ id, receipt, body, sentAt, receives }: Held) {
  return {
    MessageId: id,
    ReceiptHandle: receipt,
    Body: body,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    Attributes: { SentTimestamp: String(sentAt), ApproximateReceiveCount: String(receives) },
  };
}

function refuse(res: ServerResponse, error: string): void {
  answer(res, 400, { __type: `com.amazonaws.sqs#${error}`, message: `refused: ${error}` });
}

function answer(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}
