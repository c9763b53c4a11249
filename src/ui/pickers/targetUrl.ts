import { connect } from 'node:net';
import * as vscode from 'vscode';
import { validateTargetUrl } from '../../delivery/targetInput.ts';
import type { Handler } from '../../handlers/handler.ts';
import { prepare, shown, type back, type StepPosition } from '../host/multiStep.ts';

/** Where development servers usually listen. */
const usualPorts = [3000, 3001, 4000, 4242, 4567, 5000, 5173, 5678, 7071, 8000, 8080, 8787, 8888, 9292];
const probeMs = 250;

interface UrlItem extends vscode.QuickPickItem {
  /** Undefined while what is typed is no acceptable URL. */
  readonly url: string | undefined;
}

/** What the URL of a target is asked with. */
export interface UrlQuestion {
  readonly value: string;
  /** The receiver cannot be a target. */
  readonly isReceiver: (url: URL) => boolean;
  /** The workspace's handlers, whose files may tell the path. */
  readonly handlers: () => Promise<readonly Handler[]>;
}

/**
 * Asks for a URL: of an app that listens on this machine, or typed. Ports are probed on loopback only, while it asks.
 */
export function askTargetUrl(question: UrlQuestion, position?: StepPosition): Promise<string | typeof back> {
  const pick = vscode.window.createQuickPick<UrlItem>();
  prepare(pick, position);
  pick.placeholder = vscode.l10n.t('URL of your app’s webhook handler, or its port');
  pick.value = question.value;
  pick.matchOnDescription = true;
  pick.busy = true;
  let found: readonly UrlItem[] = [];
  let paths: readonly string[] = [];
  let open = true;
  const show = () => {
    const typed = pick.value.trim();
    pick.items = [...(typed ? typedItems(typed, question.isReceiver, paths) : []), ...found];
  };
  const look = async () => {
    const [ports, inCode] = await Promise.all([listeningPorts(), pathsInCode(question.handlers)]);
    if (!open) return;
    paths = inCode;
    found = suggestions(ports, paths, question.isReceiver);
    pick.busy = false;
    show();
  };
  show();
  void look();
  return shown<string>(pick, (settle) => {
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.url) settle(item.url);
    });
  }).finally(() => (open = false));
}

/** A port or a host without a scheme becomes a complete URL. */
function completeUrl(typed: string): string {
  if (/^:?\d{1,5}(\/.*)?$/.test(typed)) return `http://127.0.0.1:${typed.replace(/^:/, '')}`;
  if (/^[\w.-]+:\d{1,5}(\/.*)?$/.test(typed)) return `http://${typed}`;
  return typed;
}

function typedItem(typed: string, isReceiver: UrlQuestion['isReceiver']): UrlItem {
  const url = completeUrl(typed);
  const problem = validateTargetUrl(url, isReceiver);
  return {
    label: url,
    alwaysShow: true,
    url: problem ? undefined : url,
    ...(problem && { detail: problem }),
  };
}

/** What was typed; for a port alone also with the paths that the code registers, since hardly a handler is at the root. */
function typedItems(
  typed: string,
  isReceiver: UrlQuestion['isReceiver'],
  paths: readonly string[],
): readonly UrlItem[] {
  const item = typedItem(typed, isReceiver);
  if (!/^:?\d{1,5}$/.test(typed) || !item.url) return [item];
  const inCode = paths
    .map((path) => typedItem(`${typed}${path}`, isReceiver))
    .map((one) => ({ ...one, description: vscode.l10n.t('path found in code') }));
  return [item, ...inCode];
}

function suggestions(
  ports: readonly number[],
  paths: readonly string[],
  isReceiver: UrlQuestion['isReceiver'],
): readonly UrlItem[] {
  const urls = ports.flatMap((port) =>
    (paths.length > 0 ? paths : ['/webhook']).map((path) => ({
      port,
      path,
      url: `http://127.0.0.1:${port}${path}`,
    })),
  );
  return urls
    .filter(({ url }) => validateTargetUrl(url, isReceiver) === undefined)
    .map(({ port, path, url }) => ({
      url,
      label: url,
      description: paths.includes(path)
        ? vscode.l10n.t('port {0} is in use, path found in code', port)
        : vscode.l10n.t('port {0} is in use', port),
    }));
}

async function listeningPorts(): Promise<readonly number[]> {
  const listening = await Promise.all(usualPorts.map(isListening));
  return usualPorts.filter((_, index) => listening[index]);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: probeMs });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

const filesRead = 20;
const routes = /['"`](\/[\w./-]*(?:webhook|stripe|hook)[\w./-]*)['"`]/gi;

/** Paths that the files with handlers register, as far as a glance tells. */
async function pathsInCode(handlers: UrlQuestion['handlers']): Promise<readonly string[]> {
  const all = await handlers().catch(() => []);
  const files = [...new Set(all.map(({ file }) => file))].slice(0, filesRead);
  const paths = await Promise.all(files.map(pathsIn));
  return [...new Set(paths.flat())].slice(0, 5);
}

async function pathsIn(file: string): Promise<readonly string[]> {
  // Next.js names its routes by folder.
  const route = /(?:\/app|\/pages|\/routes)(\/[\w./-]+?)(?:\/(?:route|index|\+server))?\.[jt]sx?$/.exec(
    file,
  )?.[1];
  const uri = /^[a-z][\w+.-]+:\/\//.test(file) ? vscode.Uri.parse(file) : vscode.Uri.file(file);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const found = [...text.matchAll(routes)].map(([, path = '']) => path);
  return route && /webhook|stripe|hook/i.test(route) ? [route, ...found] : found;
}
