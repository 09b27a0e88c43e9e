/** What happens, as the engine takes it in: the rules own the words. */
export type { Event, FlushEvent, OutcomeEvent, SignalsEvent } from '../rules/event.ts';
