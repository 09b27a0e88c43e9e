import type { Silence } from '../alert/silence.ts';

/** The silence that has an id, or all whose ids begin so: of which there should be one. */
export function silencesNamed(id: string, silences: readonly Silence[]): readonly Silence[] {
  const exact = silences.find((one) => one.id === id);
  if (exact !== undefined) return [exact];
  return silences.filter((one) => id !== '' && one.id.startsWith(id));
}
