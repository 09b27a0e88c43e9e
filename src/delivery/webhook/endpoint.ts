import { unescape as percentDecoded } from 'node:querystring';

/** An address without its credentials, and the header that carries them. */
export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Takes `user:password@` out of an address: Node refuses one whose percent-encoding is not valid. Here that
 * is taken as it stands, as a person may have meant it.
 * @see https://www.rfc-editor.org/rfc/rfc7617
 */
export function endpointOf(address: string): Endpoint {
  const url = new URL(address);
  const { username, password } = url;
  if (username === '' && password === '') return { url: url.href, headers: {} };
  url.username = '';
  url.password = '';
  const plain = `${percentDecoded(username)}:${percentDecoded(password)}`;
  const authorization = `Basic ${Buffer.from(plain).toString('base64')}`;
  return { url: url.href, headers: { authorization } };
}
