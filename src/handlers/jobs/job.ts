/** What slow work is given, beside what any command works with. */
export interface Job {
  /**
   * Aborted when somebody cancels it, and when it is to go on in another process: all that is under way is
   * to stop then. What it comes to afterwards is nobody's answer.
   */
  readonly signal: AbortSignal;
  /**
   * Says how far it is. As often as one likes: it is shown now and then.
   *
   * @param step what is being done, in words: shown as it is
   * @param share how much of all is done, from 0 to 1, where that is known
   */
  readonly progress: (step: string, share?: number) => void;
}

/**
 * Work failed in a way that another try may mend: a service is away, or asks for patience. Anything else
 * that is thrown ends it. Its message is in words for who asked.
 */
export class TryAgain extends Error {
  override readonly name = 'TryAgain';
}
