import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MESSAGES } from './load.ts';
import { signedMessages, type Messages } from './messages.ts';
import { inFolder, measurePeer, middle, ratiosOf } from './pairs.ts';
import { firstLine, startProgram } from './program.ts';
import { startRedis } from './redis.ts';
import { measure, type Runner } from './runner.ts';
import type { Measured } from './wrk.ts';

/**
 * What is left for everything else: how much of Alertmanager's rate a server reaches that only reads
 * requests, checks their signatures and makes them durable (`floor/server.ts`), measured as the bot is.
 *
 *   npm run bench:floor [PAIRS [SECONDS]]
 */
const [pairs = 7, seconds = 3] = process.argv.slice(2).map(Number);
const folder = path.resolve('data/bench');
const SERVER = fileURLToPath(new URL('./floor/server.ts', import.meta.url));

process.stderr.write(`signing ${MESSAGES} messages (kept in ${folder}) …\n`);
const input = await signedMessages(folder, MESSAGES);
const floor: Measured[] = [];
const theirs: Measured[] = [];
for (let pair = 1; pair <= pairs; pair += 1) {
  const mine = await inFolder((work) => measureFloor(work));
  const peer = await measurePeer(folder, seconds);
  floor.push(mine);
  theirs.push(peer);
  const rates = [mine, peer].map(({ perSecond }) => perSecond.toFixed(0));
  process.stderr.write(`pair ${pair}: ${rates.join(', Alertmanager ')} a second\n`);
}
const ratios = ratiosOf(floor, theirs);
const { failed } = middle(floor, ({ failed: count }) => count);
process.stdout.write(`
refused or failed                ${failed}
ratio, median of ${pairs} pairs          ${middle(ratios, (ratio) => ratio).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})
`);

async function measureFloor(work: string): Promise<Measured> {
  const server = await startFloor(work, input);
  try {
    return await measure(server, seconds);
  } finally {
    await server.stop();
  }
}

async function startFloor(
  work: string,
  messages: Messages,
): Promise<Pick<Runner, 'load' | 'lines' | 'stop'>> {
  const redis = startRedis(work);
  const certificate = path.join(work, 'certificate.pem');
  await writeFile(certificate, messages.certificatePem);
  const program = startProgram(process.execPath, [SERVER, redis.socket, certificate], {
    log: path.join(work, 'server.log'),
    stdout: 'pipe',
  });
  const url = await firstLine(program);
  return {
    load: { url, path: '/v1/sns', contentType: 'text/plain', file: messages.file },
    lines: MESSAGES,
    async stop() {
      await program.stop();
      await redis.program.stop();
    },
  };
}
