/** Within what time something that is wrong should be known, and repaired, in milliseconds. */
export const DETECTION_TARGET = 5 * 60_000;
export const REPAIR_TARGET = 30 * 60_000;
