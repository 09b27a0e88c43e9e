import { parseJson } from './json.ts';
import { Refusal } from './refusal.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A body as text.
 *
 * @throws Refusal (400) when it is empty or not UTF-8.
 */
export function decodeBody(body: Uint8Array): string {
  if (body.byteLength === 0) throw new Refusal(400, 'the body is empty');
  try {
    return decoder.decode(body);
  } catch {
    throw new Refusal(400, 'the body is not valid UTF-8');
  }
}

/**
 * A body as JSON.
 *
 * @throws Refusal (400) when it is empty, not UTF-8, not JSON or nested too deep.
 */
export function decodeJsonBody(body: Uint8Array): unknown {
  const json = parseJson(decodeBody(body));
  if (!json.ok) throw new Refusal(400, `the body: ${json.why}`);
  return json.value;
}
