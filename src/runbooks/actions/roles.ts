import { isAtLeast, type ChatRole } from '../../alert/chat-role.ts';

/** The one of two roles that fewer people have. */
export function stronger(role: ChatRole, other: ChatRole = role): ChatRole {
  return isAtLeast(other, role) ? other : role;
}
