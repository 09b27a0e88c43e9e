import { createReadStream } from 'node:fs';
import { readFailure } from '../../config/resolve.ts';
import { WEBHOOK_BODY_BYTES } from '../../config/schema/intake.ts';

/**
 * Reads the message: a file, or standard input where none is named or its name is `-`. It reads no
 * further than is needed to see that it is too much.
 *
 * @throws Error that says which file can't be read, and why
 */
export async function readInput(file = '-'): Promise<Buffer> {
  if (file === '-' && process.stdin.isTTY) {
    process.stderr.write('tocsin parse: reading a message; end it with Ctrl-D\n');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      chunks.push(bytes);
      if (size > WEBHOOK_BODY_BYTES) break;
    }
  } catch (error) {
    throw new Error(`${file} can't be read: ${readFailure(error)}`, { cause: error });
  }
  return Buffer.concat(chunks);
}
