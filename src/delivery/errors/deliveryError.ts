interface Circumstances {
  readonly cancelled: boolean;
  readonly timedOut: boolean;
  readonly dropped: boolean;
  readonly timeoutMs: number;
}

/** Node's and OpenSSL's error codes, by what they mean to the person whose app did not answer. */
const sentences: readonly (readonly [codes: RegExp, sentence: (host: string) => string])[] = [
  [/^ECONNREFUSED$/, (host) => `Nothing is listening at ${host}: start the app or correct the URL.`],
  [
    /^(ENOTFOUND|EAI_AGAIN|EAI_.*)$/,
    (host) => `The name ${host} could not be resolved: check the URL and the network.`,
  ],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, (host) => `${host} cannot be reached: check the network.`],
  [/^ETIMEDOUT$/, (host) => `The connection to ${host} timed out: check that the app is reachable.`],
  [
    /^(ECONNRESET|EPIPE|ECONNABORTED)$/,
    (host) => `${host} dropped the connection before its answer was complete: check the app's log.`,
  ],
  [/^HPE_/, (host) => `${host} did not answer in HTTP: check the URL's scheme and port.`],
  [
    /^(EPROTO|ERR_SSL_.*)$/,
    (host) => `${host} does not speak TLS: use http:// in the URL, or serve HTTPS there.`,
  ],
  [
    /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|HOSTNAME_MISMATCH)/,
    (host) => `The TLS certificate of ${host} is not trusted: let the target trust it, or use http://.`,
  ],
  [/^(ERR_INVALID_URL|ERR_INVALID_PROTOCOL)$/, () => 'The URL is not a valid http(s) URL: correct it.'],
];

/** Says in one sentence why no answer came. */
export function deliveryError(cause: unknown, url: string, circumstances: Circumstances): string {
  const host = URL.canParse(url) ? new URL(url).host : url;
  if (circumstances.cancelled) return 'The delivery was cancelled.';
  if (circumstances.dropped) return 'The connection was dropped on purpose before the answer was read.';
  if (circumstances.timedOut)
    return `${host} did not answer within ${circumstances.timeoutMs / 1000} seconds: answer before doing slow work.`;
  const code = codeOf(cause);
  for (const [codes, sentence] of sentences) if (codes.test(code)) return sentence(host);
  return `The delivery to ${host} failed (${code || String(cause)}): check the app and the URL.`;
}

/** A name with several addresses fails with an AggregateError, whose parts carry the code. */
function codeOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : '';
}
