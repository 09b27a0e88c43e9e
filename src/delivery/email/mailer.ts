import { unescape as percentDecoded } from 'node:querystring';
import { createTransport, type SendMailOptions } from 'nodemailer';

export interface MailerSettings {
  /** `smtp://` (STARTTLS where the server has it) or `smtps://`; may carry `user:password@`. */
  readonly url: string;
  /** The sender's address. */
  readonly from: string;
  /** The certificate authority to trust, for a server of one's own. */
  readonly ca?: string;
  /** After this long a mail that was not taken has failed, in milliseconds; 30 s unless told. */
  readonly timeoutMs?: number;
}

/** A way to hand mail in, shared by all who send over one server. */
export interface Mailer {
  /** The server, as `host:port`, without credentials. */
  readonly server: string;
  readonly from: string;
  /**
   * Hands one mail in, once.
   *
   * @param to who gets it, whoever else it says that it is for
   * @returns what the server has against some of them; the others got it
   * @throws what nodemailer throws when nobody got it, or nobody knows: `classifyFailure` reads both
   */
  send(mail: SendMailOptions, to: readonly string[]): Promise<readonly unknown[]>;
  /** Closes what is open; what is being handed in is finished. */
  close(): void;
}

/** Servers look at a mail before they take it, and some wait on purpose before they greet. */
const TIMEOUT = 30_000;
/** Exchange Online takes three connections of one sender at once, and answers 432 to a fourth. */
const CONNECTIONS = 3;
/** Shorter than servers keep one that nothing comes from. */
const IDLE_MS = 20_000;

/**
 * A pool of connections to one mail server. TLS is verified, and credentials go only over TLS. Nothing is
 * tried again, and of the address only server and credentials count: none of nodemailer's options in it.
 */
export function createMailer({ url, from, ca, timeoutMs = TIMEOUT }: MailerSettings): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const server = {
    host: hostname.replaceAll(/^\[|\]$/gu, ''),
    port: Number(port) || (secure ? 465 : 587),
  };
  const hasCredentials = username !== '' || password !== '';
  const transport = createTransport({
    pool: true,
    ...server,
    secure,
    requireTLS: hasCredentials && !secure,
    ...(hasCredentials && {
      auth: { user: percentDecoded(username), pass: percentDecoded(password) },
    }),
    ...(ca !== undefined && { tls: { ca } }),
    maxConnections: CONNECTIONS,
    maxRequeues: 0,
    idleTimeout: IDLE_MS,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    server: `${server.host}:${server.port}`,
    from,
    async send(mail, to) {
      const { rejectedErrors = [] } = await transport.sendMail({
        ...mail,
        from: { name: 'Tocsin', address: from },
        envelope: { from, to: [...to] },
        signal: AbortSignal.timeout(timeoutMs),
      });
      return rejectedErrors;
    },
    close: () => transport.close(),
  };
}
