/** Sections of later versions: not typos, so the message says when rather than what. */
export const LATER_SECTIONS: readonly string[] = ['telemetry', 'cost'];
