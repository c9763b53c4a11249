/** The box at the top of the workbench: quick picks and input boxes. */
import type { Locator, Page } from 'playwright-core';
import { exactly, matching, plain, until } from './locate.ts';

export interface PickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Undefined where the pick takes one item only. */
  readonly checked: boolean | undefined;
}

class QuickInput {
  protected readonly page: Page;
  protected readonly widget: Locator;
  protected readonly box: Locator;

  constructor(page: Page) {
    this.page = page;
    this.widget = page.locator('.quick-input-widget:visible');
    this.box = this.widget.locator('.quick-input-box input');
  }

  /** Waits until it is shown, with this title when one is given. */
  async shown(title?: string | RegExp): Promise<void> {
    const titles = this.widget.locator('.quick-input-title');
    await (title === undefined ? this.box : titles.filter({ hasText: matching(title) })).waitFor();
  }

  /** Waits until it asks with this placeholder. */
  async asks(placeholder: RegExp): Promise<void> {
    await until(
      this.page,
      `a question like ${placeholder}`,
      () => this.placeholderNow(),
      (now) => placeholder.test(now),
    );
  }

  private async placeholderNow(): Promise<string> {
    return (await this.box.count()) > 0 ? ((await this.box.getAttribute('placeholder')) ?? '') : '';
  }

  /** Waits until none is shown. */
  async hidden(): Promise<void> {
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** Waits until what was typed is gone, since the next pick or input box shows in the same place. */
  async replaced(typed: string): Promise<void> {
    const read = () => this.box.evaluateAll((boxes: { value: string }[]) => boxes[0]?.value);
    await until(this.page, `"${typed}" to be taken`, read, (value) => value !== typed);
  }

  async title(): Promise<string> {
    await this.box.waitFor();
    return plain((await this.widget.locator('.quick-input-title').textContent()) ?? '').trim();
  }

  async placeholder(): Promise<string> {
    return (await this.box.getAttribute('placeholder')) ?? '';
  }

  /** Replaces what stands in the box. */
  async type(text: string): Promise<void> {
    await this.box.fill(text);
  }

  async accept(): Promise<void> {
    await this.box.press('Enter');
  }

  async escape(): Promise<void> {
    await this.box.press('Escape');
  }

  async back(): Promise<void> {
    await this.widget.locator('.quick-input-left-action-bar .action-label').first().click();
  }

  /** Presses a button of the title bar or beside the box. */
  async button(name: string): Promise<void> {
    await this.widget.getByRole('button', { name, exact: true }).first().click();
  }
}

export class InputBox extends QuickInput {
  async value(): Promise<string> {
    return this.box.inputValue();
  }

  /**
   * Types a path into the dialog for files and leaves it by Enter, which counts only once the folder was read. Until
   * then the dialog may put its own folder over what was typed, so that is looked at once more before Enter.
   */
  async chooseFile(path: string): Promise<void> {
    const press = async () => {
      // The dialog may be gone at any of these steps.
      const timeout = 2_000;
      const typed = await this.box.inputValue({ timeout }).catch(() => undefined);
      if (typed === undefined) return this.widget.isVisible();
      const isReading = (await this.widget.locator('.monaco-progress-container.active').count()) > 0;
      if (typed !== path) await this.box.fill(path, { timeout }).catch(() => undefined);
      else if (!isReading) await this.box.press('Enter', { timeout }).catch(() => undefined);
      return this.widget.isVisible();
    };
    await until(this.page, `${path} to be taken`, press, (isAsked) => !isAsked);
  }

  /** True when what is typed is shown as dots. */
  async isMasked(): Promise<boolean> {
    return (await this.box.getAttribute('type')) === 'password';
  }

  /** The prompt under the box. */
  async prompt(): Promise<string> {
    return this.message();
  }

  /** Waits until it asks with a prompt like this. */
  async prompted(prompt: RegExp): Promise<void> {
    await until(
      this.page,
      `a prompt like ${prompt}`,
      () => this.message(),
      (text) => prompt.test(text),
    );
  }

  /** Waits until what was typed is refused with a reason like this, and gives the reason shown. */
  async validationMessage(pattern = /\S/): Promise<string> {
    await this.widget
      .locator('.monaco-inputbox.error, .monaco-inputbox.warning, .monaco-inputbox.info')
      .waitFor();
    return until(
      this.page,
      `a reason like ${pattern}`,
      () => this.message(),
      (text) => pattern.test(text),
    );
  }

  private async message(): Promise<string> {
    const text = await this.widget.locator('.quick-input-message').textContent();
    return plain(text ?? '').trim();
  }
}

export class QuickPick extends QuickInput {
  private rows(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row');
  }

  private row(label: string | RegExp): Locator {
    return this.rows()
      .filter({ has: this.page.locator('.quick-input-list-label .label-name', { hasText: matching(label) }) })
      .first();
  }

  /** The items shown, once there are any; a long list shows only those that fit. */
  async items(): Promise<PickItem[]> {
    await this.rows().first().waitFor();
    return Promise.all((await this.rows().all()).map(readItem));
  }

  /** Filters by the label, then takes the item of exactly that label. */
  async choose(label: string, filter = label): Promise<void> {
    await this.find(label, filter);
    const [first] = await this.items();
    // The list uses its rows again for other items while it is filtered, so a click may hit what came into its place.
    if (first?.label === label) await this.accept();
    else await this.row(label).click();
  }

  /** Ticks the items of these labels in a pick that takes several. */
  async check(...labels: readonly string[]): Promise<void> {
    for (const label of labels) {
      await this.find(label, label);
      const box = this.row(label).locator('.monaco-checkbox');
      if (!(await box.getAttribute('class'))?.includes('checked')) await box.click();
    }
    await this.type('');
  }

  /** Presses OK in a pick that takes several. */
  async ok(): Promise<void> {
    await this.widget
      .locator('.quick-input-action .monaco-button')
      .filter({ hasText: exactly('OK') })
      .click();
  }

  /** True when an item of exactly this label shows within `timeout` milliseconds of filtering. */
  async has(label: string, filter = label, timeout = 2_500): Promise<boolean> {
    // What takes the focus closes it: then nothing can be typed either.
    const found = this.box.fill(filter, { timeout }).then(() => this.row(label).waitFor({ timeout }));
    return found.then(
      () => true,
      () => false,
    );
  }

  /** Waits until an item like this is shown, without filtering. */
  async shows(text: RegExp): Promise<void> {
    await this.rows().filter({ hasText: text }).first().waitFor();
  }

  private async find(label: string, filter: string): Promise<void> {
    await this.box.waitFor();
    // The box of the step before is the same element: what was typed too early goes with that step.
    for (let attempts = 8; attempts > 0; attempts--) if (await this.has(label, filter)) return;
    const offered = (await Promise.all((await this.rows().all()).map(readItem))).map((item) => item.label);
    throw new Error(`"${label}" is not offered; these are: ${offered.join(' · ')}`);
  }

  /** Waits until exactly these labels are offered, in this order. */
  async offers(labels: readonly string[]): Promise<void> {
    const read = async () => (await this.items()).map((item) => item.label);
    await until(
      this.page,
      `offers of ${labels.join(', ')}`,
      read,
      (now) => now.join('\n') === labels.join('\n'),
    );
  }
}

async function readItem(row: Locator): Promise<PickItem> {
  const text = async (selector: string) => {
    const found = row.locator(selector).first();
    return (await found.count()) > 0 ? plain((await found.textContent()) ?? '').trim() : '';
  };
  const box = row.locator('.monaco-checkbox:visible');
  return {
    label: await text('.quick-input-list-label .label-name'),
    description: await text('.quick-input-list-label .label-description'),
    detail: await text('.quick-input-list-label-meta'),
    checked: (await box.count()) > 0 ? (await box.getAttribute('class'))?.includes('checked') : undefined,
  };
}
