import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { listen } from './listen.ts';
import { readBody } from './request-body.ts';

const LARGEST = 256 * 1024;

export interface SendDoor {
  readonly url: string;
  readonly token: string;
  readonly stop: () => Promise<void>;
}

/** What was made of what came through the door. */
export interface DoorAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Where `tocsin send` leaves a message for the demo to sign (the signing key stays in the demo), and
 * where `tocsin demo --again` asks for the story.
 */
export async function startSendDoor(
  deliver: (message: string) => Promise<DoorAnswer>,
  again: () => DoorAnswer,
): Promise<SendDoor> {
  const token = randomBytes(24).toString('hex');
  const expected = Buffer.from(`Bearer ${token}`);
  const server = createServer((request, response) => {
    void (async () => {
      const given = Buffer.from(request.headers.authorization ?? '');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        response.writeHead(401).end('wrong token\n');
        return;
      }
      const body = await readBody(request, LARGEST);
      const { status, text } =
        request.url === '/again' ? again() : await deliver(body.toString('utf8').trim());
      response.writeHead(status).end(text);
    })().catch((error: unknown) => {
      response.writeHead(500).end(`${error instanceof Error ? error.message : 'failed'}\n`);
    });
  });
  const { port, stop } = await listen(server);
  return { url: `http://127.0.0.1:${port}/`, token, stop };
}
