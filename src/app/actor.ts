import { hostname, userInfo } from 'node:os';

/** This process, as the audit trail names it. */
export function thisProcess(): string {
  return `tocsin@${hostname()}:${process.pid}`;
}

/** Who runs the command: the user of the machine, by number where the machine knows no name. */
export function thisPerson(): string {
  return `${userName()}@${hostname()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'somebody');
  }
}
