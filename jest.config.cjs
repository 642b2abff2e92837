// An old Node gets one line that says what to do, not a syntax error.
require('./bin/require-node.cjs');

const { availableParallelism } = require('node:os');

/** Tests are TypeScript ES modules; esbuild turns each into CommonJS for jest (see test/support/transform.cjs). */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/cdk.out/'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out/', '<rootDir>/.sallyport/'],
  transform: { '^.+\\.(ts|mjs|js)$': '<rootDir>/test/support/transform.cjs' },
  // Ships ES modules only, under export conditions that jest does not ask for.
  moduleNameMapper: {
    '^@octokit/webhooks-methods$':
      '<rootDir>/node_modules/@octokit/webhooks-methods/dist-node/index.js',
  },
  // Packages that ship ES modules only.
  transformIgnorePatterns: [
    '/node_modules/(?!@octokit/|commander/|hyparquet/|hyparquet-writer/|jose/)',
  ],
  testTimeout: 60_000,
  globalSetup: '<rootDir>/test/support/make-temporary-folder.cjs',
  globalTeardown: '<rootDir>/test/support/remove-temporary-folder.cjs',
  // Many tests wait for a local run more than they compute: two at a time even on two cores.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};
