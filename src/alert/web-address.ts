/** An address that may be offered to people, for it may come from an alarm: http(s) only. */
export function webAddress(text: string): URL | undefined {
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}
