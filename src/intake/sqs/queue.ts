import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
  type BatchResultErrorEntry,
  type Message,
} from '@aws-sdk/client-sqs';
import { partitionOfRegion } from '../aws/partition.ts';

/** How long a call waits for a message, in seconds: the longest that SQS allows. */
const LONG_POLL = 20;
/** Messages in one call: the most that SQS allows. */
const BATCH = 10;
/** How much longer than it is to wait a call may take, in milliseconds. */
const CALL_TIMEOUT = 5_000;

/** A message that SQS has handed out to us alone, for a while. */
export interface QueueMessage {
  /** SQS's id of it: the same when it is handed out again. */
  readonly id: string;
  /** What it is deleted by: another one each time it is handed out. */
  readonly receipt: string;
  readonly body: string;
  /** When it was put into the queue, epoch milliseconds. */
  readonly sentAt?: number;
}

/** One SQS queue. Its calls reject when SQS can't be reached, throttles or refuses. */
export interface Queue {
  /** For people. */
  readonly name: string;
  /** Waits up to 20 s for messages and hides them from others for so many seconds. */
  receive(hiddenFor: number, signal: AbortSignal): Promise<readonly QueueMessage[]>;
  /** Deletes at most ten messages. */
  remove(messages: readonly QueueMessage[]): Promise<void>;
  /** Hides at most ten messages from others for so many seconds from now; 0 gives them back. */
  hide(messages: readonly QueueMessage[], seconds: number): Promise<void>;
  close(): void;
}

export interface QueueAddress {
  readonly url: string;
  readonly region: string;
}

/**
 * Opens a queue with the credentials that the AWS SDK finds. The principal needs sqs:ReceiveMessage,
 * sqs:DeleteMessage and sqs:ChangeMessageVisibility.
 * Source: Amazon SQS API Reference, the actions of the same names.
 */
export function openQueue({ url, region }: QueueAddress): Queue {
  const client = new SQSClient({
    region,
    // Where it goes is said here: the SDK itself would go by the URL too, and warn about it.
    useQueueUrlAsEndpoint: false,
    ...(isRegional(url, region) ? {} : { endpoint: new URL(url).origin }),
  });

  return {
    name: new URL(url).pathname.split('/').at(-1) ?? url,

    async receive(hiddenFor, signal) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: BATCH,
          WaitTimeSeconds: LONG_POLL,
          VisibilityTimeout: hiddenFor,
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
        { abortSignal: AbortSignal.any([signal, timeout(LONG_POLL * 1000 + CALL_TIMEOUT)]) },
      );
      return Messages.flatMap(toMessage);
    },

    async remove(messages) {
      const { Failed } = await client.send(
        new DeleteMessageBatchCommand({ QueueUrl: url, Entries: messages.map(toEntry) }),
        { abortSignal: timeout(CALL_TIMEOUT) },
      );
      throwFailed(Failed);
    },

    async hide(messages, seconds) {
      const Entries = messages.map((message, index) => ({
        ...toEntry(message, index),
        VisibilityTimeout: seconds,
      }));
      const { Failed } = await client.send(
        new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }),
        { abortSignal: timeout(CALL_TIMEOUT) },
      );
      throwFailed(Failed);
    },

    close: () => client.destroy(),
  };
}

/** Whether this is the address the SDK would choose for the region, unless $AWS_ENDPOINT_URL_SQS names another. */
function isRegional(url: string, region: string): boolean {
  return new URL(url).origin === `https://sqs.${region}.${partitionOfRegion(region)?.dnsSuffix}`;
}

function timeout(milliseconds: number): AbortSignal {
  return AbortSignal.timeout(milliseconds);
}

function toMessage({ MessageId, ReceiptHandle, Body = '', Attributes }: Message): QueueMessage[] {
  if (MessageId === undefined || ReceiptHandle === undefined) return [];
  const sentAt = Number(Attributes?.SentTimestamp);
  const sent = Number.isFinite(sentAt) ? { sentAt } : {};
  return [{ id: MessageId, receipt: ReceiptHandle, body: Body, ...sent }];
}

function toEntry({ receipt }: QueueMessage, index: number) {
  return { Id: String(index), ReceiptHandle: receipt };
}

/** A batch is answered 200 also when SQS did nothing of what it was asked for. */
function throwFailed(failed: readonly BatchResultErrorEntry[] = []): void {
  const [first] = failed;
  if (first === undefined) return;
  const error = new Error(`${failed.length} of the batch failed: ${first.Message ?? ''}`);
  error.name = first.Code ?? 'BatchEntryFailed';
  throw error;
}
