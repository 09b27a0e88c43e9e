/** Environment variables by name, as the config's `${NAME}` sees them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The process's environment. The only place that reads it: everything else is told what it needs. */
export function environment(): Environment {
  return process.env;
}
