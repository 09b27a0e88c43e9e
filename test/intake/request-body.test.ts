import { createServer, request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { listen } from '../../demo/listen.ts';
import { createBodyBudgets } from '../../src/intake/body-budget.ts';
import { readBody } from '../../src/intake/request-body.ts';

test('a body that comes in thousands of tiny chunks is read as it was sent', async () => {
  const text = Array.from({ length: 3_000 }, (_, index) => String(index % 10)).join('');
  const budget = createBodyBudgets({ known: 1_000_000, strangers: 0 });
  const server = createServer((request, response) => {
    const limits = { maxBytes: 10_000, timeoutMs: 10_000 };
    void readBody(request, limits, budget(undefined)).then((body) => response.end(body));
  });
  const { port, stop } = await listen(server);
  const answer = await new Promise<string>((resolve, reject) => {
    const sending = httpRequest({ port, host: '127.0.0.1', method: 'POST' }, (response) => {
      let given = '';
      response.on('data', (chunk: Buffer) => (given += chunk.toString()));
      response.on('end', () => resolve(given));
    });
    sending.on('error', reject);
    for (const digit of text) sending.write(digit);
    sending.end();
  });
  expect(answer).toBe(text);
  await stop();
});
