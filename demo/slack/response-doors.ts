import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { asObject, type Json } from '../../src/delivery/slack/limits/problem.ts';
import type { Answer } from '../faults.ts';
import { asPeopleSee } from './as-people-see.ts';
import { readCall, SlackRefusal } from './call.ts';
import type { Reader } from './dates.ts';
import { checkContent } from './message-content.ts';

/** What came to a door, and what became of it. */
export interface Response {
  /** As sent; empty where it could not be read. */
  readonly args: Json;
  /** `ok`, or Slack's error code. */
  readonly outcome: string;
  readonly answer: Answer;
}

/** Where the bot answers commands and clicks: each door stands before a `response_url` of the local Slack. */
export interface ResponseDoors {
  /** The envelope with a door of this host in place of its `response_url`, where it has one. */
  readonly through: (envelope: Json, host: string) => Json;
  /** The address behind a path, if that is a door. */
  readonly behind: (path: string | undefined) => string | undefined;
  /** Checks an answer as any message, and passes it on as people see it. */
  readonly pass: (request: IncomingMessage, behind: string) => Promise<Response>;
}

/** @see https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses */
export function createResponseDoors(reader: () => Reader): ResponseDoors {
  const doors = new Map<string, string>();

  return {
    through(envelope, host) {
      const payload = asObject(envelope.payload);
      if (typeof payload?.response_url !== 'string') return envelope;
      const door = `/response/${randomUUID()}`;
      doors.set(door, payload.response_url);
      return { ...envelope, payload: { ...payload, response_url: `http://${host}${door}` } };
    },
    behind: (path = '') => doors.get(path),
    async pass(request, behind) {
      let args: Json = {};
      try {
        ({ args } = await readCall(request));
        checkContent(args);
      } catch (error) {
        const outcome = error instanceof SlackRefusal ? error.message : 'internal_error';
        return { args, outcome, answer: failed(400, outcome) };
      }
      try {
        const response = await fetch(behind, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(asPeopleSee(args, reader())),
        });
        const answer = { status: response.status, body: await response.text() };
        return { args, outcome: response.ok ? 'ok' : String(response.status), answer };
      } catch {
        // The local Slack is gone.
        return { args, outcome: 'internal_error', answer: failed(500, 'internal_error') };
      }
    },
  };
}

function failed(status: number, error: string): Answer {
  return { status, body: JSON.stringify({ ok: false, error }) };
}
