import { createPace } from './pace.ts';
import type { ChatRequest } from './request.ts';

/** Slack shows an error when nothing is acknowledged within 3 s. In milliseconds. */
const PATIENCE = 1_500;

/** Writes a request down, durably: resolves once nothing can lose it. */
export type Submit = (request: ChatRequest) => Promise<void>;

/** What people read whose request may not have been written down. */
const NOT_TAKEN =
  '⚠️ Tocsin’s Redis does not answer, so this may be lost. If nothing follows within a minute, ask again. Alarms are refused for as long, and their senders try again.';

/** What somebody reads who asks for more than a person can. */
const TOO_MUCH =
  '⚠️ That is more at once than Tocsin takes from one person, so this was not done. Ask again in a minute.';

/** Writes requests down, as many of each person as people ask for; says why one was not, if it was not. */
export function createTaker(submit: Submit): (request: ChatRequest) => Promise<string | undefined> {
  const isInPace = createPace();
  return async (request) => {
    if (!isInPace(request)) return TOO_MUCH;
    return (await isSubmitted(request, submit)) ? undefined : NOT_TAKEN;
  };
}

/** Whether a request was written down in time. If not it may still be, later: then it is carried out. */
async function isSubmitted(request: ChatRequest, submit: Submit): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(late.resolve, PATIENCE, false);
  const written = submit(request).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([written, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
