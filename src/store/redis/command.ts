/** A Redis command with its arguments. */
export type Command = readonly (string | number)[];

/** Has a command be carried out with the commit. */
export type Write = (command: Command) => void;
