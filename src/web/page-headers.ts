import type { OutgoingHttpHeaders } from 'node:http';

/**
 * The headers of everything that is for people's eyes alone: no other site may frame it, no cache keeps
 * it, and it loads nothing from elsewhere.
 *
 * @param policy what the page needs beyond nothing at all, as directives of a Content-Security-Policy
 */
export function pageHeaders(policy: readonly string[]): OutgoingHttpHeaders {
  const always = ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"];
  return {
    'content-security-policy': [...always, ...policy].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}
