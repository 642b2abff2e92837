const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { transformSync, version } = require('esbuild');

/** jest transform: TypeScript or ES module in, CommonJS out. `import.meta.dirname` becomes `__dirname`. */
module.exports = {
  process(source, path) {
    const { code, map } = transformSync(source, {
      loader: path.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'node22',
      // jest runs CommonJS: an `import()` becomes a deferred `require`.
      supported: { 'dynamic-import': false },
      sourcefile: path,
      sourcemap: 'external',
      define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    });
    return { code, map };
  },
  getCacheKey: (source, path) =>
    createHash('sha256')
      .update(readFileSync(__filename))
      .update(version)
      .update(path)
      .update(source)
      .digest('hex'),
};
