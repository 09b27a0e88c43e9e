/** A Redis command with its arguments. */
export type Command = readonly (string | number)[];
