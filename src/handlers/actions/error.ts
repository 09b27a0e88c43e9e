import { splitWords } from '../commands/words.ts';
import { REOPEN_ERROR, RESOLVE_ERROR } from '../errors/buttons.ts';
import { changeError } from '../errors/change-error.ts';
import type { Handling } from '../handling.ts';
import type { Action } from '../registry.ts';
import type { ActionRequest } from '../request.ts';

/** Resolve at an error, and Reopen at what became of that. */
export const ERROR_BUTTONS: readonly Action[] = [
  {
    id: RESOLVE_ERROR,
    prepare: (handling) => changeError(errorOf(handling), 'resolved', handling),
  },
  {
    id: REOPEN_ERROR,
    prepare: (handling) => changeError(errorOf(handling), 'unresolved', handling),
  },
];

/** The last word of what one could have typed. */
function errorOf({ request }: Handling<ActionRequest>): string {
  return splitWords(request.value ?? '').at(-1)?.text ?? '';
}
