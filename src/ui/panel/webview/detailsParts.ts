import { html, nothing, type TemplateResult } from 'lit';
import type { Change } from '../shared/changes.ts';
import type { AttemptDetails, Details, FixText, Header } from '../shared/messages.ts';
import { post } from './host.ts';
import * as l10n from './l10n.ts';
import { shown, timeOfDay } from './text.ts';

/** Names and values of headers as a table. */
export function headersTable(headers: readonly Header[]): TemplateResult {
  if (headers.length === 0) return html`<p class="empty">${l10n.t('There are no headers.')}</p>`;
  return html`<table class="pairs">
    <tbody>
      ${headers.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${shown(name)}</th>
            <td>${shown(value, 20_000)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Each attempt with the target's answer, the newest last. */
export function attemptsList(attempts: readonly AttemptDetails[]): TemplateResult {
  if (attempts.length === 0)
    return html`<p class="empty">${l10n.t('This event has not been sent to a target yet.')}</p>`;
  return html`<ol class="timeline">
    ${attempts.map(attemptItem)}
  </ol>`;
}

function attemptItem(attempt: AttemptDetails, index: number, all: readonly AttemptDetails[]): TemplateResult {
  const { status, error, at, milliseconds, url, target, headers, body, dead } = attempt;
  const good = status !== undefined && status >= 200 && status < 300;
  const before = all[index - 1];
  return html`<li>
    <details ?open=${index === all.length - 1}>
      <summary>
        <span
          class="codicon codicon-${good ? 'pass' : 'error'} ${good ? 'good' : 'bad'}"
          aria-hidden="true"
        ></span>
        <strong class=${good ? 'good' : 'bad'}>${status ?? l10n.t('no answer')}</strong>
        <span>${l10n.duration(milliseconds)}</span>
        <span class="quiet"
          >${timeOfDay(at)}${before ? ` (+${l10n.duration(at - before.at)})` : nothing}</span
        >
        <span class="target">${shown(target === url ? url : `${target} · ${url}`)}</span>
        ${dead ? html`<span class="badge">${l10n.t('given up')}</span>` : nothing}
      </summary>
      ${error === undefined ? nothing : html`<p class="bad">${shown(error)}</p>`}
      ${status === undefined ? nothing : answer(headers, body)}
    </details>
  </li>`;
}

function answer(headers: readonly Header[], body: string): TemplateResult {
  return html`<h3>${l10n.t('Answer')}</h3>
    ${body === '' ? html`<p class="quiet">${l10n.t('The body is empty.')}</p>` : bodyText(body)}
    <h3>${l10n.t('Headers of the answer')}</h3>
    ${headersTable(headers)}`;
}

function bodyText(body: string): TemplateResult {
  return html`<pre tabindex="0" aria-label=${l10n.t('Body of the answer')}>
${body.split('\n').map((line) => html`${shown(line, 10_000)} `)}</pre>`;
}

/** What an update changed, field by field. */
export function changesTable(changes: readonly Change[]): TemplateResult {
  return html`<table class="changes">
    <thead>
      <tr>
        <th scope="col">${l10n.t('Field')}</th>
        <th scope="col">${l10n.t('Before')}</th>
        <th scope="col">${l10n.t('After')}</th>
      </tr>
    </thead>
    <tbody>
      ${changes.map(
        ({ path, before, after }) =>
          html`<tr>
            <th scope="row">${shown(path)}</th>
            <td>${before === undefined ? nothing : html`<del>${shown(before, 5000)}</del>`}</td>
            <td>${after === undefined ? nothing : html`<ins>${shown(after, 5000)}</ins>`}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

// Of more than one none is opened by itself: nobody looks for their framework in a page of code.
const openFixes = 1;

/** Why an event was rejected and what to do. */
export function verdictBox({ verdict }: Details, report: () => void): TemplateResult | typeof nothing {
  if (verdict.verified) return nothing;
  const { explanation, remedy, fixes } = verdict;
  return html`<section class="why" aria-label=${l10n.t('Verdict')}>
    <span class="codicon codicon-error bad" aria-hidden="true"></span>
    <div>
      <p><strong>${shown(explanation)}</strong></p>
      ${remedy ? html`<p>${shown(remedy)}</p>` : nothing}
      ${fixes.length > 0 ? html`<h3>${l10n.t('How to get the raw body')}</h3>` : nothing}
      ${fixes.map((fix) => fixItem(fix, fixes.length <= openFixes))}
      <p><button type="button" class="link" @click=${report}>${l10n.t('Full Report')}</button></p>
    </div>
  </section>`;
}

function fixItem({ name, fix, code, docs }: FixText, open: boolean): TemplateResult {
  const copy = l10n.t('Copy');
  return html`<details class="fix" ?open=${open}>
    <summary>${name}</summary>
    <p>${fix} <a href=${docs}>${l10n.t('Its documentation')}</a></p>
    <div class="code">
      <pre tabindex="0" aria-label=${l10n.t('Code for {0}', name)}>${code}</pre>
      <vscode-toolbar-button
        icon="copy"
        label=${copy}
        title=${copy}
        @click=${() => post({ kind: 'copy', text: code })}
      ></vscode-toolbar-button>
    </div>
  </details>`;
}
