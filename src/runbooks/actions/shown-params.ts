/** So many characters of parameters are shown, all of them: nobody approves what they can't see. */
export const LONGEST_PARAMS = 2_500;

/** Parameters as people see them before they say yes. */
export function shownParams(params: unknown): string {
  return JSON.stringify(params, undefined, 2);
}
