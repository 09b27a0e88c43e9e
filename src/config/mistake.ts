/** Something a person wrote that can't be used: `message` says what is wrong, `hint` what to write. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** A value as it is shown in a message: quoted, and never longer than a line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}
