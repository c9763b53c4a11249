const MARKERS =
  /constructEvent|construct_event|ConstructEvent|parseEventNotification|parse_event_notification|ParseEventNotification|[Ss]tripe-[Ss]ignature|STRIPE_SIGNATURE|StripeEvent|[Ss]tripe\.Event|djstripe|[Ss]tripe\.?[Ww]ebhook/;

const TEST_FILE =
  /(^|[\\/])(__tests__|__mocks__|__fixtures__|fixtures)[\\/]|\.(test|spec|stories|d)\.[cm]?[jt]sx?$|(^|[\\/])(test_[^\\/]*|[^\\/]*_test|conftest)\.py$/i;

/** Tells which files are worth a parse, from their path and text alone. */
export class Prefilter {
  /** The start of a string that may name an event type, or of one that may be the prefix of some. */
  readonly eventOrObject: RegExp;
  private readonly eventLike: RegExp;

  constructor(knownTypes: ReadonlySet<string>) {
    const heads = new Set([...knownTypes].map((type) => type.split('.', 1)[0]));
    const head =
      [...heads]
        .sort()
        .join('|')
        .replace(/[^\w|]/g, '') || '(?!)';
    const start = `["'\`](?:stripe(?:-webhooks::|[./:]))?(?:${head})`;
    this.eventLike = new RegExp(`${start}\\.`);
    this.eventOrObject = new RegExp(`${start}[."'\`]`, 'g');
  }

  /** False for tests, fixtures and declarations: what they say about events handles none. */
  mayHoldHandlers(file: string): boolean {
    return !TEST_FILE.test(file);
  }

  isWorthParsing(text: string): boolean {
    return this.eventLike.test(text) || MARKERS.test(text);
  }

  /** Whether the file works with Stripe's events, whatever it calls them. */
  hasMarker(text: string): boolean {
    return MARKERS.test(text);
  }
}
