import { join } from 'node:path';
import type { Page } from 'playwright-core';

interface Board {
  readonly url: string;
  readonly token: string;
  readonly folder: string;
}

/** The picture of the queue of what people asked for, on the board: who looks at it has to sign in. */
export async function takeBoard(page: Page, { url, token, folder }: Board): Promise<void> {
  await page.goto(`${url}/queues/queue/chat`);
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('"view"').first().waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, 'queues.png') });
  await page.close();
}
