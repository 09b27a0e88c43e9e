import type { Page } from 'playwright-core';

/** Of the local Slack's page, in CSS pixels: what is the same in every picture is left out. */
export const SIDEBAR = 221;
export const TOP_BAR = 45;
const MARGIN = 40;

/** A picture of the page beside its sidebar, as far as it is filled. */
export async function takePage(page: Page, path: string): Promise<void> {
  await page.mouse.move(0, 0);
  const { width = 0 } = page.viewportSize() ?? {};
  const height = (await bottomOf(page)) + MARGIN - TOP_BAR;
  await page.screenshot({ path, clip: { x: SIDEBAR, y: TOP_BAR, width: width - SIDEBAR, height } });
}

/** How far the page is filled, in CSS pixels. */
async function bottomOf(page: Page): Promise<number> {
  const blocks = await page.locator('.blocks').all();
  const boxes = await Promise.all(blocks.map((one) => one.boundingBox()));
  return Math.ceil(Math.max(...boxes.map((box) => (box === null ? 0 : box.y + box.height))));
}
