import { join } from 'node:path';
import { allIn, declared, foldersOf, textAt, type Library } from './library.ts';

/** `stripe/stripe-php` on Packagist, since it is for one API version. */
export const php: Library = {
  name: 'stripe-php',
  languages: ['php'],
  find: async (file) => {
    for (const parent of foldersOf(file)) {
      const folder = join(parent, 'vendor', 'stripe', 'stripe-php');
      const [version] = allIn(await textAt(join(folder, 'lib', 'Stripe.php')), /\bVERSION = '([^']+)'/g);
      if (version !== undefined) return { folder, version };
    }
    return undefined;
  },
  read: async ({ folder }) => {
    const versions = await textAt(join(folder, 'lib', 'Util', 'ApiVersion.php'));
    const [apiVersion] = allIn(versions, /\bconst CURRENT = '([^']+)'/g);
    const events = await textAt(join(folder, 'lib', 'Event.php'));
    return declared(apiVersion, allIn(events, /\bconst [A-Z_\d]+ = '(\w+\.[\w.]+)'/g));
  },
};
