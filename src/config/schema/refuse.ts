/** Where zod takes what is wrong. */
export interface IssueSink {
  addIssue(issue: {
    code: 'custom';
    path: string[];
    message: string;
    params: { hint: string };
  }): void;
}

/** Says within a transform what is wrong with what it reads, or with what stands at a path in there. */
export function refuse(
  context: IssueSink,
  message: string,
  hint: string,
  ...path: readonly string[]
): undefined {
  context.addIssue({ code: 'custom', path: [...path], message, params: { hint } });
}
