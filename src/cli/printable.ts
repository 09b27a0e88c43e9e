import { visible } from '../alert/visible.ts';

/** Text from outside in one line: what people can see of it, with a blank for each line's end. */
export function printable(text: string): string {
  return visible(text).replaceAll('\n', ' ');
}
