/** What somebody may do in the chat, from the least to the most; each may also do what those before may. */
export const CHAT_ROLES = ['viewer', 'responder', 'operator', 'admin'] as const;

export type ChatRole = (typeof CHAT_ROLES)[number];

/** Whether who has a role, or none, may do what another is needed for. */
export function isAtLeast(role: ChatRole | undefined, needed: ChatRole): boolean {
  return role !== undefined && CHAT_ROLES.indexOf(role) >= CHAT_ROLES.indexOf(needed);
}
