/** What happens, as the engine takes it in: the rules own the words. */
export type { Arrival, AskedOfGroup, IntentEvent, OutcomeEvent } from '../rules/event.ts';
