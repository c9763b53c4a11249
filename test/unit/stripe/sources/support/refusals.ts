/** What Stripe answers to a restricted key that lacks a permission. */
export function permissionError(permission: string): { readonly status: number; readonly body: unknown } {
  const message = `The provided key 'rk_test_***' does not have the required permissions for this endpoint. Having the '${permission}' permission would allow this request to continue.`;
  return { status: 403, body: { error: { message, type: 'invalid_request_error' } } };
}
