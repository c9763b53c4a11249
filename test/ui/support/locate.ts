/** Small helpers that every part of the workbench's page object shares. */
import type { Locator, Page } from 'playwright-core';

/** A regular expression that matches exactly this text, whitespace around it aside. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}

/** A text filter from what a test names: the whole text, or a pattern to be found in it. */
export function matching(text: string | RegExp): RegExp {
  return typeof text === 'string' ? exactly(text) : text;
}

/** Text as a person reads it: Monaco's fixed spaces and invisible characters made plain. */
export function plain(text: string): string {
  return text.replace(/\u00a0/g, ' ').replace(/[\u200b\u200c\u200d]/g, '');
}

/**
 * Reads something from the page until it is as wanted, and gives it. For states that no single locator can await.
 * Throws with the last value read when that takes longer than `timeout` milliseconds.
 */
export async function until<T>(
  page: Page,
  what: string,
  read: () => Promise<T>,
  accept: (value: T) => boolean,
  timeout = 20_000,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > end) throw new Error(`Waited for ${what}, but it stayed ${JSON.stringify(value)}.`);
    // The next painted frame, not a guess at how long the workbench takes.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  }
}

/** The lines that a Monaco editor shows, top to bottom; its elements stand in no particular order. */
export async function visibleLines(editor: Locator): Promise<string[]> {
  const lines = await editor
    .locator('.view-lines .view-line')
    .evaluateAll((elements: { style: { top: string }; textContent: string | null }[]) =>
      elements
        .map((element) => ({ top: parseInt(element.style.top, 10), text: element.textContent ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
  return lines.map(plain);
}
