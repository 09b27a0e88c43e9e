import { quoted } from '../config/mistake.ts';

/** What somebody wrote, of whatever type, as it is shown in a message. */
export function shown(value: unknown): string {
  return quoted(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));
}
