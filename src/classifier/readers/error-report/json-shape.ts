import { isObject, type JsonObject } from './members.ts';
import type { Shape } from './report.ts';

/** How a JSON error is built, by the members that only that form has. */
export function jsonShape(root: JsonObject, core: JsonObject, mediaType: string): Shape {
  if ('jsonrpc' in root) return 'json-rpc';
  if (mediaType.endsWith('problem+json')) return 'problem';
  const errors = root.errors;
  const item: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (isObject(item)) {
    if ('locations' in item || 'extensions' in item || ('message' in item && ('data' in root || 'path' in item)))
      return 'graphql';
    if ('source' in item || ('title' in item && ('status' in item || 'detail' in item))) return 'json-api';
  }
  if (typeof root.error === 'string' && ('error_description' in root || 'error_uri' in root)) return 'oauth';
  if ('__type' in root) return 'aws-json';
  if ('title' in root && 'type' in root) return 'problem';
  const error = root.error;
  if (isObject(error) && typeof error.code === 'number' && ('status' in error || Array.isArray(error.errors)))
    return 'google';
  if (isObject(root['odata.error']) || 'innererror' in core || 'innerError' in core || isObject(core.message))
    return 'odata';
  if (isObject(error) && ('param' in error || ('type' in error && 'message' in error))) return 'stripe-like';
  if (isObject(error) && typeof error.code === 'string' && ('details' in error || 'target' in error)) return 'odata';
  return 'envelope';
}
