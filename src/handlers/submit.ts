import type { ChatRequest } from './request.ts';

/** Slack shows an error when nothing is acknowledged within 3 s. In milliseconds. */
const PATIENCE = 1_500;

/** Writes a request down, durably: resolves once nothing can lose it. */
export type Submit = (request: ChatRequest) => Promise<void>;

/** What people read whose request may not have been written down. */
export const NOT_TAKEN =
  '⚠️ Tocsin’s Redis does not answer, so this may be lost. If nothing follows within a minute, ask again. Alarms are refused for as long, and their senders try again.';

/** Whether a request was written down in time. If not it may still be, later: then it is carried out. */
export async function isSubmitted(request: ChatRequest, submit: Submit): Promise<boolean> {
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
