/** Which of Stripe's APIs a request is for. */
export type Api = 'v1' | 'v2';

/** What v2 calls the failures that it has in common with v1; its errors have a code where v1's have a type. */
const v2Codes: Readonly<Record<number, string>> = {
  400: 'invalid_fields',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'idempotency_error',
  500: 'internal_error',
};

/** An error answer in Stripe's shape. Source: https://docs.stripe.com/api/errors */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'card_error';
  readonly code: string | undefined;
  readonly param: string | undefined;
  /** What else the error tells, e.g. the payment intent that was declined. */
  readonly more: Readonly<Record<string, unknown>>;
  /** Whether what the request did before it failed stays done: a declined payment is an outcome, too. */
  readonly keepsChanges: boolean;

  constructor(
    status: number,
    message: string,
    details: {
      code?: string;
      param?: string | undefined;
      type?: ApiError['type'];
      more?: Readonly<Record<string, unknown>>;
      keepsChanges?: boolean;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.type = details.type ?? 'invalid_request_error';
    this.code = details.code;
    this.param = details.param;
    this.more = details.more ?? {};
    this.keepsChanges = details.keepsChanges ?? false;
  }

  /** The answer in an API's shape. v2's: https://docs.stripe.com/api/v2/errors and the SDK's `generateV2Error`. */
  answer(api: Api): { readonly status: number; readonly body: Record<string, unknown> } {
    return api === 'v2' ? this.answerV2() : { status: this.status, body: this.body() };
  }

  /** The body of v1. */
  body(): Record<string, unknown> {
    const { code, message, more, param, type } = this;
    const documentation = code && `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}`;
    return {
      error: {
        ...(code && { code, doc_url: documentation }),
        message,
        ...(param !== undefined && { param }),
        ...more,
        type,
      },
    };
  }

  private answerV2() {
    const { message, param, type } = this;
    const conflict = type === 'idempotency_error';
    const status = conflict ? 409 : this.status;
    // v2 has no `param`, so the message must name the field.
    const about = param === undefined || message.includes(param) ? '' : `${param}: `;
    const code = v2Codes[status] ?? 'invalid_request';
    return { status, body: { error: { ...(conflict && { type }), code, message: about + message } } };
  }
}

/** The errors that several routes give, each with Stripe's wording where that is known. */
export const apiErrors = {
  missing: (param: string) =>
    new ApiError(400, `Missing required param: ${param}.`, { code: 'parameter_missing', param }),
  unknown: (param: string) =>
    new ApiError(400, `Received unknown parameter: ${param}`, { code: 'parameter_unknown', param }),
  empty: (param: string) =>
    new ApiError(
      400,
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
      { code: 'parameter_invalid_empty', param },
    ),
  invalid: (param: string, message: string, code?: string) =>
    new ApiError(400, message, code === undefined ? { param } : { code, param }),
  noSuch: (noun: string, id: string, param = 'id', status = 404) =>
    new ApiError(status, `No such ${noun}: '${id}'`, { code: 'resource_missing', param }),
  alreadyExists: (noun: string, id: string) =>
    new ApiError(400, `${noun} already exists: '${id}'`, { code: 'resource_already_exists', param: 'id' }),
  /** What an object's present state does not allow. */
  state: (message: string, code?: string, param?: string) =>
    new ApiError(400, message, { ...(code !== undefined && { code }), param }),
  noRoute: (method: string, path: string) =>
    new ApiError(
      404,
      `Unrecognized request URL (${method}: ${path}): Stripe has no such call, check the path.`,
    ),
  /** A call that Stripe has. */
  notServed: (method: string, path: string) =>
    new ApiError(404, `The sandbox does not serve ${method} ${path}: make this call with a test account.`),
  badForm: (message: string) => new ApiError(400, message),
  contentType: () =>
    new ApiError(
      400,
      'Invalid request: the content type of a POST must be application/x-www-form-urlencoded.',
    ),
  notJson: () =>
    new ApiError(400, 'Invalid request: the body of a v2 POST must be a JSON object (application/json).'),
  tooManyEndpoints: (limit: number) =>
    new ApiError(400, `You have reached the maximum of ${limit} test webhook endpoints.`),
  tooLarge: (limit: number) =>
    new ApiError(413, `The request's body is larger than ${limit / 1024} KiB, which the sandbox refuses.`),
  host: (host: string) =>
    new ApiError(403, `The sandbox answers to 127.0.0.1 and localhost only, not to ${JSON.stringify(host)}.`),
  internal: () =>
    new ApiError(500, 'An unknown error occurred in the sandbox: reset it if this happens again.', {
      type: 'api_error',
    }),
} satisfies Record<string, (...arguments_: never[]) => ApiError>;
