/** Only a base to resolve against: a name that nothing has (RFC 2606). */
const HERE = 'http://here.invalid';

/**
 * Where somebody goes on who has signed in: the page they came for if it is one of ours, else where
 * `home` says. Read as a browser would read it, so that no spelling leads to another site.
 */
export function wayOn(wanted: string | null | undefined, home: string): string {
  if (!wanted?.startsWith('/')) return home;
  const url = URL.parse(wanted, HERE);
  if (url === null || url.origin !== HERE) return home;
  const way = `${url.pathname}${url.search}`;
  // A path can begin with what would be read as another host's name: /.//example.com
  return way.startsWith('//') ? home : way;
}
