/** A page in headless Chromium. */
import { chromium, type Page } from 'playwright-core';
import { ensureBrowser } from '../../../scripts/setup/browser.ts';

const awaitMs = 20_000;

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  /** Called with the page before it loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Opens an address in a browser of its own, which closes with the page's context. */
export async function openPage(url: string, options: PageOptions = {}): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    // Chromium's sandbox refuses to run as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const { width = 1280, height = 800 } = options;
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US' });
    context.setDefaultTimeout(awaitMs);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin });
    const page = await context.newPage();
    await options.prepare?.(page);
    await page.goto(url);
    return page;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Closes the page together with its browser. */
export async function closePage(page: Page): Promise<void> {
  await page.context().browser()?.close();
}
