/** The process in which a kind of tests runs in plain Node: `node mochaChild.ts FOLDER FILES RESULTS TIMEOUT`. */
import { runMocha } from './mocha.ts';

const graceMs = 10_000;

const [folder = '', files = '', results = '', timeout] = process.argv.slice(2);
const { failed } = await runMocha({ folder, files, results, timeout: Number(timeout) });
process.exitCode = failed.length > 0 ? 1 : 0;
// Tests that leave something running would keep the process alive for ever.
setTimeout(() => {
  console.error(`Tests left open: ${process.getActiveResourcesInfo().join(', ')}.`);
  process.exit(2);
}, graceMs).unref();
