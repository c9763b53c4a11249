/** The real Stripe CLI, whose npm packages carry its binary. */
import { inPackage, npm } from './commands.ts';
import { installOnce } from './install.ts';

const version = '1.52.0';

/** Gives the path of the Stripe CLI's binary, installing it first when it is missing. */
export async function ensureStripeCli(): Promise<string> {
  const home = await installOnce('stripe-cli', version, (folder) =>
    npm(['install', '--prefix', folder, '--no-save', `@stripe/cli@${version}`], folder),
  );
  const binary = process.platform === 'win32' ? 'stripe.exe' : 'stripe';
  return inPackage(home, '@stripe', `cli-${process.platform}-${process.arch}`, 'bin', binary);
}
