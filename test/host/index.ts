/** What the extension host runs: every bundled host test, with mocha started here. */
import { runMocha } from '../../scripts/testing/mocha.ts';
import { mark } from './support/mark.ts';

/** Called by VS Code; rejects when a test fails, which VS Code turns into its exit code. */
export async function run(): Promise<void> {
  const { STRIPE_WEBHOOKS_TEST_RESULTS: results, STRIPE_WEBHOOKS_TEST_FILES: files = '**/*.test.mjs' } =
    process.env;
  if (!results) throw new Error('STRIPE_WEBHOOKS_TEST_RESULTS must name the file for the results.');
  const { failed } = await runMocha({
    folder: import.meta.dirname,
    files,
    results,
    timeout: 60_000,
    print: (text) => {
      for (const line of text.split('\n')) console.log(mark + line);
    },
  });
  if (failed.length > 0) throw new Error(`${failed.length} host tests failed.`);
}
