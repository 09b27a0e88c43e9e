import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, readBody } from '../request-body.ts';
import { asObject, type Json } from '../../src/delivery/slack/limits/problem.ts';

/** A Slack error: `{ ok: false, error }`, with Slack's explanations where it gives any. */
export class SlackRefusal extends Error {
  readonly messages: readonly string[];

  constructor(error: string, messages: readonly string[] = []) {
    super(error);
    this.messages = messages;
  }
}

/** A call of the Web API, read from a request. */
export interface Call {
  readonly method: string;
  readonly token: string | undefined;
  /** The arguments, those that are JSON parsed, without the token. */
  readonly args: Json;
  /** As it came, for methods that are passed on untouched. */
  readonly raw: {
    /** The method and the query. */
    readonly path: string;
    readonly body: Buffer;
    readonly contentType: string | undefined;
  };
}

/** Arguments that are JSON texts when the body is form-encoded. */
const JSON_ARGUMENTS = ['blocks', 'attachments', 'metadata', 'view'];

const LONGEST_BODY = 1_048_576;

/** The method a request names: `/api/chat.postMessage` is `chat.postMessage`. */
export function methodOf(request: IncomingMessage): string {
  const pathname = URL.parse(request.url ?? '/', 'http://slack')?.pathname ?? '';
  return pathname.startsWith('/api/') ? pathname.slice('/api/'.length) : '';
}

/**
 * Reads a call: arguments in the query, a form or a JSON object.
 * Source: https://docs.slack.dev/apis/web-api/#posting-bodies
 *
 * @throws SlackRefusal as Slack refuses bodies it can't read.
 */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const contentType = request.headers['content-type'];
  const body = await readBody(request, LONGEST_BODY).catch((error: unknown) => {
    throw error instanceof BodyTooLarge ? new SlackRefusal('request_too_large') : error;
  });
  const { searchParams, search } =
    URL.parse(request.url ?? '/', 'http://slack') ?? new URL('http://slack');
  const { token: postedToken, ...args } = {
    ...Object.fromEntries(searchParams),
    ...(body.length === 0 ? {} : await bodyArguments(body, contentType)),
  };
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  // A token in a JSON body does not count, as with Slack.
  const inForm = contentType?.startsWith('application/json') === true ? undefined : postedToken;
  const method = methodOf(request);
  return {
    method,
    token: bearer ?? (typeof inForm === 'string' ? inForm : undefined),
    args: Object.fromEntries(
      Object.entries(args).map(([name, value]) => [name, argument(name, value)]),
    ),
    raw: { path: method + search, body, contentType },
  };
}

async function bodyArguments(body: Buffer, contentType: string | undefined): Promise<Json> {
  switch (contentType?.split(';')[0]?.trim().toLowerCase()) {
    case undefined:
      throw new SlackRefusal('missing_post_type');
    case 'application/json':
      return jsonArguments(body.toString('utf8'));
    case 'application/x-www-form-urlencoded':
      return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    case 'multipart/form-data': {
      const headers = { 'content-type': contentType ?? '' };
      const form = await new Response(new Uint8Array(body), { headers })
        .formData()
        .catch(() => Promise.reject(new SlackRefusal('invalid_form_data')));
      return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
    }
    default:
      throw new SlackRefusal('invalid_post_type');
  }
}

function jsonArguments(text: string): Json {
  const value = parsed(text);
  if (value === undefined) throw new SlackRefusal('invalid_json');
  const object = asObject(value);
  if (object === undefined) throw new SlackRefusal('json_not_object');
  return object;
}

/** A JSON text that can't be read stays text: who checks the argument says what is wrong. */
function argument(name: string, value: unknown): unknown {
  if (!JSON_ARGUMENTS.includes(name) || typeof value !== 'string') return value;
  return parsed(value) ?? value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
