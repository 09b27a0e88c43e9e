import { z } from 'zod';
import { shorten } from '../wording.ts';

/** What nodemailer says of a failure: its own words, and the server's if it answered. */
const failureSchema = z.object({
  message: z.string(),
  code: z.string().optional(),
  originalCode: z.string().optional(),
  /** The server's answer, with its number. */
  response: z.string().optional(),
  /** Whether the server will say no again; only of an answer. */
  permanent: z.boolean().optional(),
  recipient: z.string().optional(),
});

/** The mail was never handed in when one of these happened. */
const BEFORE_THE_MAIL = new Set(['EDNS', 'EAUTH', 'ETLS', 'ECONNREFUSED', 'EHOSTUNREACH']);

/** Nodemailer itself has something against the mail: it would next time, too. */
const UNSENDABLE = new Set(['EENVELOPE', 'EMESSAGE']);

export interface MailFailure {
  /** True where asking again would not help. */
  readonly isFinal: boolean;
  /** True where nobody can have got the mail. */
  readonly isCertain: boolean;
  /** True where it is the bot itself that the server does not want. */
  readonly isLogin: boolean;
  /** In the server's words, if it had any. */
  readonly why: string;
  readonly recipient?: string;
}

/**
 * Reads why a mail was not taken: a 5xx is final, a 4xx and all trouble on the way is not.
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1
 */
export function classifyFailure(error: unknown): MailFailure {
  const parsed = failureSchema.safeParse(error);
  if (!parsed.success) {
    const why = shorten(String(error), 300);
    return { isFinal: false, isCertain: false, isLogin: false, why };
  }
  const { message, code = '', originalCode = '', response, permanent, recipient } = parsed.data;
  const isUnsendable = response === undefined && UNSENDABLE.has(code);
  const words = code === 'ETLS' ? message : (response ?? message);
  const why = code === 'EABORT' ? 'no answer in time' : words;
  return {
    isFinal: permanent ?? isUnsendable,
    isCertain:
      permanent !== undefined ||
      isUnsendable ||
      BEFORE_THE_MAIL.has(code) ||
      BEFORE_THE_MAIL.has(originalCode),
    isLogin: code === 'EAUTH',
    why: shorten(why.replaceAll(/\s+/gu, ' '), 300),
    ...(recipient !== undefined && { recipient }),
  };
}
