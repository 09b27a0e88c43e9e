import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** A request to AWS, as it came. Signatures are not checked. */
export interface AwsRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ActionCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface AwsAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text goes as it is, everything else as JSON. */
  readonly output: unknown;
}

/** The part of one service of AWS that the bot uses, with a state of its own. */
export interface AwsService {
  /** Which of its operations a request asks for; undefined where it is one of another service. */
  readonly read: (request: AwsRequest) => ActionCall | undefined;
  /** @throws Refusal; an input that is not as the service's reference says is refused */
  readonly answer: (call: ActionCall, request: AwsRequest) => AwsAnswer;
  /** How it words a refusal; without it as JSON. */
  readonly refused?: (refusal: Refusal) => AwsAnswer;
  readonly clear: () => void;
}

/** What a service refuses, and so has not done. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export type Operations = Readonly<Record<string, (input: ActionCall['input']) => AwsAnswer>>;

/** An operation whose input is strictly as the reference says. */
export function operation<Input>(
  schema: z.ZodType<Input>,
  answer: (input: Input) => unknown,
): Operations[string] {
  return (input) => {
    const read = schema.safeParse(input);
    if (!read.success) throw new Refusal('ValidationException', z.prettifyError(read.error));
    return { output: answer(read.data) };
  };
}

/**
 * A service that speaks AWS JSON: what is asked for stands in `X-Amz-Target`, behind its prefix and a dot.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function jsonService(prefix: string, operations: Operations, clear: () => void): AwsService {
  return {
    read({ headers, body }) {
      const [service, operation] = String(headers['x-amz-target']).split('.');
      if (service !== prefix || operation === undefined) return undefined;
      return { operation, input: JSON.parse(body) };
    },
    answer: ({ operation, input }) => answerOf(operations, operation, input),
    clear,
  };
}

/** @throws Refusal of an operation that is none */
export function answerOf(
  operations: Operations,
  operation: string,
  input: ActionCall['input'],
): AwsAnswer {
  const answer = operations[operation];
  if (answer === undefined) throw new Refusal('UnknownOperationException', `no ${operation} here`);
  return answer(input);
}
