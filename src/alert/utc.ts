/** A time (epoch milliseconds) for readers whose zone nobody knows, to the minute: `2026-01-06 02:00 UTC`. */
export function utcText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
