import type { ServerResponse } from 'node:http';
import { z } from 'zod';

/** Where the proxy gives out what was uploaded, by its id. */
export const FILES = '/files/';

const info = z.object({ file: z.object({ url_private: z.string(), mimetype: z.string() }) });

/** A file of the local Slack, for its page, which shows no pictures but those that have an address. */
export async function giveFile(
  id: string,
  { apiUrl, token }: { readonly apiUrl: string; readonly token: string },
  response: ServerResponse,
): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  try {
    const found = await fetch(`${apiUrl}files.info?file=${encodeURIComponent(id)}`, { headers });
    const { file } = info.parse(await found.json());
    const bytes = await (await fetch(file.url_private, { headers })).bytes();
    response.writeHead(200, { 'content-type': file.mimetype }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}
