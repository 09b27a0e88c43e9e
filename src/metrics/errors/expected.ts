/** Kinds of errors that are no defects: names in which `*` stands for anything. */
export type IsExpected = (issue: { readonly type: string; readonly title: string }) => boolean;

/** What somebody asked for that is not there, by the frameworks' names for it. */
export const USUALLY_EXPECTED: readonly string[] = [
  'Http404',
  'HTTPNotFound',
  'NotFound',
  'NotFoundError',
  'NotFoundHttpException',
  'ActionController::RoutingError',
  '*404 Not Found*',
  '*status code 404*',
];

/**
 * Tells errors that the config expects from others: a name is held against the whole type, and the whole
 * title, whatever its case.
 */
export function expectedBy(names: readonly string[]): IsExpected {
  const tests = names.map(matcherOf);
  return ({ type, title }) => tests.some((test) => test(type) || test(title));
}

/** Looks for what stands between the stars, one after the other: no text makes that take long. */
function matcherOf(name: string): (text: string) => boolean {
  const [first = '', ...rest] = name.toLowerCase().split('*');
  const last = rest.pop();
  return (text) => {
    const whole = text.toLowerCase();
    if (last === undefined) return whole === first;
    if (!whole.startsWith(first) || !whole.endsWith(last)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = whole.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= whole.length - last.length;
  };
}
