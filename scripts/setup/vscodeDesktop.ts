/** Desktop VS Code, where there is a display to show it on and a download site to get it from. */
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { tools } from './install.ts';

// The release that the server is of, so that one suite sees one VS Code.
const version = '1.139.1';
const downloads = 'https://update.code.visualstudio.com/api/releases/stable';

/** True when a window can be shown. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** Gives the path of desktop VS Code, downloading it first; undefined where that cannot be. */
export async function desktopVsCode(): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  const options = { version, cachePath: tools, reporter: { report: () => {}, error: console.error } };
  const reachable = await fetch(downloads, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (!reachable?.ok) return undefined;
  try {
    return await downloadAndUnzipVSCode(options);
  } catch (error) {
    console.log(
      `Desktop VS Code ${version} could not be had (${String(error)}); VS Code's server is used instead.`,
    );
    return undefined;
  }
}
