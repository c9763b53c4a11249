import { sentence } from '../../sentence.ts';

interface Circumstances {
  readonly cancelled: boolean;
  readonly timedOut: boolean;
  readonly dropped: boolean;
  readonly timeoutMs: number;
}

/** Node's and OpenSSL's error codes, by what they mean to the person whose app did not answer. */
const sentences: readonly (readonly [codes: RegExp, said: (host: string) => string])[] = [
  [/^ECONNREFUSED$/, (host) => sentence`Nothing is listening at ${host}: start the app or correct the URL.`],
  [
    /^(ENOTFOUND|EAI_AGAIN|EAI_.*)$/,
    (host) => sentence`The name ${host} could not be resolved: check the URL and the network.`,
  ],
  [
    /^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/,
    (host) => sentence`${host} cannot be reached: check the network.`,
  ],
  [/^ETIMEDOUT$/, (host) => sentence`The connection to ${host} timed out: check that the app is reachable.`],
  [
    /^(ECONNRESET|EPIPE|ECONNABORTED)$/,
    (host) => sentence`${host} dropped the connection before its answer was complete: check the app's log.`,
  ],
  [/^HPE_/, (host) => sentence`${host} did not answer in HTTP: check the URL's scheme and port.`],
  [
    /^(EPROTO|ERR_SSL_.*)$/,
    (host) => sentence`${host} does not speak TLS: use http:// in the URL, or serve HTTPS there.`,
  ],
  [
    /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|HOSTNAME_MISMATCH)/,
    (host) =>
      sentence`The TLS certificate of ${host} is not trusted: let the target trust it, or use http://.`,
  ],
  [
    /^(ERR_INVALID_URL|ERR_INVALID_PROTOCOL)$/,
    () => sentence`The URL is not a valid http(s) URL: correct it.`,
  ],
];

/** Says in one sentence why no answer came. */
export function deliveryError(cause: unknown, url: string, circumstances: Circumstances): string {
  const host = URL.canParse(url) ? new URL(url).host : url;
  if (circumstances.cancelled) return sentence`The delivery was cancelled.`;
  if (circumstances.dropped)
    return sentence`The connection was dropped on purpose before the answer was read.`;
  if (circumstances.timedOut)
    return sentence`${host} did not answer within ${circumstances.timeoutMs / 1000} seconds: answer before doing slow work.`;
  const code = codeOf(cause);
  for (const [codes, said] of sentences) if (codes.test(code)) return said(host);
  return sentence`The delivery to ${host} failed (${code || String(cause)}): check the app and the URL.`;
}

/** A name with several addresses fails with an AggregateError, whose parts carry the code. */
function codeOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : '';
}
