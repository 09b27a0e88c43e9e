/** What happens, as the engine takes it in: the rules own the words. */
export type { Arrival, OutcomeEvent } from '../rules/event.ts';
