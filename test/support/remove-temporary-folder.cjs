const { rmSync } = require('node:fs');
const { tmpdir } = require('node:os');

/** After all tests: removes the folder of the run, with all that was left in it. */
module.exports = () => rmSync(tmpdir(), { recursive: true, force: true });
