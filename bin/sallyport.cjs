#!/usr/bin/env node
require('./require-node.cjs');
void import('../cli/main.ts').then(({ main }) => main(process.argv.slice(2)));
