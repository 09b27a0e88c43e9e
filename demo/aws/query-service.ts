import { z } from 'zod';
import { Refusal, type ActionCall, type AwsAnswer, type AwsService } from './service.ts';

/** What is told in XML: lists have their parts in `member`, and what is undefined is left out. */
type Told =
  | string
  | number
  | boolean
  | undefined
  | readonly Told[]
  | { readonly [name: string]: Told };

/** Answers by the names of operations: what is in the `Result` of each. */
export type QueryOperations = Readonly<Record<string, (input: ActionCall['input']) => Told>>;

/**
 * A service that speaks AWS Query: it is asked with a form, and answers with XML.
 *
 * @param version of its interface, by which its calls are told from those of others
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function queryService(
  version: string,
  operations: QueryOperations,
  clear: () => void,
): AwsService {
  return {
    read({ headers, body }) {
      if (headers['content-type'] !== 'application/x-www-form-urlencoded') return undefined;
      const { Action, Version, ...input } = Object.fromEntries(new URLSearchParams(body));
      if (Action === undefined || Version !== version) return undefined;
      return { operation: Action, input };
    },
    answer({ operation, input }) {
      const answer = operations[operation];
      if (answer === undefined) throw new Refusal('InvalidAction', `no ${operation} here`);
      const result = { [`${operation}Result`]: answer(input) };
      return xmlAnswer(200, `${operation}Response`, result);
    },
    refused({ status, code, message }) {
      const Error = { Type: 'Sender', Code: code, Message: message };
      return xmlAnswer(status, 'ErrorResponse', { Error, RequestId: 'r-1' });
    },
    clear,
  };
}

/** An operation whose form is strictly as the reference says: its values are texts. */
export function formOperation<Input>(
  schema: z.ZodType<Input>,
  answer: (input: Input) => Told,
): QueryOperations[string] {
  return (input) => {
    const read = schema.safeParse(input);
    if (!read.success) throw new Refusal('ValidationError', z.prettifyError(read.error));
    return answer(read.data);
  };
}

function xmlAnswer(status: number, root: string, content: Told): AwsAnswer {
  return { status, headers: { 'content-type': 'text/xml' }, output: xml(root, content) };
}

function xml(tag: string, told: Told): string {
  return told === undefined ? '' : `<${tag}>${inside(told)}</${tag}>`;
}

function inside(told: NonNullable<Told>): string {
  if (typeof told !== 'object') {
    return String(told).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  }
  const parts = isList(told) ? told.map((one) => ['member', one] as const) : Object.entries(told);
  return parts.map(([tag, part]) => xml(tag, part)).join('');
}

function isList(told: object): told is readonly Told[] {
  return Array.isArray(told);
}
