/** What a file says that works with Stripe's events, in one language or another; understood by ripgrep as well. */
const MARKERS = [
  'construct_?[eE]vent|ConstructEvent|[pP]arse_?[eE]vent_?[nN]otification|[sS]tripe-[sS]ignature|STRIPE_SIGNATURE',
  'StripeEvent|[sS]tripe\\.Event|[sS]tripe::Event|Stripe\\\\Event|stripe\\.EventType|djstripe|stripity|EventTypes\\.|EventType::|EventObject::',
  '[sS]tripe\\.?[wW]ebhook|STRIPE_WEBHOOK|Cashier|V[12][A-Z]\\w+EventNotification|[oO]n_?[vV][12]_?[a-zA-Z]|whsec_\\w{20}',
].join('|');

/** Libraries name a type `stripe.x`, `stripe:x` or `stripe-webhooks::x`. */
const NAMESPACE = '(?:stripe(?:-webhooks::|[./:]))?';

/** Paths inside of a workspace. */
const TEST_FILE =
  /(^|[\\/])(__tests__|__mocks__|__fixtures__|fixtures|spec|androidTest)[\\/]|[\\/]src[\\/]test[\\/]|\.(test|spec|stories|d)\.[cm]?[jt]sx?$|(^|[\\/])(test_[^\\/]*|[^\\/]*_test|conftest)\.py$|_(test|spec)\.(rb|go|exs|rs)$|[a-z\d](Tests?|Spec|IT)\.(java|kt|cs|php)$/;

/** Tells which files are worth a parse, from their path and text alone. */
export class Prefilter {
  /** The start of a string that may name an event type, or of one that may be the prefix of some. */
  readonly eventOrObject: RegExp;
  /** A regular expression, as ripgrep reads it as well, that every file worth a parse matches. */
  readonly pattern: string;
  private readonly worthParsing: RegExp;
  private readonly marker = new RegExp(MARKERS);

  constructor(knownTypes: ReadonlySet<string>) {
    const heads = new Set([...knownTypes].map((type) => type.split('.', 1)[0]));
    const head =
      [...heads]
        .sort()
        .join('|')
        .replace(/[^\w|]/g, '') || '[^\\s\\S]';
    this.pattern = `["'\`]${NAMESPACE}(?:${head})\\.|[%~]w.(?:${head})\\.|${MARKERS}`;
    this.worthParsing = new RegExp(this.pattern);
    this.eventOrObject = new RegExp(`["'\`]${NAMESPACE}(?:${head})[."'\`]`, 'g');
  }

  /** False for tests, fixtures and declarations: what they say about events handles none. */
  mayHoldHandlers(file: string): boolean {
    return !TEST_FILE.test(file);
  }

  isWorthParsing(text: string): boolean {
    return this.worthParsing.test(text);
  }

  /** Whether the file works with Stripe's events, whatever it calls them. */
  hasMarker(text: string): boolean {
    return this.marker.test(text);
  }
}
