/** Under which a group waits for the end of a silence. */
export function silenceMute(id: string): string {
  return `silence:${id}`;
}

/** Under which a group waits for the end of an inhibition. */
export function inhibitionMute(key: string): string {
  return `inhibition:${key}`;
}
