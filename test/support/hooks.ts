import { createServer } from 'node:http';
import { z } from 'zod';
import { listen } from '../../demo/listen.ts';
import { readBody } from '../../demo/request-body.ts';

const postSchema = z.object({
  status: z.enum(['firing', 'resolved']),
  groupLabels: z.record(z.string(), z.string()),
  commonAnnotations: z.record(z.string(), z.string()),
  alerts: z.array(
    z.object({
      status: z.string(),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()),
    }),
  ),
});

export type Post = z.infer<typeof postSchema>;

/** Programs that are posted to, by the path of their address. */
export interface Hooks {
  readonly url: (name: string) => string;
  /** What one of them was posted, oldest first. */
  readonly posts: (name: string) => readonly Post[];
  readonly stop: () => Promise<void>;
}

export async function startHooks(): Promise<Hooks> {
  const all: { readonly name: string; readonly post: Post }[] = [];
  const server = await listen(
    createServer((request, response) => {
      void readBody(request, 1_000_000).then((body) => {
        const post = postSchema.parse(JSON.parse(body.toString('utf8')));
        all.push({ name: (request.url ?? '/').slice(1), post });
        response.end();
      });
    }),
  );
  return {
    url: (name) => `http://127.0.0.1:${server.port}/${name}`,
    posts: (name) => all.filter((one) => one.name === name).map(({ post }) => post),
    stop: () => server.stop(),
  };
}
