/** A Chromium-family browser for driving the workbench. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { run } from './commands.ts';
import { canInstallPackages, installPackages } from './debian.ts';
import { root } from '../build.ts';

const programFiles = [
  process.env['ProgramFiles'],
  process.env['ProgramFiles(x86)'],
  process.env['LOCALAPPDATA'],
];

const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: programFiles.flatMap((folder) =>
    folder
      ? [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]
      : [],
  ),
};

/**
 * Gives the path of a browser: `CHROME_PATH`, an installed Chrome, Chromium or Edge, Debian's Chromium installed now,
 * or Playwright's own download.
 */
export async function ensureBrowser(): Promise<string> {
  const found = installedBrowser();
  if (found) return found;
  if (canInstallPackages()) await installPackages('chromium', 'fonts-liberation');
  else await downloadBrowser();
  const installed = installedBrowser();
  if (!installed)
    throw new Error('No browser was found after installing one; set CHROME_PATH to a Chromium.');
  return installed;
}

/** Gives the path of a browser that is already there. */
export function installedBrowser(): string | undefined {
  const places = [
    process.env['CHROME_PATH'],
    ...(usualPlaces[process.platform] ?? []),
    chromium.executablePath(),
  ];
  return places.find((path) => path !== undefined && existsSync(path));
}

async function downloadBrowser(): Promise<void> {
  console.log('Downloading Chromium with Playwright …');
  const cli = join(root, 'node_modules', 'playwright-core', 'cli.js');
  await run(process.execPath, [cli, 'install', 'chromium'], root).catch((error: unknown) => {
    throw new Error(
      'No Chrome, Chromium or Edge was found and none could be downloaded; install one or set CHROME_PATH.',
      { cause: error },
    );
  });
}
