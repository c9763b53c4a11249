import { apiErrors, type Api } from './apiError.ts';
import { isRecord } from '../json/record.ts';
import { decodeForm, FormError } from './form.ts';
import type { Given } from './parameters.ts';
import type { RawRequest } from './service.ts';

/**
 * The parameters of a request: v1 takes them form-encoded in query and body, v2 in the query of a GET and as JSON in
 * the body of a POST. Throws ApiError for what cannot be read.
 */
export function givenIn(query: string, request: RawRequest, api: Api): Given {
  if (api === 'v2') return request.method === 'POST' ? jsonOf(request) : formOf(query);
  const type = contentTypeOf(request);
  if (request.body.length > 0 && type !== undefined && type !== 'application/x-www-form-urlencoded')
    throw apiErrors.contentType();
  return formOf([query, request.body.toString('utf8')].filter((part) => part !== '').join('&'));
}

function formOf(text: string): Given {
  try {
    return decodeForm(text);
  } catch (error) {
    throw error instanceof FormError ? apiErrors.badForm(error.message) : error;
  }
}

/** A POST without a body is one without parameters. */
function jsonOf(request: RawRequest): Given {
  const text = request.body.toString('utf8').trim();
  if (text === '') return {};
  if (contentTypeOf(request) !== 'application/json') throw apiErrors.notJson();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw apiErrors.notJson();
  }
  if (!isRecord(value)) throw apiErrors.notJson();
  return value;
}

function contentTypeOf({ headers }: RawRequest): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}
