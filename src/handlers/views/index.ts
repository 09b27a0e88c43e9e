import type { View } from '../registry.ts';
import { GRAPH_VIEW } from './graph.ts';
import { INCIDENT_VIEWS } from './incident.ts';
import { SILENCE_VIEW } from './silence.ts';

/** Every form. */
export const VIEWS: readonly View[] = [SILENCE_VIEW, GRAPH_VIEW, ...INCIDENT_VIEWS];
