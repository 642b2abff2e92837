// Plain CommonJS without new syntax: it must load on the old Node that it reports.
var needed = [22, 18];
var found = process.versions.node.split('.').map(Number);
var isOld = found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1]);
if (isOld) {
  process.stderr.write(
    'sallyport: Node ' +
      process.versions.node +
      ' is too old, ' +
      needed.join('.') +
      ' or newer is needed: run it through npm or npx on Linux (the project brings its own Node 24), or install Node 24 from nodejs.org\n',
  );
  process.exit(2);
}
