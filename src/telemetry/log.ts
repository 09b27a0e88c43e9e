import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { visible } from '../alert/visible.ts';

export type LogContext = Readonly<Record<string, unknown>> & { readonly trace_id?: string };

/** A named log. One line an entry: JSON with timestamp, level, logger, message, trace_id, context. */
export interface Log {
  debug(context: LogContext, message: string): void;
  info(context: LogContext, message: string): void;
  warn(context: LogContext, message: string): void;
  error(context: LogContext, message: string): void;
  /** The bot can't go on, or not as it should. */
  critical(context: LogContext, message: string): void;
  named(logger: string): Log;
  /** Never shows these values from now on, whichever part of the log writes them. */
  hide(secrets: readonly string[]): void;
  /** Writes what is still in memory. */
  flush(): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogOptions {
  readonly level: LogLevel;
  /** Values that must never be seen: each is replaced wherever it would stand. */
  readonly secrets: readonly string[];
  /** Where lines go; standard error, asynchronously, unless told. */
  readonly destination?: DestinationStream;
}

const LEVEL_NAMES: Readonly<Record<string, string>> = {
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

const STDERR = 2;
/** So long, in milliseconds, a line may wait for others. */
const GATHERED_FOR = 20;

/** Shorter values are no secrets worth hiding, and would blot out ordinary words. */
const SHORTEST_SECRET = 6;

export function createLog({ level, secrets, destination }: LogOptions): Log {
  let hidden = textsOf(secrets);
  const hide: Log['hide'] = (more) => {
    hidden = longestFirst([...new Set([...hidden, ...textsOf(more)])]);
  };
  const stream = destination ?? standardError();
  const root = pino(
    {
      level,
      messageKey: 'message',
      base: null,
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: {
        level: (label) => ({ level: LEVEL_NAMES[label] ?? label }),
        log: shape,
      },
      hooks: { streamWrite: (line) => redacted(visible(line), hidden) },
    },
    stream,
  );
  return wrap(root, hide);
}

/**
 * Standard error, asynchronously. Lines that come shortly after each other go out together: each write is
 * another thread's, and to wake that takes longer than to make ten lines. Last words are written at once.
 */
function standardError(): DestinationStream & Flushing {
  const stream = pino.destination({ dest: STDERR, sync: false });
  const lastWords = pino.destination({ dest: STDERR, sync: true });
  let lines = '';
  const writeTo = (to: DestinationStream) => {
    const all = lines;
    lines = '';
    if (all !== '') to.write(all);
  };
  const flush = () => writeTo(stream);
  const flushSync = () => {
    stream.flushSync();
    writeTo(lastWords);
  };
  // No timer comes up any more.
  process.once('exit', flushSync);
  return {
    flush,
    flushSync,
    write(line) {
      if (lines === '') setTimeout(flush, GATHERED_FOR).unref();
      lines += line;
    },
  };
}

/** What pino calls: the one when it is asked to, the other after a line that may be the last. */
interface Flushing {
  readonly flush: () => void;
  readonly flushSync: () => void;
}

/** A secret as it may stand in a JSON text, which is all that is ever looked at. */
function textsOf(secrets: readonly string[]): readonly string[] {
  const texts = secrets
    .filter((secret) => visible(secret).length >= SHORTEST_SECRET)
    .map((secret) => secret.toWellFormed())
    // As it stands in a line, which is all that is ever looked at.
    .flatMap((secret) => [
      visible(JSON.stringify(secret).slice(1, -1)),
      encodeURIComponent(secret),
    ]);
  return longestFirst(texts);
}

/** No part of a secret stays because another secret is contained in it. */
function longestFirst(texts: readonly string[]): readonly string[] {
  return texts.toSorted((a, b) => b.length - a.length);
}

function wrap(logger: PinoLogger, hide: Log['hide']): Log {
  return {
    debug: (context, message) => logger.debug(context, message),
    info: (context, message) => logger.info(context, message),
    warn: (context, message) => logger.warn(context, message),
    error: (context, message) => logger.error(context, message),
    critical: (context, message) => logger.fatal(context, message),
    named: (name) => wrap(logger.child({ logger: name }), hide),
    hide,
    flush: () => logger.flush(),
  };
}

function shape({ trace_id, ...context }: Record<string, unknown>): Record<string, unknown> {
  let isEmpty = true;
  for (const key in context) {
    isEmpty = false;
    if (context[key] instanceof Error) context[key] = plain(context[key]);
  }
  const hasTrace = typeof trace_id === 'string' && trace_id !== '';
  if (isEmpty) return hasTrace ? { trace_id } : {};
  return hasTrace ? { trace_id, context } : { context };
}

/** An error as an object, with what caused it: `depth` ends a chain that bites its own tail. */
function plain(value: unknown, depth = 5): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  const isKnown = cause !== undefined && depth > 0;
  return { name, message, stack, ...(isKnown && { cause: plain(cause, depth - 1) }) };
}

function redacted(line: string, hidden: readonly string[]): string {
  let shown = line;
  for (const secret of hidden) {
    if (shown.includes(secret)) shown = shown.replaceAll(secret, () => maskOf(secret));
  }
  return shown;
}

/** Digits may stand within a number, which must stay one. */
function maskOf(secret: string): string {
  return /^\d+$/.test(secret) ? '9'.repeat(secret.length) : '[redacted]';
}
