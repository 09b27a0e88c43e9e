const LINK = /<[^<>]*>((?:\s*;\s*[a-z]+="[^"]*")*)/giu;
const PARAMETER = /([a-z]+)="([^"]*)"/giu;

/**
 * Where the next page of a list begins, by the `Link` of an answer; undefined where this was the last: a
 * link to the next is there also then, and says that there are no results.
 *
 * @see https://docs.sentry.io/api/pagination/
 */
export function nextCursor(header: string | readonly string[] | undefined): string | undefined {
  const text = typeof header === 'string' ? header : (header ?? []).join(', ');
  for (const [, written = ''] of text.matchAll(LINK)) {
    const parameters = new Map(
      [...written.matchAll(PARAMETER)].map(([, name = '', value = '']) => [
        name.toLowerCase(),
        value,
      ]),
    );
    if (parameters.get('rel') !== 'next') continue;
    const cursor = parameters.get('cursor') ?? '';
    return parameters.get('results') === 'true' && cursor !== '' ? cursor : undefined;
  }
  return undefined;
}
