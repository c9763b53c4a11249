/** `npm run docs`: writes `docs/reference.md` from what `package.json` and `src/ids.ts` declare. */
import { writeFile } from 'node:fs/promises';
import { referencePage, referenceText } from './reference/page.ts';

await writeFile(referencePage, await referenceText());
