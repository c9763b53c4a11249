import { phrase, sentence } from '../../../sentence.ts';

/** A way in which a signing secret is copied wrongly. */
export interface SecretForm {
  /** What is wrong, for a sentence: “the secret …”. */
  readonly wrong: (secret: string) => string;
  readonly remedy: () => string;
  /** The secret as it is meant; the same when this is not wrong with it. */
  readonly clean: (secret: string) => string;
  /** The right secret as it may have been copied wrongly by the sender. */
  readonly spoil: (secret: string) => readonly (string | Buffer)[];
}

const invisible = /[\s\u200b-\u200d\u2060\ufeff]|\\[rnt]/g;
const trimInSettings = phrase`Store it without: in .env files and dashboards of hosts a pasted line end is not to be seen (printf, not echo, when it is piped).`;

/** The ways secrets are copied wrongly, in the order in which they are put right. */
export const secretForms = {
  'secret-with-name': {
    wrong: () => sentence`still has the name of its variable in front`,
    remedy: phrase`Take only what stands after the equals sign as the secret.`,
    clean: (secret) => secret.replace(/^\s*(?:export\s+)?[A-Za-z_]\w*\s*[=:]\s*(?=\S)/, ''),
    spoil: () => [],
  },
  'secret-with-white-space': {
    wrong: (secret) =>
      /[\r\n]|\\[rn]/.test(secret)
        ? sentence`has a line end in it`
        : sentence`has white space or an invisible character in it`,
    remedy: trimInSettings,
    clean: (secret) => secret.replace(invisible, ''),
    spoil: (secret) => ['\n', ' ', '\r\n', '\r', '\t', '\\n'].map((end) => secret + end).concat(` ${secret}`),
  },
  'secret-in-quotes': {
    wrong: () => sentence`is in quotes`,
    remedy: phrase`Store it without: some loaders of settings (docker --env-file, systemd) keep the quotes as a part of the value.`,
    clean: (secret) => secret.replace(/^["'`“”‘’]+|["'`“”‘’]+$/g, ''),
    spoil: (secret) => [`"${secret}"`, `'${secret}'`],
  },
  'secret-with-doubled-prefix': {
    wrong: () => sentence`has its prefix whsec_ twice`,
    remedy: phrase`Let the prefix stand once; either the setting or the code that adds it has one too many.`,
    clean: (secret) => secret.replace(/^(?:whsec_){2,}/, 'whsec_'),
    spoil: (secret) => [`whsec_${secret}`],
  },
  'secret-without-prefix': {
    wrong: () => sentence`lacks its prefix whsec_`,
    remedy: phrase`Use the whole secret, whsec_ included, as the key.`,
    clean: (secret) => (secret.startsWith('whsec_') ? secret : `whsec_${secret}`),
    spoil: (secret) => [secret.slice('whsec_'.length)],
  },
  'secret-decoded': {
    wrong: () => sentence`was decoded from base64, as libraries for Standard Webhooks or Svix do`,
    remedy: phrase`Use the text of the whole secret, whsec_ included, as the key; Stripe’s secrets are not base64.`,
    clean: (secret) => secret,
    spoil: (secret) => [Buffer.from(secret.slice('whsec_'.length), 'base64')],
  },
} as const satisfies Record<string, SecretForm>;

export type SecretFormId = keyof typeof secretForms;

const forms = Object.entries(secretForms) as [SecretFormId, SecretForm][];

/** The secret with all that is wrong put right, and what that was. */
export function cleaned(secret: string): {
  readonly secret: string;
  readonly wrong: readonly SecretFormId[];
} {
  const wrong: SecretFormId[] = [];
  let clean = secret;
  for (const [id, form] of forms) {
    const after = form.clean(clean);
    if (after !== clean) wrong.push(id);
    clean = after;
  }
  return { secret: clean, wrong };
}

/** The keys that a sender may have signed with if its copy of the secret is wrong. */
export function spoilt(
  secret: string,
): readonly { readonly key: string | Buffer; readonly form: SecretFormId }[] {
  return forms.flatMap(([form, { spoil }]) => spoil(secret).map((key) => ({ key, form })));
}

/** What a text is that was given as a signing secret and cannot be one; undefined when it may be one. */
export function notASecret(text: string): string | undefined {
  const { secret } = cleaned(text);
  const bare = secret.replace(/^whsec_/, '');
  if (bare === '') return sentence`is empty`;
  if (/^[srp]k_/.test(bare)) return sentence`is an API key`;
  if (/^(we|ed)_/.test(bare)) return sentence`is the id of an endpoint`;
  if (/[*…•]|\.\.\.|^(xxx|your)/i.test(bare)) return sentence`is shortened or a placeholder`;
  return undefined;
}
