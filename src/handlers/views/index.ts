import type { View } from '../registry.ts';
import { CHECKLIST_VIEW } from './checklist.ts';
import { GRAPH_VIEW } from './graph.ts';
import { INCIDENT_VIEWS } from './incident.ts';
import { SILENCE_VIEW } from './silence.ts';
import { WALK_VIEW } from './walk.ts';

/** Every form. */
export const VIEWS: readonly View[] = [
  SILENCE_VIEW,
  GRAPH_VIEW,
  WALK_VIEW,
  CHECKLIST_VIEW,
  ...INCIDENT_VIEWS,
];
