import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail that the server has, read by a parser that is not the sender's. */
export interface Received {
  readonly to: readonly string[];
  readonly from: string;
  readonly email: Email;
  /** As it came in. */
  readonly raw: string;
}

/** What the server does with a mail once it has all of it. */
export type Fate =
  /** An answer, such as `451 4.7.1 try again later`; the mail is not taken. */
  | { readonly answer: string }
  /** It is taken, and the connection ends before anybody hears of it. */
  | 'taken, answer lost'
  /** It is taken, or not, and nobody hears anything. */
  | 'taken, then silence'
  | 'silence';

export interface Mailbox {
  readonly port: number;
  /** The mails that were taken, oldest first. */
  readonly mails: Received[];
  /** What becomes of the next mails, one each; then they are taken. */
  readonly fates: Fate[];
  /** The answers for those whom the server does not want as readers; by address. */
  readonly unwanted: Map<string, string>;
  /** What is answered to whoever connects, in place of a greeting. */
  greeting: string | undefined;
  readonly connections: () => number;
  /** Those who signed in, as `name:password`. */
  readonly signedIn: string[];
  readonly stop: () => Promise<void>;
}

export interface MailboxOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** TLS from the start, not by STARTTLS. */
  readonly secure?: boolean;
  /** `name:password`; without it nobody has to sign in. */
  readonly account?: string;
  readonly port?: number;
}

/** A real SMTP server on 127.0.0.1. */
export async function startMailbox(options: MailboxOptions = {}): Promise<Mailbox> {
  const { tls, secure = false, account } = options;
  const server = new SMTPServer({
    ...tls,
    secure,
    authOptional: account === undefined,
    disabledCommands: [
      ...(tls === undefined ? ['STARTTLS'] : []),
      ...(account === undefined ? ['AUTH'] : []),
    ],
    logger: false,
    closeTimeout: 1,
    onConnect(_session, callback) {
      callback(mailbox.greeting === undefined ? undefined : answering(mailbox.greeting));
    },
    onAuth({ username = '', password = '' }, _session, callback) {
      const said = `${username}:${password}`;
      if (said !== account) return callback(answering('535 5.7.8 wrong name or password'));
      mailbox.signedIn.push(said);
      callback(null, { user: username });
    },
    onRcptTo({ address }, _session, callback) {
      const answer = mailbox.unwanted.get(address);
      callback(answer === undefined ? undefined : answering(answer));
    },
    onData(stream, { envelope }, callback) {
      void buffer(stream).then(async (raw) => {
        const fate = mailbox.fates.shift();
        if (fate === 'silence') return;
        if (typeof fate === 'object') return callback(answering(fate.answer));
        mailbox.mails.push({
          to: envelope.rcptTo.map(({ address }) => address),
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          email: await PostalMime.parse(raw),
          raw: raw.toString(),
        });
        if (fate === undefined) callback();
        else if (fate === 'taken, answer lost') hangUp();
      });
    },
  });
  const hangUp = (): void => {
    for (const { _socket: socket } of server.connections) socket.destroy();
  };
  // Who hangs up in the middle of something is part of the tests.
  server.on('error', () => {});
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.server.once('error', reject);
  server.listen(options.port ?? 0, '127.0.0.1', resolve);
  await listening;
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const mailbox: Mailbox = {
    port: address.port,
    mails: [],
    fates: [],
    unwanted: new Map(),
    greeting: undefined,
    connections: () => server.connections.size,
    signedIn: [],
    stop() {
      const { promise: closed, resolve: done } = Promise.withResolvers<void>();
      server.close(() => done());
      hangUp();
      return closed;
    },
  };
  return mailbox;
}

/** An answer of SMTP as the server's handlers give one. */
function answering(answer: string): Error {
  return Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) });
}
