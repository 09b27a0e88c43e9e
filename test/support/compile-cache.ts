import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/tocsin', import.meta.url));

/** For programs that tests start: as with `bin/tocsin`, sources are compiled once, not at every start. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: FOLDER };
