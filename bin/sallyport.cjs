#!/usr/bin/env node
require('./require-node.cjs');
// Half the time of a short command is compiling what it loads; a folder that cannot be written only costs that.
require('node:module').enableCompileCache(
  require('node:path').join(__dirname, '../node_modules/.cache/sallyport'),
);
void import('../cli/main.ts').then(({ main }) => main(process.argv.slice(2)));
