import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import './panel.css';
import type { ToWebview } from '../shared/messages.ts';
import { App } from './app.ts';
import { post, restore } from './host.ts';
import { configure } from './l10n.ts';

let app: App | undefined;

window.addEventListener('message', ({ data }: MessageEvent<ToWebview>) => {
  if (data.kind === 'init') {
    configure(data.strings, data.locale);
    restore(data.kept);
    app = new App(document.getElementById('panel') as HTMLElement);
  } else app?.take(data);
});

post({ kind: 'ready' });
