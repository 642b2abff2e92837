const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Before all tests: what they, and the programs they start, write to the temporary folder goes into one folder of the run. */
module.exports = () => {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'sallyport-tests-'));
};
