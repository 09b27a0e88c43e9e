import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const demoSchema = z.object({ sendUrl: z.string(), token: z.string() });

/**
 * Asks the demo that runs here to tell its story again.
 *
 * @returns what it answered
 * @throws Error in words for people when none runs, or when it can't now
 */
export async function askAgain({ dataDir }: { readonly dataDir: string }): Promise<string> {
  const answer = await ask(dataDir).catch((error: unknown) => {
    throw new Error(`no demo runs in ${dataDir}: start one with \`make demo\``, { cause: error });
  });
  const text = (await answer.text()).trim();
  if (!answer.ok) throw new Error(text);
  return text;
}

async function ask(dataDir: string): Promise<Response> {
  const text = await readFile(path.join(dataDir, 'demo.json'), 'utf8');
  const { sendUrl, token } = demoSchema.parse(JSON.parse(text));
  const headers = { authorization: `Bearer ${token}` };
  return fetch(new URL('/again', sendUrl), { method: 'POST', headers });
}
