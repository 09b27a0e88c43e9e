import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';

import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { environment, type Environment } from '../config/environment.ts';
import { readFailure } from '../config/resolve.ts';

const EXAMPLES = `
Examples:
  $ TOCSIN_TOKEN=… tocsin send alert.json --to https://tocsin.example.com
  $ tocsin send alarm.json          to the demo that runs here, signed with its own test key
With a token (from $TOCSIN_TOKEN or --token-file) the files are Tocsin's plain JSON:
  {"alerts": [{"status": "firing", "labels": {"alertname": "disk-full", "severity": "critical"}}]}
To a demo any message will do: a CloudWatch alarm, an EventBridge event, plain text.`;

const DEFAULT_URL = 'http://127.0.0.1:8080';
const TIMEOUT = 15_000;

const demoSchema = z.object({ sendUrl: z.string(), token: z.string(), botUrl: z.string() });
type RunningDemo = z.infer<typeof demoSchema>;

export interface SendOptions {
  /** The bot's address. */
  readonly to?: string;
  readonly tokenFile?: string;
  /** Where a demo that runs here keeps its data. */
  readonly dataDir: string;
}

/** What the bot answered to a file. */
export interface Sent {
  readonly file: string;
  /** The HTTP status. */
  readonly status: number;
  readonly text: string;
}

/** `tocsin send`: posts messages to a running bot. */
export function sendCommand(): Command {
  return new Command('send')
    .description('posts messages to a running bot')
    .argument('<file...>', 'the messages, a file each; - is standard input')
    .option(
      '--to <url>',
      `the bot's address (default: the demo that runs here, else ${DEFAULT_URL})`,
      parseAddress,
    )
    .option('--token-file <file>', 'a file that holds the token of intake.webhooks.tocsin')
    .option('--data-dir <folder>', 'where the demo keeps its data', 'data/demo')
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], options: SendOptions) => {
      for await (const { file, status, text } of send(files, options, environment())) {
        const hint = status === 401 ? ': the token is not that of intake.webhooks.tocsin' : '';
        const line = `${file}: ${status} ${text.trim()}${hint}\n`;
        if (status === 200) {
          process.stdout.write(line);
        } else {
          process.stderr.write(line);
          process.exitCode = 1;
        }
      }
    });
}

/**
 * Posts files one after the other and yields what was answered to each.
 *
 * @throws Error when there is no token, a file can't be read, or nobody answers
 */
export async function* send(
  files: readonly string[],
  options: SendOptions,
  env: Environment,
): AsyncGenerator<Sent> {
  const post = await posterFor(options, env);
  for (const file of files) {
    const body = await messageIn(file);
    yield { file, ...(await post(body)) };
  }
}

function parseAddress(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return text;
  throw new InvalidArgumentError(`write an address like ${DEFAULT_URL}`);
}

/** A message's text. @throws Error in words for people when there is none. */
async function messageIn(file: string): Promise<string> {
  const bytes =
    file === '-' ? await readStandardInput() : await readFile(file).catch(unreadable(file));
  if (!isUtf8(bytes)) throw new Error(`${file} is not a text in UTF-8`);
  const text = bytes.toString('utf8');
  if (text.trim() === '') throw new Error(`${file} is empty: there is nothing to send`);
  return text;
}

function unreadable(file: string): (error: unknown) => never {
  return (error) => {
    throw new Error(`${file} can't be read: ${readFailure(error)}`, { cause: error });
  };
}

type Post = (body: string) => Promise<{ readonly status: number; readonly text: string }>;

async function posterFor({ to, tokenFile, dataDir }: SendOptions, env: Environment): Promise<Post> {
  const token =
    tokenFile === undefined ? env['TOCSIN_TOKEN'] : (await readFile(tokenFile, 'utf8')).trim();
  if (token !== undefined && token !== '') {
    const url = new URL('/v1/alerts', to ?? DEFAULT_URL);
    return (body) => request(url, body, { authorization: `Bearer ${token}` });
  }
  const demo = await runningDemo(dataDir);
  if (demo !== undefined && (to === undefined || sameOrigin(to, demo.botUrl))) {
    return (body) =>
      request(new URL(demo.sendUrl), body, { authorization: `Bearer ${demo.token}` });
  }
  throw new Error(
    'no token: set $TOCSIN_TOKEN or --token-file to the token of intake.webhooks.tocsin, or start a demo with `make demo`',
  );
}

function sameOrigin(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin;
}

async function runningDemo(dataDir: string): Promise<RunningDemo | undefined> {
  try {
    return demoSchema.parse(JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8')));
  } catch {
    return undefined;
  }
}

async function request(url: URL, body: string, headers: Record<string, string>): ReturnType<Post> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    const answer = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'error' });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    throw new Error(
      `${url.origin} does not answer (${reasonOf(error)}); is the bot running there?`,
      {
        cause: error,
      },
    );
  }
}

/** What `fetch` says went wrong stands in the cause, in its message or, for several tries, its code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || ('code' in cause ? String(cause.code) : error.message);
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
