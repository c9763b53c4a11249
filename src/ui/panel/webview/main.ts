import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import './panel.css';
import type { ToWebview } from '../shared/messages.ts';
import { App } from './app.ts';
import { post } from './host.ts';

const app = new App(document.getElementById('panel') as HTMLElement);

window.addEventListener('message', ({ data }: MessageEvent<ToWebview>) => app.take(data));

post({ kind: 'ready' });
