import { instantOf, segmentAt } from './zone.ts';

/** People who take turns, by the clock on the wall of a zone. Durations and wall times are milliseconds. */
export interface Rotation<Person> {
  /** In the order of their turns. */
  readonly people: readonly Person[];
  /** When the first one's first turn begins, as if the wall's clock were UTC. */
  readonly start: number;
  /** How long a turn lasts on that clock: on a day on which the clocks change it is shorter or longer. */
  readonly every: number;
  readonly zone: string;
}

/** Somebody's turn. Epoch milliseconds; the end excluded. */
export interface Turn<Person> {
  readonly person: Person;
  readonly from: number;
  readonly until: number;
}

/** Whose turn it is at a moment (epoch milliseconds); undefined before the first one's. */
export function turnAt<Person>(rotation: Rotation<Person>, at: number): Turn<Person> | undefined {
  const { people, start, every, zone } = rotation;
  const beginning = (turn: number) => instantOf(zone, start + turn * every);
  let turn = Math.floor((at + segmentAt(zone, at).offset - start) / every);
  // Near a change of the clocks the wall shows a time that is, or is none, of the turn before or after.
  while (beginning(turn) > at) turn -= 1;
  while (beginning(turn + 1) <= at) turn += 1;
  const person = turn < 0 ? undefined : people[turn % people.length];
  if (person === undefined) return undefined;
  return { person, from: beginning(turn), until: beginning(turn + 1) };
}
