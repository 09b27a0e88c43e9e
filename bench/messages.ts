import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/** Signed SNS notifications, a line each, and the certificate that they are signed for. */
export interface Messages {
  readonly file: string;
  readonly certificateUrl: string;
  readonly certificatePem: string;
}

const metaSchema = z.object({
  count: z.number(),
  certificateUrl: z.string(),
  certificatePem: z.string(),
});

const WORKER = fileURLToPath(new URL('./sign-messages.ts', import.meta.url));

/** Signing takes longer than the benchmark, so the messages are kept for the next run. */
export async function signedMessages(folder: string, count: number): Promise<Messages> {
  const file = path.join(folder, `messages-${count}.jsonl`);
  const metaFile = `${file}.meta.json`;
  try {
    const meta = metaSchema.parse(JSON.parse(await readFile(metaFile, 'utf8')));
    return { file, ...meta };
  } catch {
    await mkdir(folder, { recursive: true });
  }
  const worker = new Worker(WORKER, { workerData: { count, file } });
  const meta = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await writeFile(metaFile, JSON.stringify(meta));
  return { file, ...metaSchema.parse(meta) };
}
