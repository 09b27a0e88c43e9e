/** Text from outside in one line: it must not move the cursor or colour the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
