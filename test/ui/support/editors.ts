/** The editor area and the Output panel. */
import type { Locator, Page } from 'playwright-core';
import { exactly, plain, until, visibleLines } from './locate.ts';

export class ActiveEditor {
  private readonly page: Page;
  private readonly group: Locator;

  constructor(page: Page) {
    this.page = page;
    this.group = page.locator('.editor-group-container.active');
  }

  /** Waits until the active tab has this name. */
  async shown(name: string | RegExp): Promise<void> {
    const label = typeof name === 'string' ? exactly(name) : name;
    await this.group.locator('.tab.active').filter({ hasText: label }).waitFor();
    await this.group.locator('.monaco-editor .view-line').first().waitFor();
  }

  async name(): Promise<string> {
    return (await this.group.locator('.tab.active').getAttribute('data-resource-name')) ?? '';
  }

  /** The lines that fit into the editor. */
  async text(): Promise<string> {
    return (await visibleLines(this.group.locator('.monaco-editor').first())).join('\n');
  }

  /** Waits until the lines shown match, and gives them. */
  waitForText(pattern: RegExp): Promise<string> {
    return until(
      this.page,
      `editor text like ${pattern}`,
      () => this.text(),
      (text) => pattern.test(text),
    );
  }

  /** Line and column of the cursor, both from 1, as the status bar says. */
  async cursor(): Promise<{ readonly line: number; readonly column: number }> {
    const text = await this.page.locator('[id="status.editor.selection"]').innerText();
    const [line = 0, column = 0] = (text.match(/\d+/g) ?? []).map(Number);
    return { line, column };
  }

  /** Waits until the cursor is on a line that matches, and gives the line: VS Code moves it after it has shown the text. */
  waitForCursorOn(pattern: RegExp): Promise<string> {
    return until(
      this.page,
      `cursor on a line like ${pattern}`,
      () => this.#cursorLine(),
      (line) => pattern.test(line),
    );
  }

  async #cursorLine(): Promise<string> {
    const { line } = await this.cursor();
    const editor = this.group.locator('.monaco-editor').first();
    const [numbers, lines] = await Promise.all([
      editor.locator('.margin-view-overlays .line-numbers').allTextContents(),
      visibleLines(editor),
    ]);
    const first = Math.min(...numbers.map(Number).filter((one) => one > 0));
    return lines[line - first] ?? '';
  }

  /** Presses a code lens. */
  async codeLens(title: string | RegExp): Promise<void> {
    await this.group.locator('.codelens-decoration a').filter({ hasText: title }).first().click();
  }

  /** Types into the document, which must be read-only, and gives what the editor says to that. */
  async refusal(): Promise<string> {
    // Near the top: a click in the middle of a long document would scroll it.
    await this.group
      .locator('.monaco-editor')
      .first()
      .click({ position: { x: 120, y: 40 } });
    await this.page.keyboard.type('x');
    const message = this.page.locator('.monaco-editor-overlaymessage .message');
    await message.waitFor();
    return plain(await message.innerText());
  }
}

export class Output {
  private readonly page: Page;
  private readonly view: Locator;

  constructor(page: Page) {
    this.page = page;
    this.view = page.locator('.output-view');
  }

  /** Shows a channel through the panel's own list of channels. */
  async open(channel: string, showPanel: () => Promise<void>): Promise<void> {
    const list = this.channels();
    if (!(await list.isVisible())) await showPanel();
    await list.selectOption(channel);
    await this.page.locator(`.output-view[aria-label^="${channel}"]`).waitFor();
  }

  /** Name of the channel shown. */
  async channel(): Promise<string> {
    return this.channels().inputValue();
  }

  private channels(): Locator {
    return this.page.getByLabel('Switch Output').filter({ visible: true });
  }

  /** The lines that fit into the panel. */
  async text(): Promise<string> {
    return (await visibleLines(this.view)).join('\n');
  }

  /** Waits until a line shown matches, and gives it. */
  async waitForLine(pattern: RegExp): Promise<string> {
    const found = (text: string) => text.split('\n').findLast((line) => pattern.test(line));
    const text = await until(
      this.page,
      `output like ${pattern}`,
      () => this.text(),
      (now) => found(now) !== undefined,
    );
    return found(text) ?? '';
  }

  /** Follows the last link whose text matches, as a person does with Ctrl or Cmd and a click. */
  async followLink(text: string | RegExp): Promise<void> {
    const link = this.view.locator('.detected-link, .detected-link-active').filter({ hasText: text }).last();
    await link.click({ modifiers: ['ControlOrMeta'] });
  }
}
