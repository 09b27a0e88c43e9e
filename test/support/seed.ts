import * as fc from 'fast-check';

// `bin/test` says by which seed random cases are made up, so that a commit passes or fails as it did
// before, and the next one tries others. Whoever runs tests by hand has others each time.
const { FUZZ_SEED } = process.env;
if (FUZZ_SEED !== undefined) fc.configureGlobal({ seed: Number(FUZZ_SEED) });
