import { decodeBody } from '../body.ts';
import { parseJson } from '../json.ts';
import { createRedaction } from './redact.ts';
import { RecordingFiles, type Bounds } from './files.ts';

/** A message that was taken in. */
export interface RecordedMessage {
  /** The way it came in, as `tocsin simulate` calls it. */
  readonly source: RecordedSource;
  /** As posted. */
  readonly body: Uint8Array | string;
  /** The sender's id, where it is not in the body. */
  readonly messageId?: string | undefined;
  /** Of a message that SNS posted without its envelope. */
  readonly topic?: string | undefined;
}

export type RecordedSource = 'tocsin' | 'sns' | 'alertmanager' | 'grafana' | 'sentry';

export interface Recorder {
  /** Keeps a message, soon; whoever took it in does not wait. */
  record(message: RecordedMessage): void;
  /** Writes what is left. */
  stop(): Promise<void>;
}

export interface RecorderOptions extends Bounds {
  readonly folder: string;
  /** Values that must never be seen. */
  readonly secrets: readonly string[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onRecorded: (outcome: 'written' | 'dropped', count: number) => void;
  readonly onError: (error: unknown) => void;
}

/** Bytes that wait to be written; more than that is dropped. */
const MAX_WAITING = 16 * 1024 * 1024;
/** Messages between two of which the intake gets its turn. */
const AT_ONCE = 16;

interface Waiting extends RecordedMessage {
  readonly at: number;
}

/**
 * Keeps messages as the lines that `tocsin simulate` reads, without their secrets. Nothing waits for
 * it: what comes faster than it can be written, or can't be written, is dropped and counted.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { now, onRecorded, onError } = options;
  const files = new RecordingFiles(options.folder, options);
  const redacted = createRedaction(options.secrets);
  let waiting: Waiting[] = [];
  let bytes = 0;
  let last = 0;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      await new Promise(setImmediate);
      const some = waiting.slice(0, AT_ONCE);
      waiting = waiting.slice(AT_ONCE);
      for (const { body } of some) bytes -= body.length;
      try {
        const lines = some.map((message) => lineOf(message, redacted));
        await files.append(lines.join(''), some[0]?.at ?? now());
        onRecorded('written', some.length);
      } catch (error) {
        onRecorded('dropped', some.length);
        onError(error);
      }
    }
  }

  return {
    record(message) {
      if (bytes + message.body.length > MAX_WAITING) {
        onRecorded('dropped', 1);
        return;
      }
      // The clock of another machine may be set back; the lines of a file are in order.
      last = Math.max(last, now());
      waiting.push({ ...message, at: last });
      bytes += message.body.length;
      writing ??= write().finally(() => (writing = undefined));
    },
    async stop() {
      await writing;
      await files.close().catch(onError);
    },
  };
}

function lineOf(message: Waiting, redacted: (body: unknown) => unknown): string {
  const { at, source, messageId } = message;
  const line = {
    at: new Date(at).toISOString(),
    source,
    ...(messageId !== undefined && { messageId }),
    body: redacted(bodyOf(message)),
  };
  return `${JSON.stringify(line)}\n`;
}

/** JSON as it is, other texts as texts; what came through a topic without an envelope gets one. */
function bodyOf({ body, topic, messageId, at }: Waiting): unknown {
  const text = typeof body === 'string' ? body : decodeBody(body);
  if (topic !== undefined) {
    const Timestamp = new Date(at).toISOString();
    const envelope = { MessageId: messageId, TopicArn: topic, Message: text, Timestamp };
    return { Type: 'Notification', ...envelope };
  }
  const json = parseJson(text);
  const isStructure = json.ok && typeof json.value === 'object' && json.value !== null;
  return isStructure ? json.value : text;
}
