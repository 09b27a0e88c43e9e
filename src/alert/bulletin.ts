/** A text in parts, each with a heading. Names in it come from outside: they are not to be parsed. */
export interface Bulletin {
  readonly title: string;
  readonly parts: readonly { readonly heading: string; readonly lines: readonly string[] }[];
}
