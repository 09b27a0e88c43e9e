import { verify, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { textToSign } from '../../src/intake/sns/envelope.ts';
import { connect } from '../../src/store/redis/connect.ts';

/**
 * The least that a way in for SNS can do: read a request, check its signature, append its message to Redis,
 * synced to disk, as many at once as came meanwhile, and answer. It parses, remembers, decides and tells
 * nothing, and trusts what is in an envelope: node server.ts REDIS CERTIFICATE_FILE.
 */
const [, , redisUrl = '', certificateFile = ''] = process.argv;
const { publicKey } = new X509Certificate(readFileSync(certificateFile));
const redis = connect({ url: redisUrl }, () => {});
const envelopeSchema = z.custom<Parameters<typeof textToSign>[0]>();

interface Waiting {
  readonly message: string;
  readonly done: () => void;
}

let waiting: Waiting[] = [];
let isAppending = false;

async function append(): Promise<void> {
  if (isAppending || waiting.length === 0) return;
  isAppending = true;
  const together = waiting;
  waiting = [];
  const pipeline = redis.pipeline();
  for (const { message } of together) pipeline.xadd('inbox', '*', 'message', message);
  await pipeline.exec();
  for (const { done } of together) done();
  isAppending = false;
  void append();
}

function take(body: string, done: (status: number) => void): void {
  if (body === '') return done(400);
  const envelope = envelopeSchema.parse(JSON.parse(body));
  const algorithm = envelope.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  const signature = Buffer.from(envelope.Signature, 'base64');
  if (!verify(algorithm, Buffer.from(textToSign(envelope)), publicKey, signature)) return done(403);
  waiting.push({ message: envelope.Message, done: () => done(200) });
  void append();
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    take(Buffer.concat(chunks).toString(), (status) => response.writeHead(status).end());
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
